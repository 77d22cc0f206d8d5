package dev.chalkstream.media;

import java.util.Arrays;
import java.util.Optional;

/** What the samples of media are wrapped in, which is the same for all segments of a rendition. */
public enum Container {
  /** An MPEG-2 transport stream (ISO/IEC 13818-1; section 3.1.1 of the HLS draft). */
  MPEG_TS(".ts", "video/mp2t", "MPEG transport stream");

  private final String extension;
  private final String mediaType;
  private final String title;

  Container(String extension, String mediaType, String title) {
    this.extension = extension;
    this.mediaType = mediaType;
    this.title = title;
  }

  /**
   * How the name of a segment ends.
   *
   * @return the file name extension, with its dot
   */
  public String extension() {
    return extension;
  }

  /**
   * As what a segment is sent (the {@code Content-Type} of HTTP).
   *
   * @return the media type, without parameters
   */
  public String mediaType() {
    return mediaType;
  }

  /**
   * What people call it, as in messages.
   *
   * @return a noun without an article
   */
  public String title() {
    return title;
  }

  /**
   * Finds a container by how a name ends.
   *
   * @param name the name of a file
   * @return the container, or empty if no segment has such a name
   */
  public static Optional<Container> ofName(String name) {
    return Arrays.stream(values()).filter(each -> name.endsWith(each.extension)).findFirst();
  }
}
