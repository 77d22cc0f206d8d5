package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * Where sound comes from, {@code smhd} (ISO/IEC 14496-12, section 12.2.2).
 *
 * @param balance from -256, left, to 256, right
 */
public record SoundMediaHeader(int balance) implements Box {

  /** Its type. */
  public static final String TYPE = "smhd";

  /** Of sound that comes from the middle. */
  public static final SoundMediaHeader CENTRED = new SoundMediaHeader(0);

  static final int NEWEST = 0;

  /** Reads one. */
  public static SoundMediaHeader decode(BoxReader in) {
    in.bytes(Integer.BYTES);
    int balance = in.int16();
    in.bytes(Short.BYTES);
    return new SoundMediaHeader(balance);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + 2 * Short.BYTES;
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, 0);
    out.int16(balance);
    out.zeros(Short.BYTES);
  }
}
