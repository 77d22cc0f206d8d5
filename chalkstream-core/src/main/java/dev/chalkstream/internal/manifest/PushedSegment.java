package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.media.MediaInfo;
import java.time.Instant;

/**
 * A segment that an encoder has pushed and no playlist of its has named yet.
 *
 * @param path what the encoder calls it
 * @param stored the segment
 * @param arrivedAt when it came, in manifest time
 */
public record PushedSegment(String path, StoredSegment stored, Instant arrivedAt) {

  public SegmentName name() {
    return stored.name();
  }

  /** What is inside. */
  public MediaInfo media() {
    return stored.media();
  }

  public PushedSegment with(StoredSegment other) {
    return new PushedSegment(path, other, arrivedAt);
  }

  public PushedSegment arrived(Instant now) {
    return new PushedSegment(path, stored, now);
  }

  public boolean hasBytesOf(PushedSegment other) {
    return stored.hasBytesOf(other.name());
  }
}
