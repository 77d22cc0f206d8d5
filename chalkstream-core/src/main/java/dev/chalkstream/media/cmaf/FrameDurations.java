package dev.chalkstream.media.cmaf;

import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.TrackTiming.Frames;
import java.util.Map;
import java.util.TreeMap;

/** Counts how long the frames of a track last. */
final class FrameDurations {

  /** So many durations are told apart; only nonsense has more, and must not fill the memory. */
  private static final int MAX_DURATIONS = 1 << 10;

  /** Durations that were rounded to milliseconds differ by no more than this. */
  private static final long ROUNDINGS_PER_SECOND = 500;

  private final TrackClock clock;
  private final TreeMap<Long, Long> counts = new TreeMap<>();
  private long shortest = Long.MAX_VALUE;
  private long longest;
  private long total;
  private long count;

  /** The last frames, which have the same duration. */
  private long same;

  private long sameCount;

  FrameDurations(TrackClock clock) {
    this.clock = clock;
  }

  void add(long ticks) {
    if (ticks != same) {
      endSame();
      same = ticks;
    }
    sameCount++;
    total += ticks;
    count++;
    shortest = Math.min(shortest, ticks);
    longest = Math.max(longest, ticks);
  }

  private void endSame() {
    if (counts.size() < MAX_DURATIONS || counts.containsKey(same)) {
      counts.merge(same, sameCount, Long::sum);
    }
    sameCount = 0;
  }

  /** How much longer than it says a frame may last: as long as another, or what rounding does. */
  long mostOff() {
    return Math.max(longest, rounding());
  }

  private long rounding() {
    return Math.max(1, clock.timescale() / ROUNDINGS_PER_SECOND);
  }

  /** Of at least one frame. */
  Frames frames() {
    endSame();
    long usual = longest - shortest <= rounding() ? (total + count / 2) / count : median();
    return new Frames(usual, shortest, longest);
  }

  private long median() {
    long known = counts.values().stream().mapToLong(Long::longValue).sum();
    long seen = 0;
    for (Map.Entry<Long, Long> each : counts.entrySet()) {
      seen += each.getValue();
      if (seen > known / 2) {
        return each.getKey();
      }
    }
    return longest;
  }
}
