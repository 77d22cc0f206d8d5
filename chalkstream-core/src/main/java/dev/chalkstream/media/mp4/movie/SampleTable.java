package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;

/**
 * A table of the samples that are not in fragments, in CMAF an empty one: {@code stts}, {@code
 * stsc} or {@code stco} (ISO/IEC 14496-12, sections 8.6.1.2, 8.7.4 and 8.7.5).
 *
 * @param type which of the three it is
 * @param entries its entries, of 8, 12 and 4 bytes each
 */
public record SampleTable(String type, Bytes entries) implements Box {

  /** The type of the table of durations. */
  public static final String TIMES = "stts";

  /** The type of the table of how many samples each chunk has. */
  public static final String CHUNKS = "stsc";

  /** The type of the table of where chunks are. */
  public static final String OFFSETS = "stco";

  static final int NEWEST = 0;

  /** A table without an entry. */
  public static SampleTable empty(String type) {
    return new SampleTable(type, Bytes.EMPTY);
  }

  /** Reads one. */
  public static SampleTable decode(BoxReader in) {
    in.bytes(Integer.BYTES);
    return new SampleTable(in.type(), in.table(in.uint32(), entrySize(in.type())));
  }

  private static int entrySize(String type) {
    return switch (type) {
      case TIMES -> 2 * Integer.BYTES;
      case CHUNKS -> 3 * Integer.BYTES;
      default -> Integer.BYTES;
    };
  }

  /** How many entries there are. */
  public int count() {
    return entries.length() / entrySize(type);
  }

  @Override
  public long size() {
    return FULL_HEADER + Integer.BYTES + (long) entries.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, 0);
    out.uint32(count());
    out.bytes(entries, count() * entrySize(type));
  }
}
