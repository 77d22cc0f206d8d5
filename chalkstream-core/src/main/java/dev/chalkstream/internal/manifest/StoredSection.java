package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;

/**
 * An initialization section that listed segments need, or others that are to be listed. Immutable.
 *
 * @param name the stored section
 * @param last the media sequence number of the last listed segment that needs it, or {@link
 *     #UNLISTED}
 */
public record StoredSection(SegmentName name, long last) {

  /** No listed segment needs it. */
  public static final long UNLISTED = -1;

  /**
   * So many are kept account of; those beyond are collected by the scan once nothing lists them.
   */
  public static final int MOST = 64;

  /** About how many bytes of memory one takes up. */
  static final int HELD_BYTES = 112;
}
