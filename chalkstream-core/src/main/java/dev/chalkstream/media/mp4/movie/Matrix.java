package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.nio.ByteBuffer;

/**
 * How pictures are turned and placed (ISO/IEC 14496-12, section 6.2.2).
 *
 * @param numbers nine numbers of 32 bits, of which the first two of each row have 16 bits behind
 *     the point, and the third has 30
 */
public record Matrix(Bytes numbers) {

  /** As they are. */
  public static final Matrix UNITY =
      new Matrix(
          Bytes.of(
              ByteBuffer.allocate(Matrix.SIZE)
                  .putInt(0, 1 << 16)
                  .putInt(4 * Integer.BYTES, 1 << 16)
                  .putInt(8 * Integer.BYTES, 1 << 30)));

  /** How many bytes it has. */
  static final int SIZE = 9 * Integer.BYTES;

  static Matrix decode(BoxReader in) {
    return new Matrix(in.bytes(SIZE));
  }

  void encode(BoxWriter out) {
    out.bytes(numbers, SIZE);
  }
}
