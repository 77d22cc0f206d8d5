package dev.chalkstream;

import dev.chalkstream.hls.TargetDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The listed segments of a stream while they are changed: appended at the end, taken away from the
 * front, never otherwise (section 6.2.1 of the HLS draft). Not safe for use by many threads.
 */
final class PlaylistWindow {

  /** A longer row of missing segments becomes one discontinuity. */
  static final int MAX_GAPS = 16;

  /** A live playlist plays at least so many target durations (section 6.2.2). */
  private static final int MIN_TARGET_DURATIONS = 3;

  private final Duration retention;
  private final Deque<ListedSegment> listed;
  private final List<UnlistedSegment> unlisted;
  private long mediaSequence;
  private long discontinuitySequence;
  private Duration duration;
  private Duration longestPlaylist;
  private @Nullable TargetDuration targetDuration;

  private PlaylistWindow(
      Duration retention, List<ListedSegment> listed, List<UnlistedSegment> unlisted) {
    this.retention = retention;
    this.listed = new ArrayDeque<>(listed);
    this.unlisted = new ArrayList<>(unlisted);
    this.duration =
        listed.stream().map(ListedSegment::duration).reduce(Duration.ZERO, Duration::plus);
    this.longestPlaylist = duration;
  }

  static PlaylistWindow begin(Duration retention) {
    return new PlaylistWindow(retention, List.of(), List.of());
  }

  static PlaylistWindow of(Manifest manifest) {
    var window = new PlaylistWindow(manifest.retention(), manifest.listed(), manifest.unlisted());
    window.mediaSequence = manifest.mediaSequence();
    window.discontinuitySequence = manifest.discontinuitySequence();
    window.longestPlaylist = manifest.longestPlaylist();
    window.targetDuration = manifest.targetDuration();
    return window;
  }

  Duration retention() {
    return retention;
  }

  List<ListedSegment> listed() {
    return List.copyOf(listed);
  }

  List<UnlistedSegment> unlisted() {
    return List.copyOf(unlisted);
  }

  long mediaSequence() {
    return mediaSequence;
  }

  long discontinuitySequence() {
    return discontinuitySequence;
  }

  Duration longestPlaylist() {
    return longestPlaylist;
  }

  @Nullable TargetDuration targetDuration() {
    return targetDuration;
  }

  /** The target duration, or what it would be if it began with such a segment. */
  Duration targetDurationOr(Duration segment) {
    TargetDuration known = targetDuration;
    return (known == null ? TargetDuration.roundUp(segment) : known).toDuration();
  }

  /** Fixes the target duration, unless it is fixed already. */
  void proposeTargetDuration(TargetDuration proposed) {
    if (targetDuration == null) {
      targetDuration = proposed;
    }
  }

  boolean hasListed() {
    return !listed.isEmpty();
  }

  /** The entry of a run's number, unless it has left the playlist or was never in it. */
  Optional<ListedSegment> find(int run, long sequence) {
    Iterator<ListedSegment> backwards = listed.descendingIterator();
    while (backwards.hasNext()) {
      ListedSegment segment = backwards.next();
      if (segment.run() < run || (segment.run() == run && segment.sequence() < sequence)) {
        return Optional.empty();
      }
      if (segment.run() == run && segment.sequence() == sequence) {
        return Optional.of(segment);
      }
    }
    return Optional.empty();
  }

  boolean isInUse(SegmentName name) {
    return listed.stream().anyMatch(segment -> name.equals(segment.name()))
        || unlisted.stream().anyMatch(segment -> name.equals(segment.name()));
  }

  /** Lists a segment under the run's next number. */
  void list(WaitingSegment segment, Run run, Instant now) {
    add(
        new ListedSegment(
            segment.name(),
            run.ordinal(),
            segment.sequence(),
            segment.bytes(),
            segment.duration(),
            run.discontinuity(),
            startOf(segment, run.discontinuity()),
            now));
  }

  /** Lists a gap under the run's next number, as long as the target duration. */
  void listGap(Run run, Instant now) {
    ListedSegment last = listed.getLast();
    add(
        new ListedSegment(
            null,
            run.ordinal(),
            run.next(),
            0,
            targetDurationOr(last.duration()),
            run.discontinuity(),
            last.end(),
            now));
  }

  /**
   * Takes away what has been listed for longer than the retention, as far as the playlist stays
   * long enough, and notes when its bytes may go: after its own duration and that of the longest
   * playlist that can have held it (section 6.2.2).
   */
  void slide(Instant now) {
    if (retention.isZero() || targetDuration == null) {
      return;
    }
    Duration least = targetDuration.toDuration().multipliedBy(MIN_TARGET_DURATIONS);
    while (!listed.isEmpty()) {
      ListedSegment front = listed.getFirst();
      Duration rest = duration.minus(front.duration());
      if (rest.compareTo(least) < 0 || now.isBefore(front.listedAt().plus(retention))) {
        return;
      }
      listed.removeFirst();
      duration = rest;
      mediaSequence++;
      discontinuitySequence += front.discontinuity() ? 1 : 0;
      if (front.name() != null) {
        Instant deleteAt = now.plus(front.duration()).plus(longestPlaylist);
        unlisted.add(new UnlistedSegment(front.name(), deleteAt));
      }
    }
  }

  /**
   * Strikes deleted segments off the list of those that wait for it; tells whether any was on it.
   */
  boolean forget(Set<SegmentName> deleted) {
    return unlisted.removeIf(segment -> deleted.contains(segment.name()));
  }

  private void add(ListedSegment segment) {
    TargetDuration known = targetDuration;
    if (known == null) {
      targetDuration = TargetDuration.roundUp(segment.duration());
    } else if (!known.admits(segment.duration())) {
      targetDuration = TargetDuration.round(segment.duration());
    }
    listed.addLast(segment);
    duration = duration.plus(segment.duration());
    longestPlaylist = duration.compareTo(longestPlaylist) > 0 ? duration : longestPlaylist;
  }

  /**
   * Media time runs on from the segment before. At the start, and after a discontinuity, it is when
   * the segment must have begun to have arrived when it did, but never before the end of the last.
   */
  private Instant startOf(WaitingSegment segment, boolean discontinuity) {
    ListedSegment last = listed.peekLast();
    Instant begun = segment.arrivedAt().minus(segment.duration());
    if (last == null) {
      return begun;
    }
    return discontinuity && begun.isAfter(last.end()) ? begun : last.end();
  }
}
