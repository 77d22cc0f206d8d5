package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A segment of the current run that is stored but not listed, because an earlier one is missing.
 *
 * @param stored the segment
 * @param sequence its number within the run
 * @param duration how long it is said to play, in whole microseconds, as far as that is believed
 * @param arrivedAt when it came, in manifest time
 * @param discontinuity whether its broadcaster says that a discontinuity stands before it
 * @param start the wall-clock time of its first sample, if its broadcaster says it
 * @param tags what its broadcaster marks before it
 */
public record WaitingSegment(
    StoredSegment stored,
    long sequence,
    Duration duration,
    Instant arrivedAt,
    boolean discontinuity,
    @Nullable Instant start,
    PushedTags tags) {

  /** A segment of which the broadcaster says nothing more. */
  public WaitingSegment(StoredSegment stored, long sequence, Duration duration, Instant arrivedAt) {
    this(stored, sequence, duration, arrivedAt, false, null, PushedTags.NONE);
  }

  public SegmentName name() {
    return stored.name();
  }

  /** What is inside. */
  public MediaInfo media() {
    return stored.media();
  }

  public WaitingSegment tagged(PushedTags others) {
    return new WaitingSegment(stored, sequence, duration, arrivedAt, discontinuity, start, others);
  }

  /** When it began that plays for so long: as is said, or so that it has arrived when it did. */
  public Instant begun(Duration listed) {
    return start == null ? arrivedAt.minus(listed) : start;
  }
}
