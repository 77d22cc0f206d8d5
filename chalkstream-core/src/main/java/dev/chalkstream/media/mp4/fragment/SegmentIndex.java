package dev.chalkstream.media.mp4.fragment;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Where parts of a segment are, {@code sidx} (ISO/IEC 14496-12, section 8.16.3).
 *
 * @param version 1 if time and offset have 64 bits, else 0
 * @param referenceId the track that the times are of
 * @param timescale how many units a second has
 * @param earliestTime when the first of it is shown
 * @param firstOffset how many bytes lie between this box and the first part
 * @param references the parts, one after the other
 */
public record SegmentIndex(
    int version,
    long referenceId,
    long timescale,
    long earliestTime,
    long firstOffset,
    List<Reference> references)
    implements Box {

  /** Its type. */
  public static final String TYPE = "sidx";

  static final int NEWEST = 1;

  private static final int ENTRY = 3 * Integer.BYTES;
  private static final int SIZE_BITS = 31;

  /**
   * A part of a segment.
   *
   * @param toIndex whether it is another index, and not media
   * @param size in bytes, below 2^31
   * @param duration in the timescale of the index
   * @param accessPoint where in it decoding can begin, as the specification has it; the highest bit
   *     is set if that is where it begins
   */
  public record Reference(boolean toIndex, int size, long duration, int accessPoint) {

    private static Reference decode(BoxReader in) {
      return new Reference(in.flag(), in.bits(SIZE_BITS), in.uint32(), in.int32());
    }

    private void encode(BoxWriter out) {
      out.flag(toIndex);
      out.bits(SIZE_BITS, size);
      out.uint32(duration);
      out.int32(accessPoint);
    }
  }

  /** Copies the list. */
  public SegmentIndex {
    references = List.copyOf(references);
  }

  /** Reads one. */
  public static SegmentIndex decode(BoxReader in) {
    int version = in.uint8();
    in.uint24();
    long referenceId = in.uint32();
    long timescale = in.uint32();
    long time = in.unsigned(version);
    long offset = in.unsigned(version);
    in.bytes(Short.BYTES);
    var entries = in.within(in.table(in.uint16(), ENTRY));
    List<Reference> references = new ArrayList<>();
    while (entries.hasMore()) {
      references.add(Reference.decode(entries));
    }
    return new SegmentIndex(version, referenceId, timescale, time, offset, references);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER
        + 2 * Integer.BYTES
        + 2L * BoxWriter.wide(version)
        + 2 * Short.BYTES
        + (long) ENTRY * references.size();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, version, 0);
    out.uint32(referenceId);
    out.uint32(timescale);
    out.unsigned(version, earliestTime);
    out.unsigned(version, firstOffset);
    out.zeros(Short.BYTES);
    out.uint16(references.size());
    references.forEach(reference -> reference.encode(out));
  }
}
