package dev.chalkstream.internal.sequence;

import dev.chalkstream.SegmentName;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * A segment that is to be appended to a stream: an upload without its bytes.
 *
 * @param name under which its bytes are stored
 * @param sequence its number within its run
 * @param bytes its size
 * @param duration how long it plays
 * @param media what is inside
 * @param run the broadcaster's id of its run
 * @param targetDuration the target duration that the broadcaster intends
 */
public record Append(
    SegmentName name,
    long sequence,
    long bytes,
    Duration duration,
    MediaInfo media,
    Optional<String> run,
    Optional<TargetDuration> targetDuration) {

  public Append withName(SegmentName other) {
    return new Append(other, sequence, bytes, duration, media, run, targetDuration);
  }
}
