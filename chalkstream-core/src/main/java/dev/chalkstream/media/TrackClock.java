package dev.chalkstream.media;

import java.time.Duration;

/**
 * What the timestamps of a track count, and when they start again at 0. Immutable.
 *
 * @param timescale ticks in a second, from 1 to {@value #MAX_TIMESCALE}
 * @param timestampBits how many bits a timestamp has: 33 as in a transport stream, where timestamps
 *     start again at 0 after 2^33 ticks, or 64 as in CMAF, where they do not: those are from 0 to
 *     2^63 - 1
 */
public record TrackClock(long timescale, int timestampBits) {

  /** The largest timescale, which has 32 bits in ISO/IEC 14496-12, section 8.4.2. */
  public static final long MAX_TIMESCALE = 0xffff_ffffL;

  private static final int BITS_OF_MPEG_TS = 33;
  private static final int BITS_OF_CMAF = 64;

  /** The clock of a transport stream: ticks of 1/90000 s in 33 bits (ISO/IEC 13818-1). */
  public static final TrackClock MPEG_TS = new TrackClock(90_000, BITS_OF_MPEG_TS);

  /** No span of time is counted beyond this, some 34 years; in ticks it is 2^62 at most. */
  private static final long MAX_SECONDS = 1L << 30;

  /** Timestamps that were rounded to milliseconds on the way are off by no more than this. */
  private static final long ROUNDINGS_PER_SECOND = 500;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /**
   * Makes a clock.
   *
   * @param timescale ticks in a second, from 1 to {@value #MAX_TIMESCALE}
   * @param timestampBits 33 or 64
   * @throws IllegalArgumentException if one of them is none of these
   */
  public TrackClock {
    if (timescale < 1 || timescale > MAX_TIMESCALE) {
      throw new IllegalArgumentException("a timescale of " + timescale);
    }
    if (timestampBits != BITS_OF_MPEG_TS && timestampBits != BITS_OF_CMAF) {
      throw new IllegalArgumentException("timestamps of " + timestampBits + " bits");
    }
  }

  /**
   * The clock of a track in CMAF, whose timestamps have 64 bits.
   *
   * @param timescale ticks in a second, from 1 to {@value #MAX_TIMESCALE}
   * @return the clock
   * @throws IllegalArgumentException if the timescale is out of that range
   */
  public static TrackClock ofCmaf(long timescale) {
    return new TrackClock(timescale, BITS_OF_CMAF);
  }

  /**
   * How long so many ticks are.
   *
   * @param ticks any number of ticks
   * @return the duration, to the nanosecond below
   */
  public Duration toDuration(long ticks) {
    long nanos = Math.floorMod(ticks, timescale) * NANOS_PER_SECOND / timescale;
    return Duration.ofSeconds(Math.floorDiv(ticks, timescale), nanos);
  }

  /** A span of time between two segments, which is not counted beyond a limit. */
  static Duration bounded(Duration span) {
    return span.getSeconds() < MAX_SECONDS ? span : Duration.ofSeconds(MAX_SECONDS);
  }

  /** To the nearest tick. */
  long toTicks(Duration duration) {
    long nanos = duration.getNano();
    return Ticks.plus(
        Ticks.times(duration.getSeconds(), timescale),
        Ticks.divide(nanos * timescale, NANOS_PER_SECOND));
  }

  /** The longest time that a track or a frame lasts, in ticks. */
  long maxTicks() {
    return MAX_SECONDS * timescale;
  }

  /** Differences up to this come from rounding, to milliseconds or to ticks. */
  long rounding() {
    return Math.max(1, timescale / ROUNDINGS_PER_SECOND);
  }

  /** The way from one timestamp to another, the shorter way round where they start again at 0. */
  long distance(long from, long to) {
    if (!startsAgain()) {
      return Ticks.minus(to, from);
    }
    long ahead = to - from & maxTimestamp();
    return ahead <= maxTimestamp() / 2 ? ahead : ahead - maxTimestamp() - 1;
  }

  /** A timestamp as it counts on from another time, which may be below 0 or beyond the largest. */
  long near(long time, long timestamp) {
    return startsAgain() ? time + distance(time, timestamp) : timestamp;
  }

  /** From a time to another, either of which may be below 0 or beyond the largest timestamp. */
  TrackTiming.Span span(long from, long to) {
    if (!startsAgain()) {
      return new TrackTiming.Span(Math.max(from, 0), Math.max(to, 0));
    }
    long first = from & maxTimestamp();
    return new TrackTiming.Span(first, first + (to - first & maxTimestamp()));
  }

  boolean admits(TrackTiming.Span span) {
    long most = startsAgain() ? span.first() + maxTimestamp() : maxTimestamp();
    long least = startsAgain() ? span.first() : 0;
    return span.first() >= 0
        && span.first() <= maxTimestamp()
        && span.end() >= least
        && span.end() <= most;
  }

  /** Whether a track or a frame may last so many ticks. */
  boolean admits(long ticks) {
    return ticks >= 0 && ticks <= maxTicks();
  }

  private boolean startsAgain() {
    return timestampBits < Long.SIZE;
  }

  private long maxTimestamp() {
    return startsAgain() ? (1L << timestampBits) - 1 : Long.MAX_VALUE;
  }
}
