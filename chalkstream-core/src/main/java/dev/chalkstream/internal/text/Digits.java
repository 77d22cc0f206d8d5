package dev.chalkstream.internal.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers as lower-case digits, as many as are asked for, with zeros in front. */
public enum Digits {
  /** {@code 0-9 a-f}, of 4 bits each. */
  HEX(4),
  /** {@code 0-9 a-v}, of 5 bits each. */
  BASE_32(5);

  private static final byte[] ASCII =
      "0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII);

  private static final byte NONE = Byte.MAX_VALUE;

  /** By character: branches for figures and for letters would be mispredicted all the time. */
  private static final byte[] WORTHS = worths();

  private final int bits;
  private final int highest;

  Digits(int bits) {
    this.bits = bits;
    this.highest = (1 << bits) - 1;
  }

  private static byte[] worths() {
    byte[] worths = new byte[128];
    Arrays.fill(worths, NONE);
    for (byte value = 0; value < ASCII.length; value++) {
      worths[ASCII[value]] = value;
    }
    return worths;
  }

  private static int worth(char c) {
    return c < WORTHS.length ? WORTHS[c] : NONE;
  }

  /** Whether a text has only such digits from one place to another, and is as long. */
  public boolean fill(String text, int from, int to) {
    if (to > text.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (worth(text.charAt(i)) > highest) {
        return false;
      }
    }
    return true;
  }

  /** Reads digits, of which it is known that they are some; of more than 64 bits the last count. */
  public long read(String text, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value << bits | worth(text.charAt(i));
    }
    return value;
  }

  /** Writes the lowest bits of a number as digits into ASCII text, from one place to another. */
  public void write(long value, byte[] ascii, int from, int to) {
    long rest = value;
    for (int i = to - 1; i >= from; i--) {
      ascii[i] = ASCII[(int) rest & highest];
      rest >>>= bits;
    }
  }

  /** The lowest bits of a number as so many digits. */
  public String text(long value, int count) {
    byte[] ascii = new byte[count];
    write(value, ascii, 0, count);
    return new String(ascii, StandardCharsets.ISO_8859_1);
  }
}
