package dev.chalkstream.internal.sequence;

import dev.chalkstream.SegmentName;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * A segment that is to be appended to a stream: an upload without its bytes.
 *
 * @param stored the segment
 * @param sequence its number within its run
 * @param duration how long it plays
 * @param run the broadcaster's id of its run
 * @param targetDuration the target duration that the broadcaster intends
 */
public record Append(
    StoredSegment stored,
    long sequence,
    Duration duration,
    Optional<String> run,
    Optional<TargetDuration> targetDuration) {

  public SegmentName name() {
    return stored.name();
  }

  /** What is inside. */
  public MediaInfo media() {
    return stored.media();
  }

  public Append with(StoredSegment other) {
    return new Append(other, sequence, duration, run, targetDuration);
  }
}
