package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a decoder of H.264 has to know, {@code avcC} (ISO/IEC 14496-15, section 5.3.3).
 *
 * @param profile its number
 * @param compatibility the byte of constraints between profile and level
 * @param level ten times its number
 * @param lengthSize how many bytes the length of a unit has in the samples: 1, 2 or 4
 * @param sequenceSets the sequence parameter sets
 * @param pictureSets the picture parameter sets
 * @param extension what the higher profiles add, or nothing
 */
public record AvcConfiguration(
    int profile,
    int compatibility,
    int level,
    int lengthSize,
    List<Bytes> sequenceSets,
    List<Bytes> pictureSets,
    Bytes extension)
    implements Box {

  /** Its type. */
  public static final String TYPE = "avcC";

  private static final int VERSION = 1;
  private static final int FIELDS = 7;

  /** Copies the lists. */
  public AvcConfiguration {
    sequenceSets = List.copyOf(sequenceSets);
    pictureSets = List.copyOf(pictureSets);
  }

  /** Reads one; one of another version is kept as it is. */
  public static Box decode(BoxReader in) {
    if (in.uint8() != VERSION) {
      return in.opaque();
    }
    int profile = in.uint8();
    int compatibility = in.uint8();
    int level = in.uint8();
    in.skip(6);
    int lengthSize = in.bits(2) + 1;
    in.skip(3);
    List<Bytes> sequenceSets = units(in.bits(5), in);
    List<Bytes> pictureSets = units(in.uint8(), in);
    return new AvcConfiguration(
        profile, compatibility, level, lengthSize, sequenceSets, pictureSets, in.rest());
  }

  /** Reads units with a length of 16 bits each. */
  static List<Bytes> units(int count, BoxReader in) {
    List<Bytes> units = new ArrayList<>();
    for (int i = 0; i < count && !in.hasFailed(); i++) {
      units.add(in.bytes(in.uint16()));
    }
    return units;
  }

  static long size(List<Bytes> units) {
    return units.stream().mapToLong(unit -> Short.BYTES + (long) unit.length()).sum();
  }

  static void encode(List<Bytes> units, BoxWriter out) {
    for (Bytes unit : units) {
      out.uint16(unit.length());
      out.bytes(unit);
    }
  }

  /** What follows the type of the sample entry in its string (RFC 6381, section 3.3). */
  String codec() {
    return String.format(Locale.ROOT, ".%02x%02x%02x", profile, compatibility, level);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return HEADER + FIELDS + size(sequenceSets) + size(pictureSets) + extension.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.uint8(VERSION);
    out.uint8(profile);
    out.uint8(compatibility);
    out.uint8(level);
    out.bits(6, 0x3f);
    out.bits(2, lengthSize - 1L);
    out.bits(3, 7);
    out.bits(5, sequenceSets.size());
    encode(sequenceSets, out);
    out.uint8(pictureSets.size());
    encode(pictureSets, out);
    out.bytes(extension);
  }
}
