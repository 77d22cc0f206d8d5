package dev.chalkstream;

import dev.chalkstream.hls.TargetDuration;
import java.time.Duration;
import java.util.Optional;

/**
 * A segment that is to be appended to a stream: an upload without its bytes.
 *
 * @param name under which its bytes are stored
 * @param sequence its number within its run
 * @param bytes its size
 * @param duration how long it plays
 * @param run the broadcaster's id of its run
 * @param targetDuration the target duration that the broadcaster intends
 */
record Append(
    SegmentName name,
    long sequence,
    long bytes,
    Duration duration,
    Optional<String> run,
    Optional<TargetDuration> targetDuration) {

  static Append of(SegmentUpload upload, SegmentName name) {
    return new Append(
        name,
        upload.sequence(),
        upload.body().remaining(),
        upload.duration(),
        upload.run(),
        upload.targetDuration());
  }
}
