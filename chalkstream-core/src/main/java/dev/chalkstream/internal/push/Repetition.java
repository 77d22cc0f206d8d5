package dev.chalkstream.internal.push;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.sequence.PlaylistWindow;
import dev.chalkstream.internal.sequence.RunSequencer;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells by its name whether a pushed segment comes again. After a while it is no repetition, but an
 * encoder that was started again; what it means is for its playlist to tell.
 *
 * @param run the run that the encoder pushes
 * @param now the time of the change
 * @param names what the numbers of that run are called
 * @param sequencer what waits of that run
 * @param window what is listed
 */
record Repetition(
    int run, Instant now, PushedNames names, RunSequencer sequencer, PlaylistWindow window) {

  /** The answer to one that is not taken again, or empty. */
  Optional<AppendOutcome> answer(PushedSegment segment) {
    Optional<Long> number = names.findKnown(segment.path());
    if (number.isEmpty()) {
      return Optional.empty();
    }
    Optional<WaitingSegment> waiting = sequencer.waiting(number.get());
    if (waiting.isPresent()) {
      return unchangedIf(segment.stored().hasBytesOf(waiting.get().name()));
    }
    return window
        .find(run, number.get())
        .filter(listed -> now.isBefore(listed.listedAt().plus(sequencer.gapLimit())))
        .flatMap(listed -> answerListed(segment, listed));
  }

  private static Optional<AppendOutcome> answerListed(PushedSegment segment, ListedSegment listed) {
    SegmentName name = listed.name();
    return name == null
        ? Optional.of(
            new Rejected(
                Reason.SLOT_CLOSED, "the playlist has gone on without '" + segment.path() + "'"))
        : unchangedIf(segment.stored().hasBytesOf(name));
  }

  private static Optional<AppendOutcome> unchangedIf(boolean same) {
    return same ? Optional.of(new Accepted(IngestResult.UNCHANGED)) : Optional.empty();
  }
}
