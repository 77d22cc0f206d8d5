package dev.chalkstream.media;

import java.nio.ByteBuffer;

/** Reads the header of a PES packet (ISO/IEC 13818-1, section 2.4.3.6) where it lies. */
final class PesHeader {

  /** What stands for a timestamp that is not there. */
  static final long NONE = -1;

  private static final int FIXED_LENGTH = 9;
  private static final int TIMESTAMP_LENGTH = 5;

  private PesHeader() {}

  /** Whether a PES packet with an optional header begins here. */
  static boolean isAt(ByteBuffer bytes, int from, int to) {
    return to - from >= FIXED_LENGTH
        && bytes.getInt(from) >>> 8 == 1
        && (bytes.get(from + 6) & 0xc0) == 0x80;
  }

  static int payload(ByteBuffer bytes, int from, int to) {
    return Math.min(from + FIXED_LENGTH + (bytes.get(from + 8) & 0xff), to);
  }

  static long pts(ByteBuffer bytes, int from, int to) {
    return timestamp(bytes, from, to, 0x80, from + FIXED_LENGTH);
  }

  /** The decoding timestamp, or that of presentation where it is the same. */
  static long dts(ByteBuffer bytes, int from, int to) {
    long dts = timestamp(bytes, from, to, 0x40, from + FIXED_LENGTH + TIMESTAMP_LENGTH);
    return dts == NONE ? pts(bytes, from, to) : dts;
  }

  private static long timestamp(ByteBuffer bytes, int from, int to, int flag, int at) {
    boolean present = (bytes.get(from + 7) & 0x80) != 0 && (bytes.get(from + 7) & flag) != 0;
    if (!present || at + TIMESTAMP_LENGTH > payload(bytes, from, to)) {
      return NONE;
    }
    return (bytes.get(at) & 0x0eL) << 29
        | (bytes.getShort(at + 1) & 0xfffeL) << 14
        | (bytes.getShort(at + 3) & 0xfffeL) >> 1;
  }
}
