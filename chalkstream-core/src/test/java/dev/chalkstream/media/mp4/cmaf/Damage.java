package dev.chalkstream.media.mp4.cmaf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Damages files as those do who mean harm. */
public final class Damage {

  private static final int[] EXTREMES = {
    0, 1, 7, 8, 0x10000, 0x3b9aca00, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff
  };

  private Damage() {}

  /** The file with a few changes, most of them small. */
  public static byte[] damage(byte[] file, Random random) {
    byte[] bytes = file.clone();
    for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 8; i--) {
      int at = random.nextInt(bytes.length - 8);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> ByteBuffer.wrap(bytes).putInt(at, EXTREMES[random.nextInt(EXTREMES.length)]);
        case 3 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        case 4 -> bytes = without(bytes, at, random.nextInt(bytes.length - at));
        case 5 -> bytes = twice(bytes, at, random.nextInt(bytes.length - at));
        default -> swapTypes(bytes, random);
      }
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int from, int count) {
    byte[] rest = Arrays.copyOfRange(bytes, from + count, bytes.length);
    return joined(Arrays.copyOf(bytes, from), rest);
  }

  private static byte[] twice(byte[] bytes, int from, int count) {
    byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
    return joined(Arrays.copyOf(bytes, from + count), rest);
  }

  /** Puts four bytes, which may be the type of a box, in the place of others. */
  private static void swapTypes(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length - 4);
    int to = random.nextInt(bytes.length - 4);
    System.arraycopy(bytes, from, bytes, to, 4);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }
}
