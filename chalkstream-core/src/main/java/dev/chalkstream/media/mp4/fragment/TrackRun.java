package dev.chalkstream.media.mp4.fragment;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.util.List;
import java.util.Objects;

/**
 * Samples of a track that follow each other, {@code trun} (ISO/IEC 14496-12, section 8.8.8). The
 * flags say which of the fields there are; the others are 0.
 *
 * @param version 1 if composition offsets may be negative, else 0
 * @param flags which fields there are
 * @param count how many samples there are
 * @param dataOffset where the first of them begins, in bytes from the base of the fragment
 * @param firstSampleFlags the flags of the first sample
 * @param samples a table with what the flags announce for each sample
 */
public record TrackRun(
    int version, int flags, int count, int dataOffset, int firstSampleFlags, Bytes samples)
    implements Box {

  /** Its type. */
  public static final String TYPE = "trun";

  /** There is a data offset. */
  public static final int HAS_DATA_OFFSET = 0x1;

  /** The first sample has flags of its own. */
  public static final int HAS_FIRST_SAMPLE_FLAGS = 0x4;

  /** Each sample has a duration. */
  public static final int HAS_DURATIONS = 0x100;

  /** Each sample has a size. */
  public static final int HAS_SIZES = 0x200;

  /** Each sample has flags. */
  public static final int HAS_SAMPLE_FLAGS = 0x400;

  /** Each sample has an offset from the time of decoding to that of showing it. */
  public static final int HAS_COMPOSITION_OFFSETS = 0x800;

  static final int NEWEST = 1;

  private static final int FOR_EACH =
      HAS_DURATIONS | HAS_SIZES | HAS_SAMPLE_FLAGS | HAS_COMPOSITION_OFFSETS;

  /**
   * A sample.
   *
   * @param duration in the timescale of the track
   * @param size in bytes
   * @param flags as {@link SampleFlags} has them
   * @param compositionOffset from the time of decoding to that of showing it
   */
  public record Sample(long duration, long size, int flags, int compositionOffset) {}

  /** A run that says all of its samples. */
  public static TrackRun of(int dataOffset, List<Sample> samples) {
    var table = new BoxWriter(entrySize(FOR_EACH) * samples.size());
    for (Sample sample : samples) {
      table.uint32(sample.duration());
      table.uint32(sample.size());
      table.int32(sample.flags());
      table.int32(sample.compositionOffset());
    }
    int flags = HAS_DATA_OFFSET | FOR_EACH;
    return new TrackRun(1, flags, samples.size(), dataOffset, 0, Bytes.of(table.toBytes()));
  }

  /** Reads one. */
  public static TrackRun decode(BoxReader in) {
    int version = in.uint8();
    int flags = in.uint24();
    long said = in.uint32();
    int dataOffset = (flags & HAS_DATA_OFFSET) == 0 ? 0 : in.int32();
    int first = (flags & HAS_FIRST_SAMPLE_FLAGS) == 0 ? 0 : in.int32();
    int entry = entrySize(flags);
    if (entry == 0) {
      return new TrackRun(version, flags, in.samples(said), dataOffset, first, Bytes.EMPTY);
    }
    Bytes table = in.table(said, entry);
    return new TrackRun(version, flags, table.length() / entry, dataOffset, first, table);
  }

  private static int entrySize(int flags) {
    return Integer.BYTES * Integer.bitCount(flags & FOR_EACH);
  }

  /** The same samples elsewhere. */
  public TrackRun withDataOffset(int offset) {
    return new TrackRun(version, flags | HAS_DATA_OFFSET, count, offset, firstSampleFlags, samples);
  }

  /** Whether a flag is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The duration of a sample, in the timescale of the track, or a default if it has none here. */
  public long duration(int index, long orElse) {
    return has(HAS_DURATIONS) ? Integer.toUnsignedLong(field(index, HAS_DURATIONS)) : orElse;
  }

  /** The size of a sample in bytes, or a default if it has none here. */
  public long size(int index, long orElse) {
    return has(HAS_SIZES) ? Integer.toUnsignedLong(field(index, HAS_SIZES)) : orElse;
  }

  /** The flags of a sample, or a default if it has none here. */
  public int sampleFlags(int index, int orElse) {
    if (index == 0 && has(HAS_FIRST_SAMPLE_FLAGS)) {
      return firstSampleFlags;
    }
    return has(HAS_SAMPLE_FLAGS) ? field(index, HAS_SAMPLE_FLAGS) : orElse;
  }

  /** How long after it is decoded a sample is shown, in the timescale of the track. */
  public long compositionOffset(int index) {
    if (!has(HAS_COMPOSITION_OFFSETS)) {
      return 0;
    }
    int offset = field(index, HAS_COMPOSITION_OFFSETS);
    return version == 0 ? Integer.toUnsignedLong(offset) : offset;
  }

  private int field(int index, int flag) {
    int before = entrySize(flags & (flag - 1));
    return samples.int32(entrySize(flags) * Objects.checkIndex(index, count) + before);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    int numbers = Integer.bitCount(flags & (HAS_DATA_OFFSET | HAS_FIRST_SAMPLE_FLAGS));
    return FULL_HEADER + Integer.BYTES + (long) Integer.BYTES * numbers + samples.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, version, flags);
    out.uint32(count);
    if (has(HAS_DATA_OFFSET)) {
      out.int32(dataOffset);
    }
    if (has(HAS_FIRST_SAMPLE_FLAGS)) {
      out.int32(firstSampleFlags);
    }
    out.bytes(samples, Math.multiplyExact(entrySize(flags), count));
  }
}
