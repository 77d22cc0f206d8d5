package dev.chalkstream.internal.manifest;

import dev.chalkstream.internal.text.PushPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pushed playlist says of a segment.
 *
 * @param sequence its media sequence number
 * @param path what the encoder calls it, or {@link PushPath#NONE} where no upload can be called so:
 *     then it is one that never comes
 * @param duration how long it is said to play, in whole microseconds, or {@link
 *     SegmentDurations#UNKNOWN}
 * @param discontinuity whether a discontinuity is said to stand before it
 * @param gap whether it is said to be missing
 * @param start the wall-clock time of its first sample, if it is said
 * @param tags what is marked before it
 */
public record PushedEntry(
    long sequence,
    String path,
    Duration duration,
    boolean discontinuity,
    boolean gap,
    @Nullable Instant start,
    PushedTags tags) {

  /** An entry without marks. */
  public PushedEntry(
      long sequence,
      String path,
      Duration duration,
      boolean discontinuity,
      boolean gap,
      @Nullable Instant start) {
    this(sequence, path, duration, discontinuity, gap, start, PushedTags.NONE);
  }

  /** How long it is said to play, if that makes sense. */
  public Optional<Duration> saidDuration() {
    return duration.equals(SegmentDurations.UNKNOWN) ? Optional.empty() : Optional.of(duration);
  }

  public PushedEntry numbered(long number) {
    return new PushedEntry(number, path, duration, discontinuity, gap, start, tags);
  }

  public PushedEntry tagged(PushedTags others) {
    return new PushedEntry(sequence, path, duration, discontinuity, gap, start, others);
  }

  public PushedEntry brokenOff() {
    return new PushedEntry(sequence, path, duration, true, gap, start, tags);
  }
}
