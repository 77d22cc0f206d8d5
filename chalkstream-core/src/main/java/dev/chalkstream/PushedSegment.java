package dev.chalkstream;

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
record PushedSegment(
    String path, SegmentName name, long bytes, Instant arrivedAt, MediaInfo media) {

  PushedSegment withName(SegmentName other) {
    return new PushedSegment(path, other, bytes, arrivedAt, media);
  }

  PushedSegment arrived(Instant now) {
    return new PushedSegment(path, name, bytes, now, media);
  }

  boolean hasBytesOf(PushedSegment other) {
    return name.digest().equals(other.name.digest());
  }
}
