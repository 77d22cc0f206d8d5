package dev.chalkstream.internal.sequence;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.internal.manifest.Backlog;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides on segments whose broadcaster says their numbers: which run they belong to, and which are
 * refused. Not safe for use by many threads.
 */
public final class NumberedUploads {

  private final Broadcast broadcast;
  private final PlaylistWindow window;
  private final RunSequencer sequencer;

  /**
   * Begins to take segments.
   *
   * @param broadcast the stream
   */
  public NumberedUploads(Broadcast broadcast) {
    this.broadcast = broadcast;
    this.window = broadcast.window();
    this.sequencer = broadcast.sequencer();
  }

  /** Takes a segment, or tells why not. */
  public AppendOutcome take(Append segment) {
    Optional<Rejected> refusal = broadcast.refuse(segment);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Run current = sequencer.run();
    if (current == null || beginsRun(segment, current)) {
      return appendToNewRun(segment);
    }
    Optional<WaitingSegment> waiting = sequencer.waiting(segment.sequence());
    if (waiting.isPresent()) {
      return answerTakenBy(segment, waiting.get().name());
    }
    if (segment.sequence() < current.next()) {
      return answerTaken(segment, current);
    }
    return appendToRun(segment, current);
  }

  /** Whether a segment is the first to come of a run after the current one. */
  private boolean beginsRun(Append segment, Run current) {
    if (segment.run().isPresent()) {
      return !segment.run().get().equals(current.id());
    }
    if (segment.sequence() >= current.next()) {
      return false;
    }
    if (!broadcast.isLive()) {
      return true;
    }
    if (broadcast.isSilent()) {
      return !isListed(segment, current) && !isClosed(segment, current);
    }
    return segment.sequence() == 0 && !isClosed(segment, current) && !isListed(segment, current);
  }

  /** Whether the run is known to have gone on without a segment. */
  private boolean isClosed(Append segment, Run current) {
    return segment.sequence() < current.first()
        || window
            .find(current.ordinal(), segment.sequence())
            .filter(ListedSegment::isGap)
            .isPresent();
  }

  private boolean isListed(Append segment, Run current) {
    return window
        .find(current.ordinal(), segment.sequence())
        .filter(listed -> segment.stored().hasBytesOf(listed.name()))
        .isPresent();
  }

  private AppendOutcome appendToNewRun(Append segment) {
    Optional<AppendOutcome> obstacle = findObstacle(segment, segment.sequence() > 0, Backlog.NONE);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    broadcast.beginRun(segment.run().orElse(null));
    return accept(segment, segment.sequence() > 0);
  }

  private AppendOutcome appendToRun(Append segment, Run current) {
    boolean early = segment.sequence() > current.next();
    Optional<AppendOutcome> obstacle = findObstacle(segment, early, sequencer.backlog());
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    return accept(segment, early);
  }

  /** What keeps a segment that belongs here from being taken, with so much waiting already. */
  private Optional<AppendOutcome> findObstacle(Append segment, boolean early, Backlog waiting) {
    Backlog more = Backlog.of(segment.stored());
    return early && !waiting.admits(more, broadcast.policy())
        ? Optional.of(
            new Rejected(
                Reason.TOO_MANY_WAITING,
                "too much of this stream waits for an earlier segment already"))
        : Optional.empty();
  }

  private AppendOutcome accept(Append segment, boolean early) {
    segment.targetDuration().ifPresent(window::proposeTargetDuration);
    broadcast.place(
        new WaitingSegment(
            segment.stored(), segment.sequence(), segment.duration(), broadcast.now()));
    return new Accepted(early ? IngestResult.WAITING : IngestResult.LISTED);
  }

  private AppendOutcome answerTakenBy(Append segment, @Nullable SegmentName taken) {
    return segment.stored().hasBytesOf(taken)
        ? new Accepted(IngestResult.UNCHANGED)
        : new Rejected(
            Reason.SEQUENCE_TAKEN,
            "sequence " + segment.sequence() + " is taken by a segment with other bytes");
  }

  private AppendOutcome answerTaken(Append segment, Run current) {
    Optional<ListedSegment> listed = window.find(current.ordinal(), segment.sequence());
    if (listed.isEmpty() || listed.get().isGap()) {
      return new Rejected(
          Reason.SLOT_CLOSED,
          "the playlist has gone on without sequence "
              + segment.sequence()
              + ", the next one is "
              + current.next());
    }
    return answerTakenBy(segment, listed.get().name());
  }
}
