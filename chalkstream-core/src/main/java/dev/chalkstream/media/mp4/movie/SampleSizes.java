package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;

/**
 * The sizes of the samples that are not in fragments, {@code stsz} (ISO/IEC 14496-12, section
 * 8.7.3.2). In CMAF there are none.
 *
 * @param sampleSize the size of each, or 0 if the table says it
 * @param count how many samples there are
 * @param sizes the table, of four bytes each; empty if all have the same size
 */
public record SampleSizes(long sampleSize, long count, Bytes sizes) implements Box {

  /** Its type. */
  public static final String TYPE = "stsz";

  /** Of no samples. */
  public static final SampleSizes NONE = new SampleSizes(0, 0, Bytes.EMPTY);

  static final int NEWEST = 0;

  /** Reads one. */
  public static SampleSizes decode(BoxReader in) {
    in.bytes(Integer.BYTES);
    long sampleSize = in.uint32();
    long count = in.uint32();
    Bytes sizes = in.table(sampleSize == 0 ? count : 0, Integer.BYTES);
    return new SampleSizes(sampleSize, count, sizes);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + 2 * Integer.BYTES + (long) sizes.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, 0);
    out.uint32(sampleSize);
    out.uint32(count);
    out.bytes(sizes);
  }
}
