package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * How pictures are laid over others, {@code vmhd} (ISO/IEC 14496-12, section 12.1.2).
 *
 * @param flags 1, according to the specification
 * @param graphicsMode 0 if they hide what is below
 * @param red a colour for other modes
 * @param green a colour for other modes
 * @param blue a colour for other modes
 */
public record VideoMediaHeader(int flags, int graphicsMode, int red, int green, int blue)
    implements Box {

  /** Its type. */
  public static final String TYPE = "vmhd";

  /** Of pictures that hide what is below. */
  public static final VideoMediaHeader COPY = new VideoMediaHeader(1, 0, 0, 0, 0);

  static final int NEWEST = 0;

  /** Reads one. */
  public static VideoMediaHeader decode(BoxReader in) {
    in.uint8();
    return new VideoMediaHeader(in.uint24(), in.uint16(), in.uint16(), in.uint16(), in.uint16());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + 4 * Short.BYTES;
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, flags);
    out.uint16(graphicsMode);
    out.uint16(red);
    out.uint16(green);
    out.uint16(blue);
  }
}
