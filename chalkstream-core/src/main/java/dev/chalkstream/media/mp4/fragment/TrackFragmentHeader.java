package dev.chalkstream.media.mp4.fragment;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * What holds for the samples of a track in a fragment, {@code tfhd} (ISO/IEC 14496-12, section
 * 8.8.7). The flags say which of the fields there are; the others are 0.
 *
 * @param flags which fields there are, and what else holds
 * @param trackId the track
 * @param baseDataOffset from where data offsets count, in bytes from the beginning of the file
 * @param descriptionIndex which of the sample descriptions, from 1
 * @param duration of a sample, in the timescale of the track
 * @param sampleSize of a sample, in bytes
 * @param sampleFlags of a sample, as {@link SampleFlags} has them
 */
public record TrackFragmentHeader(
    int flags,
    long trackId,
    long baseDataOffset,
    long descriptionIndex,
    long duration,
    long sampleSize,
    int sampleFlags)
    implements Box {

  /** Its type. */
  public static final String TYPE = "tfhd";

  /** There is a base data offset. */
  public static final int HAS_BASE_DATA_OFFSET = 0x1;

  /** There is an index of the sample description. */
  public static final int HAS_DESCRIPTION_INDEX = 0x2;

  /** There is a duration. */
  public static final int HAS_DURATION = 0x8;

  /** There is a size. */
  public static final int HAS_SAMPLE_SIZE = 0x10;

  /** There are sample flags. */
  public static final int HAS_SAMPLE_FLAGS = 0x20;

  /** There are no samples for the duration. */
  public static final int DURATION_IS_EMPTY = 0x1_0000;

  /** Data offsets count from the beginning of the fragment. */
  public static final int BASE_IS_FRAGMENT = 0x2_0000;

  static final int NEWEST = 0;

  /** Of a track whose data offsets count from the fragment, as CMAF has it. */
  public static TrackFragmentHeader of(long trackId) {
    return new TrackFragmentHeader(BASE_IS_FRAGMENT, trackId, 0, 0, 0, 0, 0);
  }

  /** Reads one. */
  public static TrackFragmentHeader decode(BoxReader in) {
    in.uint8();
    int flags = in.uint24();
    return new TrackFragmentHeader(
        flags,
        in.uint32(),
        has(flags, HAS_BASE_DATA_OFFSET) ? in.uint64() : 0,
        has(flags, HAS_DESCRIPTION_INDEX) ? in.uint32() : 0,
        has(flags, HAS_DURATION) ? in.uint32() : 0,
        has(flags, HAS_SAMPLE_SIZE) ? in.uint32() : 0,
        has(flags, HAS_SAMPLE_FLAGS) ? in.int32() : 0);
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  /** Whether a flag is set. */
  public boolean has(int flag) {
    return has(flags, flag);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    int numbers = HAS_DESCRIPTION_INDEX | HAS_DURATION | HAS_SAMPLE_SIZE | HAS_SAMPLE_FLAGS;
    return FULL_HEADER
        + Integer.BYTES
        + (has(HAS_BASE_DATA_OFFSET) ? Long.BYTES : 0)
        + (long) Integer.BYTES * Integer.bitCount(flags & numbers);
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, flags);
    out.uint32(trackId);
    if (has(HAS_BASE_DATA_OFFSET)) {
      out.int64(baseDataOffset);
    }
    if (has(HAS_DESCRIPTION_INDEX)) {
      out.uint32(descriptionIndex);
    }
    if (has(HAS_DURATION)) {
      out.uint32(duration);
    }
    if (has(HAS_SAMPLE_SIZE)) {
      out.uint32(sampleSize);
    }
    if (has(HAS_SAMPLE_FLAGS)) {
      out.int32(sampleFlags);
    }
  }
}
