package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;

/**
 * A place where samples are, {@code url } (ISO/IEC 14496-12, section 8.7.2).
 *
 * @param flags {@link #SAME_FILE}, or 0 if they are elsewhere
 * @param location the address, with the zero that ends it; empty in the same file
 */
public record DataEntryUrl(int flags, Bytes location) implements Box {

  /** Its type. */
  public static final String TYPE = "url ";

  /** The flag of samples that are in the same file. */
  public static final int SAME_FILE = 1;

  static final int NEWEST = 0;

  /** Reads one. */
  public static DataEntryUrl decode(BoxReader in) {
    in.uint8();
    return new DataEntryUrl(in.uint24(), in.rest());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + (long) location.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, flags);
    out.bytes(location);
  }
}
