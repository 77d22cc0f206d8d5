package dev.chalkstream.hls;

import java.time.Duration;

/**
 * The upper bound of the durations in a media playlist, in whole seconds: each segment's duration,
 * rounded to the nearest second, is at most this (section 4.4.3.1). Immutable.
 *
 * @param seconds the bound, 1 or more
 */
public record TargetDuration(int seconds) implements Comparable<TargetDuration> {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /**
   * Makes a target duration.
   *
   * @param seconds the bound, 1 or more
   * @throws IllegalArgumentException if it is less than one second
   */
  public TargetDuration {
    if (seconds < 1) {
      throw new IllegalArgumentException("a target duration is 1 second or more, not " + seconds);
    }
  }

  /**
   * Makes a target duration.
   *
   * @param seconds the bound, 1 or more
   * @return the target duration
   * @throws IllegalArgumentException if it is less than one second
   */
  public static TargetDuration ofSeconds(int seconds) {
    return new TargetDuration(seconds);
  }

  /**
   * The target duration for a stream whose segments are like this one: its duration, rounded up.
   *
   * @param segment a segment's duration, not negative
   * @return the target duration
   */
  public static TargetDuration roundUp(Duration segment) {
    long seconds = segment.toNanosPart() == 0 ? segment.toSeconds() : segment.toSeconds() + 1;
    return new TargetDuration(Math.max(1, Math.toIntExact(seconds)));
  }

  /**
   * The smallest target duration that admits a segment: its duration, rounded to the nearest
   * second.
   *
   * @param segment a segment's duration, not negative
   * @return the target duration
   */
  public static TargetDuration round(Duration segment) {
    long seconds = segment.plusNanos(NANOS_PER_SECOND / 2).toSeconds();
    return new TargetDuration(Math.max(1, Math.toIntExact(seconds)));
  }

  /**
   * Whether a segment may stand in a playlist with this target duration.
   *
   * @param segment the segment's duration
   * @return true if it rounds to this or less
   */
  public boolean admits(Duration segment) {
    return segment.plusNanos(NANOS_PER_SECOND / 2).toSeconds() <= seconds;
  }

  /**
   * This as a duration.
   *
   * @return the bound
   */
  public Duration toDuration() {
    return Duration.ofSeconds(seconds);
  }

  @Override
  public int compareTo(TargetDuration other) {
    return Integer.compare(seconds, other.seconds);
  }
}
