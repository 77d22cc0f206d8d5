package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedRun;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.SegmentDurations;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.Broadcast;
import dev.chalkstream.internal.sequence.PlaylistWindow;
import dev.chalkstream.internal.sequence.Remarks;
import dev.chalkstream.internal.sequence.RunSequencer;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The playlist by which a stream is pushed, and the run that it numbers: what it has named, and
 * whether it is at its end. Not safe for use by many threads.
 */
final class FollowedPlaylist {

  private final Broadcast broadcast;
  private final PlaylistWindow window;
  private final RunSequencer sequencer;
  private final Instant now;
  private final PushedNames names;
  private final PushedSections sections;
  private @Nullable PushedRun pushed;

  FollowedPlaylist(Pushes pushes, PushedSections sections, Broadcast broadcast) {
    this.broadcast = broadcast;
    this.window = broadcast.window();
    this.sequencer = broadcast.sequencer();
    this.now = broadcast.now();
    this.names = new PushedNames(broadcast.expected(), pushes.known());
    this.sections = sections;
    this.pushed = pushes.followed();
  }

  /** What is kept of it, beside what is not its own. */
  Pushes toPushes(PushedSegments stored, Candidates candidates, RefusedNames refused) {
    tidy();
    return new Pushes(
        pushed,
        stored.toList(),
        names.expected().toList(),
        names.known(),
        candidates.toList(),
        candidates.latestAt(),
        refused.toSet(),
        sections.toList());
  }

  /** What is kept of the playlist and its run, or null before there is one. */
  @Nullable PushedRun pushed() {
    return pushed;
  }

  private PushedRun current() {
    return Objects.requireNonNull(pushed, "no playlist is followed");
  }

  /** What the encoder calls it. */
  String path() {
    return current().playlist();
  }

  /** What it has named. */
  PushedNames names() {
    return names;
  }

  /** Whether there is a playlist, followed or not any more. */
  boolean hasRun() {
    return pushed != null;
  }

  /** Whether the stream is in the run that the playlist numbers. */
  boolean isRunning() {
    Run current = sequencer.run();
    return current != null && pushed != null && current.ordinal() == pushed.run();
  }

  Run currentRun() {
    Run current = sequencer.run();
    if (current == null) {
      throw new IllegalStateException("the stream has no run");
    }
    return current;
  }

  void forget() {
    pushed = null;
    names.begin(OptionalInt.empty());
  }

  /** Follows another playlist, or another run of the same. */
  void begin(PushedPlaylist said, PushedSegments stored) {
    long first =
        said.entries().stream()
            .filter(entry -> !entry.gap())
            .mapToLong(PushedEntry::sequence)
            .findFirst()
            .orElse(said.firstSequence());
    boolean goesOn =
        isRunning()
            && broadcast.isLive()
            && firstCome(said, stored)
                .filter(segment -> sequencer.isContinuedBy(segment.media()))
                .isPresent();
    broadcast.beginRun(first);
    if (goesOn) {
      // It numbers anew, and is not started anew.
      sequencer.begin(currentRun().withoutDiscontinuity());
    }
    int run = currentRun().ordinal();
    names.begin(OptionalInt.of(run));
    pushed = PushedRun.begin(run, said.path(), stored.firstArrival(said).orElse(now), now);
    said.targetDuration().ifPresent(window::proposeTargetDuration);
  }

  /** The first segment that has come, unless the one before it is missing. */
  private Optional<PushedSegment> firstCome(PushedPlaylist said, PushedSegments stored) {
    boolean missing = false;
    for (PushedEntry entry : said.entries()) {
      PushedSegment segment = entry.gap() ? null : stored.find(entry.path());
      if (segment != null) {
        return missing ? Optional.empty() : Optional.of(segment);
      }
      missing = names.findKnown(entry.path()).isEmpty();
    }
    return Optional.empty();
  }

  /** Whether the encoder was started again, by its newest playlist. */
  boolean isBegunAgainBy(PushedPlaylist said, PushedSegments stored) {
    return leap(said, stored) == Leap.Verdict.RESTARTED
        || new Restart(
                current().run(),
                current().begunAt(),
                currentRun().next(),
                current().length(),
                names,
                stored,
                window)
            .isToldBy(said);
  }

  /** What a playlist that begins beyond all that is known shows. */
  Leap.Verdict leap(PushedPlaylist said, PushedSegments stored) {
    return new Leap(firstUnknown(), current().length(), names, stored, sequencer).of(said);
  }

  /** The number behind all that has been named or has come. */
  private long firstUnknown() {
    long first = Math.max(currentRun().next(), names.expected().end());
    for (WaitingSegment segment : sequencer.waiting()) {
      first = Math.max(first, segment.sequence() + 1);
    }
    return first;
  }

  /**
   * Begins earlier if the playlist came late of a run of which nothing is listed yet. One that is
   * too old to be late is of another encoder.
   */
  void beginEarlier(PushedPlaylist said) {
    Run current = currentRun();
    boolean late = said.lastSequence() + current().length() >= current.next();
    if (late && !current.hasListed() && said.firstSequence() < current.next()) {
      sequencer.begin(current.skippedTo(said.firstSequence()));
      broadcast.noteChange();
    }
  }

