package dev.chalkstream.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a stored segment or initialization section is, which the end of its name tells. Sections of
 * sound alone are named as its segments are.
 */
public enum MediaFile {
  /** A segment that is an MPEG-2 transport stream. */
  MPEG_TS(".ts", "video/mp2t", Container.MPEG_TS),
  /** A segment of fragmented MP4. */
  FRAGMENTS(".m4s", "video/mp4", Container.CMAF),
  /** The initialization section of such segments. */
  INITIALIZATION(".mp4", "video/mp4", Container.CMAF),
  /** A segment of fragmented MP4 that has sound alone, or its initialization section (RFC 4337). */
  AUDIO(".m4a", "audio/mp4", Container.CMAF);

  private static final int BOX_HEADER = 8;
  private static final int MOVIE = 0x6d6f6f76;
  private static final int FRAGMENT = 0x6d6f6f66;

  private final String extension;
  private final String mediaType;
  private final Container container;

  MediaFile(String extension, String mediaType, Container container) {
    this.extension = extension;
    this.mediaType = mediaType;
    this.container = container;
  }

  /**
   * How its name ends.
   *
   * @return the file name extension, with its dot
   */
  public String extension() {
    return extension;
  }

  /**
   * As what it is sent (the {@code Content-Type} of HTTP).
   *
   * @return the media type, without parameters
   */
  public String mediaType() {
    return mediaType;
  }

  /**
   * What its samples are wrapped in.
   *
   * @return the container
   */
  public Container container() {
    return container;
  }

  /**
   * Finds what a name tells.
   *
   * @param name the name of a file
   * @return what it is, or empty if neither a segment nor an initialization section has such a name
   */
  public static Optional<MediaFile> ofName(String name) {
    return Arrays.stream(values()).filter(each -> name.endsWith(each.extension)).findFirst();
  }

  /**
   * Tells initialization sections and segments of fragmented MP4 apart, whatever their names: the
   * one has a movie box, and the other a fragment before any. They may be refused all the same.
   *
   * @param body from the buffer's position to its limit; the position is not moved
   * @return {@link #INITIALIZATION} or {@link #FRAGMENTS}, or empty if it is neither
   */
  public static Optional<MediaFile> ofBoxes(ByteBuffer body) {
    ByteBuffer rest = body.slice();
    while (rest.remaining() >= BOX_HEADER) {
      int type = rest.getInt(rest.position() + Integer.BYTES);
      if (type == MOVIE || type == FRAGMENT) {
        return Optional.of(type == MOVIE ? INITIALIZATION : FRAGMENTS);
      }
      long size = Integer.toUnsignedLong(rest.getInt(rest.position()));
      if (size < BOX_HEADER || size > rest.remaining()) {
        return Optional.empty();
      }
      rest.position(rest.position() + (int) size);
    }
    return Optional.empty();
  }

  /**
   * Whether bytes are meant as an {@linkplain #ofBoxes initialization section}.
   *
   * @param body from the buffer's position to its limit; the position is not moved
   * @return true if so
   */
  public static boolean isInitialization(ByteBuffer body) {
    return ofBoxes(body).filter(INITIALIZATION::equals).isPresent();
  }
}
