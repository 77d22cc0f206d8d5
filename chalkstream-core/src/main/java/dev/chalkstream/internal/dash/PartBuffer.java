package dev.chalkstream.internal.dash;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects the bytes of a part. Memory grows with what has arrived, not with what was announced: it
 * takes at most twice that, and three times while it grows.
 */
final class PartBuffer {

  private static final byte[] NONE = {};
  private static final int FIRST = 4_096;

  private byte[] bytes = NONE;
  private int length;

  /** How many bytes there are. */
  int length() {
    return length;
  }

  /** How many bytes of memory it takes. */
  int memory() {
    return bytes.length;
  }

  /**
   * Moves bytes here.
   *
   * @param from where they come from
   * @param count how many
   * @param expected how many more will follow, as far as known
   */
  void take(ByteBuffer from, int count, int expected) {
    reserve(length + count, length + count + expected);
    from.get(bytes, length, count);
    length += count;
  }

  /** Grows; not beyond the expected length unless that is necessary. */
  private void reserve(int needed, int expected) {
    if (needed > bytes.length) {
      int doubled = Math.max(FIRST, 2 * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(doubled, expected)));
    }
  }

  /** All bytes; it is empty afterwards. */
  byte[] drain() {
    byte[] drained = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    clear();
    return drained;
  }

  void clear() {
    bytes = NONE;
    length = 0;
  }
}
