package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * What a decoder of HEVC has to know, {@code hvcC} (ISO/IEC 14496-15, section 8.3.3).
 *
 * @param profile what it must be able to do
 * @param segmentation the smallest part that can be decoded by itself, or 0
 * @param parallelism in which way it can be decoded by several processors, or 0
 * @param chromaFormat how colour is sampled
 * @param lumaDepth bits of a luma sample
 * @param chromaDepth bits of a chroma sample
 * @param averageFrameRate frames in 256 seconds, or 0 if not known
 * @param constantFrameRate whether the frame rate is constant, or 0 if not known
 * @param layers temporal layers, or 0 if not known
 * @param layersNested whether the temporal layers can be switched anywhere
 * @param lengthSize how many bytes the length of a unit has in the samples: 1, 2 or 4
 * @param arrays the parameter sets
 */
public record HevcConfiguration(
    HevcProfile profile,
    int segmentation,
    int parallelism,
    int chromaFormat,
    int lumaDepth,
    int chromaDepth,
    int averageFrameRate,
    int constantFrameRate,
    int layers,
    boolean layersNested,
    int lengthSize,
    List<Units> arrays)
    implements Box {

  /** Its type. */
  public static final String TYPE = "hvcC";

  private static final int VERSION = 1;
  private static final int FIELDS = 11;
  private static final int SMALLEST_DEPTH = 8;

  /**
   * Units of one type.
   *
   * @param complete whether there are none of the type in the samples
   * @param unitType their type
   * @param units the units
   */
  public record Units(boolean complete, int unitType, List<Bytes> units) {

    private static final int HEADER = 3;

    /** Copies the list. */
    public Units {
      units = List.copyOf(units);
    }

    private static Units decode(BoxReader in) {
      boolean complete = in.flag();
      in.skip(1);
      return new Units(complete, in.bits(6), AvcConfiguration.units(in.uint16(), in));
    }

    private long size() {
      return HEADER + AvcConfiguration.size(units);
    }

    private void encode(BoxWriter out) {
      out.flag(complete);
      out.bits(1, 0);
      out.bits(6, unitType);
      out.uint16(units.size());
      AvcConfiguration.encode(units, out);
    }
  }

  /** Copies the list. */
  public HevcConfiguration {
    arrays = List.copyOf(arrays);
  }

  /** Reads one; one of another version is kept as it is. */
  public static Box decode(BoxReader in) {
    if (in.uint8() != VERSION) {
      return in.opaque();
    }
    return new HevcConfiguration(
        HevcProfile.decode(in),
        reserved(4, in).bits(12),
        reserved(6, in).bits(2),
        reserved(6, in).bits(2),
        reserved(5, in).bits(3) + SMALLEST_DEPTH,
        reserved(5, in).bits(3) + SMALLEST_DEPTH,
        in.uint16(),
        in.bits(2),
        in.bits(3),
        in.flag(),
        in.bits(2) + 1,
        arrays(in));
  }

  private static BoxReader reserved(int bits, BoxReader in) {
    in.skip(bits);
    return in;
  }

  private static List<Units> arrays(BoxReader in) {
    int count = in.uint8();
    List<Units> arrays = new ArrayList<>();
    for (int i = 0; i < count && !in.hasFailed(); i++) {
      arrays.add(Units.decode(in));
    }
    return arrays;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return HEADER + HevcProfile.SIZE + FIELDS + arrays.stream().mapToLong(Units::size).sum();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.uint8(VERSION);
    profile.encode(out);
    out.bits(4, 0xf);
    out.bits(12, segmentation);
    out.bits(6, 0x3f);
    out.bits(2, parallelism);
    out.bits(6, 0x3f);
    out.bits(2, chromaFormat);
    out.bits(5, 0x1f);
    out.bits(3, lumaDepth - (long) SMALLEST_DEPTH);
    out.bits(5, 0x1f);
    out.bits(3, chromaDepth - (long) SMALLEST_DEPTH);
    out.uint16(averageFrameRate);
    out.bits(2, constantFrameRate);
    out.bits(3, layers);
    out.flag(layersNested);
    out.bits(2, lengthSize - 1L);
    out.uint8(arrays.size());
    arrays.forEach(array -> array.encode(out));
  }
}
