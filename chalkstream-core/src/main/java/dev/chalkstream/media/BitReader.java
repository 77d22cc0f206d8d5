package dev.chalkstream.media;

/** Reads bits and Exp-Golomb codes (ISO/IEC 14496-10, section 9.1); zeros beyond the end. */
final class BitReader {

  private static final int MAX_LEADING_ZEROS = 31;

  private final byte[] bytes;
  private final int end;
  private int at;
  private boolean failed;

  /** Reads from a byte to before another. */
  BitReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from * Byte.SIZE;
    this.end = to * Byte.SIZE;
  }

  /** Whether something was read that is not there. */
  boolean hasFailed() {
    return failed;
  }

  /** Reads at most 32 bits. */
  int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | bit();
    }
    return value;
  }

  boolean flag() {
    return bit() == 1;
  }

  void skip(int count) {
    at += count;
    failed |= at > end;
  }

  /** Reads an unsigned Exp-Golomb code; one that is too large is 0 and a failure. */
  int unsigned() {
    int zeros = 0;
    while (bit() == 0) {
      if (++zeros > MAX_LEADING_ZEROS - 1) {
        failed = true;
        return 0;
      }
    }
    return (1 << zeros) - 1 + bits(zeros);
  }

  /** Reads a signed Exp-Golomb code. */
  int signed() {
    int code = unsigned();
    return (code & 1) == 1 ? code / 2 + 1 : -(code / 2);
  }

  private int bit() {
    if (at >= end) {
      failed = true;
      return 0;
    }
    int value = bytes[at >> 3] >> (7 - (at & 7)) & 1;
    at++;
    return value;
  }
}
