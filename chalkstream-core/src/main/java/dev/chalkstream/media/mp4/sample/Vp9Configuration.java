package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.util.Locale;

/**
 * What a decoder of VP9 has to know, {@code vpcC} (VP Codec ISO Media File Format Binding).
 *
 * @param profile its number
 * @param level ten times its number
 * @param bitDepth 8, 10 or 12
 * @param chroma how colour is sampled: 0 and 1 are a quarter of the samples
 * @param colour what the numbers of pictures mean
 * @param data nothing, as far as is specified
 */
public record Vp9Configuration(
    int profile, int level, int bitDepth, int chroma, Colour colour, Bytes data) implements Box {

  /** Its type. */
  public static final String TYPE = "vpcC";

  private static final int VERSION = 1;
  private static final int FIELDS = 8;

  /** Reads one; one of another version is kept as it is. */
  public static Box decode(BoxReader in) {
    if (in.uint8() != VERSION) {
      return in.opaque();
    }
    in.uint24();
    int profile = in.uint8();
    int level = in.uint8();
    int bitDepth = in.bits(4);
    int chroma = in.bits(3);
    boolean fullRange = in.flag();
    var colour = new Colour(in.uint8(), in.uint8(), in.uint8(), fullRange);
    Bytes data = in.bytes(in.uint16());
    return new Vp9Configuration(profile, level, bitDepth, chroma, colour, data);
  }

  /**
   * What follows the type of the sample entry in its string (section "Codecs Parameter String" of
   * the same). All that is optional is left out if the usual is what is said; where a quarter of
   * the samples lie counts as usual, since writers that do not know it say so.
   */
  String codec() {
    String codec = String.format(Locale.ROOT, ".%02d.%02d.%02d", profile, level, bitDepth);
    if (chroma <= 1 && colour.isUsual()) {
      return codec;
    }
    String range = colour.fullRange() ? "01" : "00";
    return String.format(Locale.ROOT, "%s.%02d.%s.%s", codec, chroma, colour.text(), range);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + FIELDS + (long) data.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, VERSION, 0);
    out.uint8(profile);
    out.uint8(level);
    out.bits(4, bitDepth);
    out.bits(3, chroma);
    out.flag(colour.fullRange());
    out.uint8(colour.primaries());
    out.uint8(colour.transfer());
    out.uint8(colour.matrix());
    out.uint16(data.length());
    out.bytes(data);
  }
}
