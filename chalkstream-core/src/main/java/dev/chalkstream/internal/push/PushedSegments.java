package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.Backlog;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.sequence.Broadcast;
import dev.chalkstream.internal.sequence.Deadlines;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder has pushed and no playlist has named yet, while it is changed. Not safe for use
 * by many threads.
 */
public final class PushedSegments {

  /**
   * For so long a segment is kept that no playlist names, and for as long as the retention while
   * others come: an encoder may push its playlist at the very end.
   */
  static final Duration KEPT = Deadlines.PUSHES_KEPT;

  private final Map<String, PushedSegment> segments = new LinkedHashMap<>();
  private final Duration retention;

  /** The names of the segments, or null where none was looked for yet that is not the same. */
  private @Nullable NameEnds ends;

  /**
   * Begins to change what is stored.
   *
   * @param retention how long the stream keeps what is listed, zero for ever
   */
  public PushedSegments(Collection<PushedSegment> segments, Duration retention) {
    this.retention = retention;
    segments.forEach(this::add);
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  List<PushedSegment> toList() {
    return List.copyOf(segments.values());
  }

  /** What the encoder calls by a name, or null. */
  @Nullable PushedSegment get(String path) {
    return segments.get(path);
  }

  /** What a playlist means by a name, or null. */
  @Nullable PushedSegment find(String path) {
    PushedSegment exact = segments.get(path);
    if (exact != null || segments.isEmpty()) {
      return exact;
    }
    String other = ends().first(path);
    return other == null ? null : segments.get(other);
  }

  /** There may be as many names to look for as there are segments. */
  private NameEnds ends() {
    NameEnds present = ends;
    if (present == null) {
      present = new NameEnds();
      segments.keySet().forEach(present::add);
      ends = present;
    }
    return present;
  }

  /** What has come of what a playlist names. */
  List<PushedSegment> of(PushedPlaylist said) {
    return said.entries().stream()
        .filter(entry -> !entry.gap())
        .map(entry -> find(entry.path()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** When the first came of what a playlist names. */
  Optional<Instant> firstArrival(PushedPlaylist said) {
    return of(said).stream().map(PushedSegment::arrivedAt).min(Instant::compareTo);
  }

  /** Adds a segment behind the others. */
  void add(PushedSegment segment) {
    remove(segment);
    segments.put(segment.path(), segment);
    if (ends != null) {
      ends.add(segment.path());
    }
  }

  void remove(PushedSegment segment) {
    segments.remove(segment.path());
    if (ends != null) {
      ends.remove(segment.path());
    }
  }

  /** Whether there is room for another if all of these give way but some. */
  boolean canAdmit(PushedSegment segment, Predicate<PushedSegment> stays, Broadcast broadcast) {
    return segments.values().stream()
        .filter(stays)
        .map(Backlog::of)
        .reduce(broadcast.sequencer().backlog(), Backlog::plus)
        .admits(Backlog.of(segment), broadcast.policy());
  }

  /**
   * Whether there is room for another, beside what waits for an earlier segment.
   *
   * @param former the one whose place it takes, or null
   */
  boolean admits(PushedSegment segment, @Nullable PushedSegment former, Broadcast broadcast) {
    Backlog present =
        segments.values().stream()
            .map(Backlog::of)
            .reduce(broadcast.sequencer().backlog(), Backlog::plus);
    Backlog others = former == null ? present : present.minus(Backlog.of(former));
    return others.admits(Backlog.of(segment), broadcast.policy());
  }

  /** The one that has waited for longest, but for some. */
  Optional<PushedSegment> oldestBut(Predicate<PushedSegment> stays) {
    return segments.values().stream().filter(stays.negate()).findFirst();
  }

  /** Those that have waited for too long. */
  List<PushedSegment> over(Instant now) {
    Instant last = lastArrival();
    return segments.values().stream().filter(segment -> !now.isBefore(due(segment, last))).toList();
  }

  /** When the first will have waited for too long, or {@link Instant#MAX}. */
  Instant due() {
    Instant last = lastArrival();
    return segments.values().stream()
        .map(segment -> due(segment, last))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  private Instant due(PushedSegment segment, Instant last) {
    Instant silent = last.plus(KEPT);
    if (retention.isZero()) {
      return silent;
    }
    Duration kept = retention.compareTo(KEPT) < 0 ? KEPT : retention;
    Instant old = segment.arrivedAt().plus(kept);
    return old.isBefore(silent) ? old : silent;
  }

  private Instant lastArrival() {
    return segments.values().stream()
        .map(PushedSegment::arrivedAt)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
