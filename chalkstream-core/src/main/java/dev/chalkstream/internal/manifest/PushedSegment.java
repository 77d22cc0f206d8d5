package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.media.MediaInfo;
import java.time.Instant;

/**
 * A segment that an encoder has pushed and no playlist of its has named yet.
 *
 * @param path what the encoder calls it
 * @param name the stored segment
 * @param bytes its size
 * @param arrivedAt when it came, in manifest time
 * @param media what is inside
 */
public record PushedSegment(
    String path, SegmentName name, long bytes, Instant arrivedAt, MediaInfo media) {

  public PushedSegment withName(SegmentName other) {
    return new PushedSegment(path, other, bytes, arrivedAt, media);
  }

  public PushedSegment arrived(Instant now) {
    return new PushedSegment(path, name, bytes, now, media);
  }

  public boolean hasBytesOf(PushedSegment other) {
    return name.digest().equals(other.name.digest());
  }
}
