package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * The header of media about which there is nothing to say: {@code nmhd} or, of subtitles, {@code
 * sthd} (ISO/IEC 14496-12, sections 8.4.5.2 and 12.6.2).
 *
 * @param type which of the two it is
 * @param flags 0, according to the specification
 */
public record PlainMediaHeader(String type, int flags) implements Box {

  /** The type for media that have no header of their own. */
  public static final String NULL = "nmhd";

  /** The type for subtitles. */
  public static final String SUBTITLE = "sthd";

  static final int NEWEST = 0;

  /** Reads one. */
  public static PlainMediaHeader decode(BoxReader in) {
    in.uint8();
    return new PlainMediaHeader(in.type(), in.uint24());
  }

  @Override
  public long size() {
    return FULL_HEADER;
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, flags);
  }
}
