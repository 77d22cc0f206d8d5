package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a decoder of HEVC must be able to do (ISO/IEC 23008-2, section 7.3.3).
 *
 * @param space 0, until there are other profiles of the same numbers
 * @param highTier whether more bits a second are allowed
 * @param number of the profile
 * @param compatibility a bit for each profile that it conforms to, the highest bit for number 0
 * @param constraints six bytes
 * @param level thirty times its number
 */
public record HevcProfile(
    int space, boolean highTier, int number, int compatibility, Bytes constraints, int level) {

  /** How many bytes it has. */
  static final int SIZE = 12;

  private static final int CONSTRAINTS = 6;
  private static final int SPACE_BITS = 2;
  private static final int NUMBER_BITS = 5;

  static HevcProfile decode(BoxReader in) {
    return new HevcProfile(
        in.bits(SPACE_BITS),
        in.flag(),
        in.bits(NUMBER_BITS),
        in.int32(),
        in.bytes(CONSTRAINTS),
        in.uint8());
  }

  void encode(BoxWriter out) {
    out.bits(SPACE_BITS, space);
    out.flag(highTier);
    out.bits(NUMBER_BITS, number);
    out.int32(compatibility);
    out.bytes(constraints, CONSTRAINTS);
    out.uint8(level);
  }

  /** What follows the type of the sample entry in its string (ISO/IEC 14496-15, section E.3). */
  String codec() {
    var codec = new StringBuilder(".");
    if (space > 0) {
      codec.append((char) ('A' - 1 + space));
    }
    String compatible = Integer.toHexString(Integer.reverse(compatibility));
    codec.append(number).append('.').append(compatible.toUpperCase(Locale.ROOT));
    codec.append('.').append(highTier ? 'H' : 'L').append(level);
    int last = constraints.length() - 1;
    while (last >= 0 && constraints.get(last) == 0) {
      last--;
    }
    for (int i = 0; i <= last; i++) {
      codec
          .append('.')
          .append(HexFormat.of().withUpperCase().toHexDigits((byte) constraints.get(i)));
    }
    return codec.toString();
  }
}
