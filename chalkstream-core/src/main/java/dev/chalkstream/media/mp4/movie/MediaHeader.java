package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * The timescale and the language of a track, {@code mdhd} (ISO/IEC 14496-12, section 8.4.2).
 *
 * @param version 1 if times have 64 bits, else 0
 * @param created when it was made, in seconds since the beginning of 1904
 * @param modified when it was changed last, in seconds since the beginning of 1904
 * @param timescale how many units a second has
 * @param duration in that unit, not counting fragments, or -1 if not known
 * @param language three letters of ISO 639-2, {@code und} if not known; other characters from
 *     {@code `} on if it is none
 */
public record MediaHeader(
    int version, long created, long modified, long timescale, long duration, String language)
    implements Box {

  /** Its type. */
  public static final String TYPE = "mdhd";

  /** The language that is not known. */
  public static final String UNDETERMINED = "und";

  static final int NEWEST = 1;

  private static final int LETTERS = 3;
  private static final int LETTER_BITS = 5;
  private static final int BEFORE_A = 0x60;

  /** Of a track whose samples are in fragments. */
  public static MediaHeader of(long timescale) {
    return new MediaHeader(0, 0, 0, timescale, 0, UNDETERMINED);
  }

  /** Reads one. */
  public static MediaHeader decode(BoxReader in) {
    int version = in.uint8();
    in.uint24();
    long created = in.unsigned(version);
    long modified = in.unsigned(version);
    long timescale = in.uint32();
    long duration = in.duration(version);
    in.skip(1);
    var language = new StringBuilder();
    for (int i = 0; i < LETTERS; i++) {
      language.append((char) (BEFORE_A + in.bits(LETTER_BITS)));
    }
    in.bytes(Short.BYTES);
    return new MediaHeader(version, created, modified, timescale, duration, language.toString());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + 3L * BoxWriter.wide(version) + Integer.BYTES + 2 * Short.BYTES;
  }

  @Override
  public void encode(BoxWriter out) {
    if (language.length() != LETTERS) {
      throw new IllegalArgumentException(language + " does not have three letters");
    }
    out.header(this, version, 0);
    out.unsigned(version, created);
    out.unsigned(version, modified);
    out.uint32(timescale);
    out.duration(version, duration);
    out.bits(1, 0);
    language.chars().forEach(letter -> out.bits(LETTER_BITS, letter - BEFORE_A));
    out.zeros(Short.BYTES);
  }
}
