package dev.chalkstream.media.mp4.fragment;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * The number of a fragment, {@code mfhd} (ISO/IEC 14496-12, section 8.8.5).
 *
 * @param sequenceNumber which increases from fragment to fragment
 */
public record MovieFragmentHeader(long sequenceNumber) implements Box {

  /** Its type. */
  public static final String TYPE = "mfhd";

  static final int NEWEST = 0;

  /** Reads one. */
  public static MovieFragmentHeader decode(BoxReader in) {
    in.bytes(Integer.BYTES);
    return new MovieFragmentHeader(in.uint32());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + Integer.BYTES;
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, 0);
    out.uint32(sequenceNumber);
  }
}
