package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * How many bits samples take, {@code btrt} (ISO/IEC 14496-12, section 8.5.2.2).
 *
 * @param bufferSize bytes of the decoder's buffer
 * @param maximum bits in any one second
 * @param average bits a second
 */
public record BitRate(long bufferSize, long maximum, long average) implements Box {

  /** Its type. */
  public static final String TYPE = "btrt";

  /** Reads one. */
  public static BitRate decode(BoxReader in) {
    return new BitRate(in.uint32(), in.uint32(), in.uint32());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return HEADER + 3 * Integer.BYTES;
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.uint32(bufferSize);
    out.uint32(maximum);
    out.uint32(average);
  }
}
