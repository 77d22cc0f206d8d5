package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.media.MediaInfo;
import org.jspecify.annotations.Nullable;

/**
 * A segment as it lies in the store. Immutable.
 *
 * @param name under which its bytes are stored
 * @param section under which its initialization section is stored, or null for a container that has
 *     none. A plain name stands for a section that is there to be copied, and has not been yet
 * @param bytes its size
 * @param media what is inside
 */
public record StoredSegment(
    SegmentName name, @Nullable SegmentName section, long bytes, MediaInfo media) {

  /** A segment that needs no initialization section. */
  public StoredSegment(SegmentName name, long bytes, MediaInfo media) {
    this(name, null, bytes, media);
  }

  public StoredSegment withName(SegmentName other) {
    return new StoredSegment(other, section, bytes, media);
  }

  public StoredSegment withSection(SegmentName other) {
    return new StoredSegment(name, other, bytes, media);
  }

  /** Whether its initialization section must be stored before it can be listed. */
  public boolean lacksSection() {
    return section != null && section.isPlain();
  }

  /** Whether it is stored under a name, or its initialization section is. */
  boolean names(SegmentName other) {
    return other.equals(name) || other.equals(section);
  }

  public boolean hasBytesOf(@Nullable SegmentName other) {
    return other != null && name.digest().equals(other.digest());
  }
}
