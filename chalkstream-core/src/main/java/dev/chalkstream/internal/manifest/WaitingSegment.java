package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A segment of the current run that is stored but not listed, because an earlier one is missing.
 *
 * @param name the stored segment
 * @param sequence its number within the run
 * @param bytes its size
 * @param duration how long it is said to play, in whole microseconds, as far as that is believed
 * @param arrivedAt when it came, in manifest time
 * @param media what is inside
 * @param discontinuity whether its broadcaster says that a discontinuity stands before it
 * @param start the wall-clock time of its first sample, if its broadcaster says it
 * @param tags what its broadcaster marks before it
 */
public record WaitingSegment(
    SegmentName name,
    long sequence,
    long bytes,
    Duration duration,
    Instant arrivedAt,
    MediaInfo media,
    boolean discontinuity,
    @Nullable Instant start,
    PushedTags tags) {

  /** A segment of which the broadcaster says nothing more. */
  public WaitingSegment(
      SegmentName name,
      long sequence,
      long bytes,
      Duration duration,
      Instant arrivedAt,
      MediaInfo media) {
    this(name, sequence, bytes, duration, arrivedAt, media, false, null, PushedTags.NONE);
  }

  public WaitingSegment tagged(PushedTags others) {
    return new WaitingSegment(
        name, sequence, bytes, duration, arrivedAt, media, discontinuity, start, others);
  }

  /** When it began that plays for so long: as is said, or so that it has arrived when it did. */
  public Instant begun(Duration listed) {
    return start == null ? arrivedAt.minus(listed) : start;
  }
}
