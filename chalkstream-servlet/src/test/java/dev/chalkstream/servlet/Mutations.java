package dev.chalkstream.servlet;

import java.util.Arrays;
import java.util.Random;

/** Changes files as those do who mean harm, the same for the same seed. Not for several threads. */
final class Mutations {

  private static final int MOST_CHANGES = 4;
  private static final int[] EXTREMES = {0, 1, 7, 8, 0x7fffffff, 0x80000000, -8, -1};

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** A file with a few changes, most of them small; perhaps with none. */
  byte[] of(byte[] file) {
    byte[] bytes = file.clone();
    for (int i = random.nextInt(MOST_CHANGES); i > 0 && bytes.length > 8; i--) {
      int at = random.nextInt(bytes.length - 8);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> putInt(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)]);
        case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        case 3 -> System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - 4), 4);
        case 4 -> bytes[at] = (byte) random.nextInt(256);
        default -> bytes = repeated(bytes, at, random.nextInt(bytes.length - at));
      }
    }
    return bytes;
  }

  boolean chance(int one) {
    return random.nextInt(one) == 0;
  }

  private static void putInt(byte[] bytes, int at, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (value >> (24 - 8 * i));
    }
  }

  private static byte[] repeated(byte[] bytes, int from, int count) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
    System.arraycopy(bytes, from, longer, from + count, bytes.length - from);
    return longer;
  }
}