  /** Whether all that a playlist names is over. */
  boolean isOver(PushedPlaylist said) {
    return said.lastSequence() < currentRun().next();
  }

  /** Whether a playlist names what the last one did, and nothing more. */
  boolean isLatest(PushedPlaylist said) {
    return !names.areOthersIn(said) && said.lastSequence() == currentRun().next() - 1;
  }

  /** Whether a playlist brings nothing that can be followed. */
  boolean isOld(PushedPlaylist said) {
    boolean endsHere =
        said.lastSequence() == currentRun().next() - 1 && said.ended() && !current().endless();
    return (isOver(said) && !endsHere) || names.areOthersIn(said);
  }

  /** Takes note of date ranges that come after their segments; returns whether there are any. */
  boolean takesLateTagsOf(PushedPlaylist said) {
    return !names.areOthersIn(said)
        && new LateTags(current().run(), names, window, broadcast.remarks()).take(said);
  }

  /** Takes note of what is new in a playlist; returns whether anything is. */
  boolean follow(PushedPlaylist said, PushedSegments stored) {
    boolean news = false;
    for (PushedEntry entry : said.entries()) {
      boolean open = entry.sequence() >= currentRun().next();
      if (open && sequencer.waiting(entry.sequence()).isEmpty()) {
        PushedSegment segment = entry.gap() ? null : stored.find(entry.path());
        if (segment != null) {
          stored.remove(segment);
          place(segment, entry);
          news = true;
        } else {
          news |= names.expected().expect(entry);
        }
      }
    }
    OptionalLong end = current().end();
    boolean beyond = end.isPresent() && said.lastSequence() >= end.getAsLong();
    if (beyond && !current().endless()) {
      pushed = current().asEndless();
      broadcast
          .remarks()
          .add(
              Remarks.Kind.ENDLESS,
              "the encoder goes on after the end of its playlist '"
                  + path()
                  + "'; its EXT-X-ENDLIST is not believed any more, and the stream is complete after"
                  + " the completion timeout");
    }
    news |= setEnd(said);
    if (news) {
      pushed = current().withNews(now, said.entries().size());
      broadcast.noteChange();
      settle();
    }
    return news;
  }

  private boolean setEnd(PushedPlaylist said) {
    OptionalLong before = current().end();
    if (!said.ended() || said.entries().size() > 1) {
      pushed = current().asOpened();
    }
    if (said.ended() && !current().endless()) {
      pushed = current().withEnd(OptionalLong.of(said.lastSequence() + 1));
    } else if (before.isPresent() && said.lastSequence() >= before.getAsLong()) {
      pushed = current().withEnd(OptionalLong.empty());
    }
    return !current().end().equals(before);
  }

  /** Takes a segment that has been named. */
  void take(PushedSegment segment, PushedEntry entry) {
    place(segment, entry);
    settle();
  }

  private void place(PushedSegment segment, PushedEntry entry) {
    PushedEntry said = names.come(entry);
    Duration duration =
        SegmentDurations.agreed(said.duration(), segment.media(), sequencer.targetDuration());
    if (!duration.equals(said.duration())) {
      remark(segment, said.duration(), duration);
    }
    broadcast.place(
        new WaitingSegment(
            sections.resolve(segment, said),
            said.sequence(),
            duration,
            segment.arrivedAt(),
            said.discontinuity(),
            said.start(),
            said.tags()));
  }

  private void remark(PushedSegment segment, Duration said, Duration taken) {
    boolean unknown = said.equals(SegmentDurations.UNKNOWN);
    String text =
        unknown
            ? "the EXTINF of the pushed segment '%s' makes no sense, and %s is taken"
            : "the pushed segment '%s' is said to play for %3$s, but its timestamps say %2$s, which"
                + " is taken";
    broadcast
        .remarks()
        .add(Remarks.Kind.DURATION, String.format(Locale.ROOT, text, segment.path(), taken, said));
  }

  /** Does what follows from a change. */
  private void settle() {
    while (isNextSaidToBeMissing()) {
      sequencer.closeGap();
    }
    tidy();
  }

  /** Whether all that the first waiting segment waits for will not come. */
  private boolean isNextSaidToBeMissing() {
    List<WaitingSegment> waiting = sequencer.waiting();
    return !waiting.isEmpty()
        && names.expected().areGaps(currentRun().next(), waiting.get(0).sequence());
  }

  /** What has been given up is not expected any more. */
  void tidy() {
    if (isRunning()) {
      names.advance(currentRun().next());
    } else {
      names.clear();
    }
  }

  /** The answer to a segment that has come before under its name, if it is not taken again. */
  Optional<AppendOutcome> answerAgain(PushedSegment segment) {
    return isRunning()
        ? new Repetition(current().run(), now, names, sequencer, window).answer(segment)
        : Optional.empty();
  }

  /** Whether it lists nothing but sound, and a segment is nothing but pictures, or the reverse. */
  boolean isOtherHalf(MediaInfo media) {
    return isRunning()
        && sequencer
            .newestMedia()
            .flatMap(Claim::onlyKind)
            .filter(kind -> Claim.isOther(kind, media))
            .isPresent();
  }

  /** The entry that waits for a segment, or null. */
  @Nullable PushedEntry awaited(PushedSegment segment) {
    return names.expected().find(segment.path()).orElse(null);
  }
}
