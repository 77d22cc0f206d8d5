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
 * @param map what the encoder calls its initialization section, {@link PushPath#NONE} where no
 *     upload can be called so, or null for a segment that needs none
 */
public record PushedEntry(
    long sequence,
    String path,
    Duration duration,
    boolean discontinuity,
    boolean gap,
    @Nullable Instant start,
    PushedTags tags,
    @Nullable String map) {

  /** An entry without marks, of a segment that needs no initialization section. */
  public PushedEntry(
      long sequence,
      String path,
      Duration duration,
      boolean discontinuity,
      boolean gap,
      @Nullable Instant start) {
    this(sequence, path, duration, discontinuity, gap, start, PushedTags.NONE, null);
  }

  /** How long it is said to play, if that makes sense. */
  public Optional<Duration> saidDuration() {
    return duration.equals(SegmentDurations.UNKNOWN) ? Optional.empty() : Optional.of(duration);
  }

  /** How many bytes its names take up where they are kept. */
  public int nameBytes() {
    return PushPath.bytes(path) + (map == null ? 0 : PushPath.bytes(map));
  }

  public PushedEntry numbered(long number) {
    return new PushedEntry(number, path, duration, discontinuity, gap, start, tags, map);
  }

  public PushedEntry tagged(PushedTags others) {
    return new PushedEntry(sequence, path, duration, discontinuity, gap, start, others, map);
  }

  public PushedEntry brokenOff() {
    return new PushedEntry(sequence, path, duration, true, gap, start, tags, map);
  }
}
