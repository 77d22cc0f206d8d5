package dev.chalkstream.media;

import java.util.HexFormat;
import java.util.Locale;

/** Reads a sequence parameter set of HEVC (ISO/IEC 23008-2, section 7.3.2.2). */
final class HevcSps {

  /** Up to the level: unit header, layers, and the general profile and tier. */
  private static final int HEADER_LENGTH = 15;

  private static final int PROFILE = 3;
  private static final int COMPATIBILITY_BYTES = 4;
  private static final int CONSTRAINTS = 8;
  private static final int LEVEL = 14;

  private HevcSps() {}

  /** Reads a unit from its header on, without emulation prevention; it may be cut short. */
  static VideoFormat parse(byte[] unit, int length) {
    if (length < HEADER_LENGTH) {
      return new VideoFormat(MediaTrack.UNKNOWN_CODEC, 0, 0, 0);
    }
    String codec = codec(unit);
    var bits = new BitReader(unit, HEADER_LENGTH, length);
    skipSubLayers(bits, unit[2] >> 1 & 7);
    bits.unsigned();
    int chroma = bits.unsigned();
    if (chroma == 3) {
      bits.skip(1);
    }
    long width = bits.unsigned();
    long height = bits.unsigned();
    if (bits.flag()) {
      int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
      int unitY = chroma == 1 ? 2 : 1;
      width -= unitX * ((long) bits.unsigned() + bits.unsigned());
      height -= unitY * ((long) bits.unsigned() + bits.unsigned());
    }
    return bits.hasFailed()
        ? new VideoFormat(codec, 0, 0, 0)
        : VideoFormat.of(codec, width, height, 0);
  }

  /** As ISO/IEC 14496-15, section E.3, writes it. */
  private static String codec(byte[] unit) {
    int profile = unit[PROFILE] & 0xff;
    int compatibility = new BitReader(unit, PROFILE + 1, CONSTRAINTS).bits(8 * COMPATIBILITY_BYTES);
    var codec = new StringBuilder("hvc1.");
    if (profile >> 6 != 0) {
      codec.append((char) ('A' - 1 + (profile >> 6)));
    }
    codec.append(profile & 0x1f).append('.');
    String reversed = Integer.toHexString(Integer.reverse(compatibility));
    codec.append(reversed.toUpperCase(Locale.ROOT)).append('.');
    codec.append((profile & 0x20) == 0 ? 'L' : 'H').append(unit[LEVEL] & 0xff);
    int last = LEVEL - 1;
    while (last >= CONSTRAINTS && unit[last] == 0) {
      last--;
    }
    for (int i = CONSTRAINTS; i <= last; i++) {
      codec.append('.').append(HexFormat.of().withUpperCase().toHexDigits(unit[i]));
    }
    return codec.toString();
  }

  /** Temporal layers may have levels of their own, which come first. */
  private static void skipSubLayers(BitReader bits, int layers) {
    if (layers == 0) {
      return;
    }
    int present = bits.bits(16);
    for (int i = 0; i < layers; i++) {
      int flags = present >> (14 - 2 * i);
      bits.skip(((flags & 2) != 0 ? 88 : 0) + ((flags & 1) != 0 ? 8 : 0));
    }
  }
}
