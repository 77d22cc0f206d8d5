package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * The shape of pixels, {@code pasp} (ISO/IEC 14496-12, section 12.1.4).
 *
 * @param horizontal how wide a pixel is, in relation to how high
 * @param vertical how high it is
 */
public record PixelAspectRatio(long horizontal, long vertical) implements Box {

  /** Its type. */
  public static final String TYPE = "pasp";

  /** Reads one. */
  public static PixelAspectRatio decode(BoxReader in) {
    return new PixelAspectRatio(in.uint32(), in.uint32());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return HEADER + 2 * Integer.BYTES;
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.uint32(horizontal);
    out.uint32(vertical);
  }
}
