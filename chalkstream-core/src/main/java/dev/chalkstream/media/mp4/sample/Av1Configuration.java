package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.util.Locale;
import java.util.Optional;

/**
 * What a decoder of AV1 has to know, {@code av1C} (AV1 Codec ISO Media File Format Binding, section
 * 2.3).
 *
 * @param profile its number
 * @param level its index
 * @param highTier whether more bits a second are allowed
 * @param bitDepth 8, 10 or 12
 * @param monochrome whether there is no colour
 * @param subsampledX whether there is less colour in a row
 * @param subsampledY whether there are fewer rows of colour
 * @param samplePosition where colour was sampled, or 0 if not known
 * @param presentationDelay how many frames have to be decoded before the first is shown, or 0 if
 *     not known
 * @param units the sequence header, and others that hold for all samples
 */
public record Av1Configuration(
    int profile,
    int level,
    boolean highTier,
    int bitDepth,
    boolean monochrome,
    boolean subsampledX,
    boolean subsampledY,
    int samplePosition,
    int presentationDelay,
    Bytes units)
    implements Box {

  /** Its type. */
  public static final String TYPE = "av1C";

  private static final int MARKER_AND_VERSION = 0x81;
  private static final int FIELDS = 4;
  private static final int HIGH_DEPTH = 10;
  private static final int HIGHEST_DEPTH = 12;

  /** Reads one; one of another version is kept as it is. */
  public static Box decode(BoxReader in) {
    if (in.uint8() != MARKER_AND_VERSION) {
      return in.opaque();
    }
    int profile = in.bits(3);
    int level = in.bits(5);
    boolean highTier = in.flag();
    int bitDepth = depth(in.flag(), in.flag());
    boolean monochrome = in.flag();
    boolean subsampledX = in.flag();
    boolean subsampledY = in.flag();
    int position = in.bits(2);
    in.skip(3);
    boolean delayed = in.flag();
    int delay = in.bits(4) + 1;
    return new Av1Configuration(
        profile,
        level,
        highTier,
        bitDepth,
        monochrome,
        subsampledX,
        subsampledY,
        position,
        delayed ? delay : 0,
        in.rest());
  }

  private static int depth(boolean high, boolean twelve) {
    if (!high) {
      return Byte.SIZE;
    }
    return twelve ? HIGHEST_DEPTH : HIGH_DEPTH;
  }

  /**
   * What follows the type of the sample entry in its string (section 5 of the same). All that is
   * optional is left out if the usual is what is said.
   *
   * @param said the colours that the sample entry says, for want of a sequence header
   */
  String codec(Optional<Colour> said) {
    String tier = highTier ? "H" : "M";
    String codec = String.format(Locale.ROOT, ".%d.%02d%s.%02d", profile, level, tier, bitDepth);
    Colour colour = Av1Sequence.colour(units).or(() -> said).orElse(Colour.UNKNOWN);
    String chroma = digit(subsampledX) + digit(subsampledY) + samplePosition;
    String tail = digit(monochrome) + '.' + chroma + '.';
    if (tail.equals("0.110.") && colour.isUsual()) {
      return codec;
    }
    return codec + '.' + tail + colour.text() + '.' + digit(colour.fullRange());
  }

  private static String digit(boolean value) {
    return value ? "1" : "0";
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return HEADER + FIELDS + (long) units.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.uint8(MARKER_AND_VERSION);
    out.bits(3, profile);
    out.bits(5, level);
    out.flag(highTier);
    out.flag(bitDepth >= HIGH_DEPTH);
    out.flag(bitDepth == HIGHEST_DEPTH);
    out.flag(monochrome);
    out.flag(subsampledX);
    out.flag(subsampledY);
    out.bits(2, samplePosition);
    out.bits(3, 0);
    out.flag(presentationDelay > 0);
    out.bits(4, Math.max(0, presentationDelay - 1));
    out.bytes(units);
  }
}
