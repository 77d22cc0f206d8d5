package dev.chalkstream.media;

/** What the samples of media are wrapped in, which is the same for all segments of a rendition. */
public enum Container {
  /** An MPEG-2 transport stream (ISO/IEC 13818-1; section 3.1.1 of the HLS draft). */
  MPEG_TS("an MPEG transport stream"),
  /**
   * Fragmented MP4 as CMAF has it (ISO/IEC 23000-19; section 3.1.2 of the HLS draft), whose
   * segments need an initialization section.
   */
  CMAF("a segment of fragmented MP4");

  private final String title;

  Container(String title) {
    this.title = title;
  }

  /**
   * What people call a segment of it, as in messages.
   *
   * @return a noun with its article
   */
  public String title() {
    return title;
  }
}
