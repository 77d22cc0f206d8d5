package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.text.PushPath;

/**
 * A track that an encoder pushes as CMAF. Immutable.
 *
 * @param track what the encoder calls it, empty if it has one only
 * @param section the plain name of its initialization section, which may have been deleted
 */
public record PushedTrack(String track, SegmentName section) {

  /** So many are kept of a stream. */
  public static final int MOST = 16;

  private static final int HELD_BYTES = 256;

  /** About how many bytes of memory this takes up. */
  long heldBytes() {
    return HELD_BYTES + PushPath.bytes(track);
  }
}
