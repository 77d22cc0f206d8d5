package dev.chalkstream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private String path;
  private Instant begunAt;
  private Instant saidAt;
  private long end;
  private int length;
  private boolean opened;
  private boolean endless;

  FollowedPlaylist(Pushes pushes, Broadcast broadcast) {
    this.broadcast = broadcast;
    this.window = broadcast.window();
    this.sequencer = broadcast.sequencer();
    this.now = broadcast.now();
    this.names = new PushedNames(broadcast.expected(), pushes.known());
    this.path = pushes.playlist();
    this.begunAt = pushes.begunAt();
    this.saidAt = pushes.saidAt();
    this.end = pushes.end();
    this.length = pushes.length();
    this.opened = pushes.opened();
    this.endless = pushes.endless();
  }

  /** What is kept of it, beside what is not its own. */
  Pushes toPushes(PushedSegments stored, Candidates candidates, RefusedNames refused) {
    tidy();
    return new Pushes(
        run(),
        path,
        begunAt,
        saidAt,
        end,
        stored.toList(),
        names.expected().toList(),
        names.known(),
        candidates.toList(),
        candidates.latestAt(),
        refused.toSet(),
        length,
        opened,
        endless);
  }

  /** What the encoder calls it; empty before there is one. */
  String path() {
    return path;
  }

  /** What it has named. */
  PushedNames names() {
    return names;
  }

  /** What tells until when it is waited for. */
  PushDeadlines.Followed waitedFor() {
    Run current = sequencer.run();
    return new PushDeadlines.Followed(
        isRunning(), path, saidAt, end, opened, current == null ? 0 : current.next());
  }

  /** The ordinal of the run that it numbers, or {@link Pushes#NO_RUN}. */
  private int run() {
    return names.expected().run();
  }

  /** Whether there is a playlist, followed or not any more. */
  boolean hasRun() {
    return run() != Pushes.NO_RUN;
  }

  /** Whether the stream is in the run that the playlist numbers. */
  boolean isRunning() {
    Run current = sequencer.run();
    return current != null && current.ordinal() == run();
  }

  Run currentRun() {
    Run current = sequencer.run();
    if (current == null) {
      throw new IllegalStateException("the stream has no run");
    }
    return current;
  }

  void forget() {
    path = "";
    begunAt = Instant.EPOCH;
    saidAt = Instant.EPOCH;
    end = Pushes.NO_END;
    length = 0;
    opened = false;
    endless = false;
    names.begin(Pushes.NO_RUN);
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
            && stored.of(said).stream()
                .findFirst()
                .filter(segment -> sequencer.isContinuedBy(segment.media()))
                .isPresent();
    broadcast.beginRun(first);
    if (goesOn) {
      // It numbers anew, and is not started anew.
      sequencer.begin(currentRun().withoutDiscontinuity());
    }
    forget();
    names.begin(currentRun().ordinal());
    path = said.path();
    begunAt = stored.firstArrival(said).orElse(now);
    saidAt = now;
    said.targetDuration().ifPresent(window::proposeTargetDuration);
  }

  /** Whether the encoder was started again, by its newest playlist. */
  boolean isBegunAgainBy(PushedPlaylist said, PushedSegments stored) {
    return leap(said, stored) == Leap.Verdict.RESTARTED
        || new Restart(run(), begunAt, currentRun().next(), length, names, stored, window)
            .isToldBy(said);
  }

  /** What a playlist that begins beyond all that is known shows. */
  Leap.Verdict leap(PushedPlaylist said, PushedSegments stored) {
    return new Leap(firstUnknown(), length, names, stored, sequencer).of(said);
  }

  /** The number behind all that has been named or has come. */
  private long firstUnknown() {
    long first = Math.max(currentRun().next(), names.expected().end());
    for (WaitingSegment segment : sequencer.waiting()) {
      first = Math.max(first, segment.sequence() + 1);
    }
    return first;
  }

  /** Begins earlier if the playlist came late of a run of which nothing is listed yet. */
  void beginEarlier(PushedPlaylist said) {
    Run current = currentRun();
    if (!current.hasListed() && said.firstSequence() < current.next()) {
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
    boolean endsHere = said.lastSequence() == currentRun().next() - 1 && said.ended() && !endless;
    return (isOver(said) && !endsHere) || names.areOthersIn(said);
  }

  /** Takes note of date ranges that come after their segments; returns whether there are any. */
  boolean takesLateTagsOf(PushedPlaylist said) {
    return !names.areOthersIn(said)
        && new LateTags(run(), names, window, broadcast.remarks()).take(said);
  }

  /** Takes note of what is new in a playlist; returns whether anything is. */
  boolean follow(PushedPlaylist said, PushedSegments stored) {
    long before = end;
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
    if (before != Pushes.NO_END && said.lastSequence() >= before && !endless) {
      endless = true;
      broadcast
          .remarks()
          .add(
              Remarks.Kind.ENDLESS,
              "the encoder goes on after the end of its playlist '"
                  + path
                  + "'; its EXT-X-ENDLIST is not believed any more, and the stream is complete after"
                  + " the completion timeout");
    }
    news |= setEnd(said);
    if (news) {
      length = said.entries().size();
      saidAt = now;
      broadcast.noteChange();
      settle();
    }
    return news;
  }

  private boolean setEnd(PushedPlaylist said) {
    long before = end;
    opened |= !said.ended() || said.entries().size() > 1;
    if (said.ended() && !endless) {
      end = said.lastSequence() + 1;
    } else if (said.lastSequence() >= end) {
      end = Pushes.NO_END;
    }
    return end != before;
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
            segment.name(),
            said.sequence(),
            segment.bytes(),
            duration,
            segment.arrivedAt(),
            segment.media(),
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
        ? new Repetition(run(), now, names, sequencer, window).answer(segment)
        : Optional.empty();
  }

  /** The entry that waits for a segment, or null. */
  @Nullable PushedEntry awaited(PushedSegment segment) {
    return names.expected().find(segment.path()).orElse(null);
  }
}
