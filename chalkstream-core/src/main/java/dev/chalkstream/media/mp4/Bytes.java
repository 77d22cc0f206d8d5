package dev.chalkstream.media.mp4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Bytes as a value: a part of a buffer, which is not copied and must not change. Equal to others
 * with the same content.
 */
public final class Bytes {

  /** No bytes. */
  public static final Bytes EMPTY = of();

  private static final int SHOWN = 32;

  private final ByteBuffer buffer;
  private final int offset;
  private final int length;

  private Bytes(ByteBuffer buffer, int offset, int length) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
  }

  /** Takes bytes as they are; the array must not be changed any more. */
  public static Bytes of(byte... bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  /** What remains in a buffer, without a copy; its content must not be changed any more. */
  public static Bytes of(ByteBuffer bytes) {
    ByteBuffer own = bytes.slice().order(ByteOrder.BIG_ENDIAN);
    return new Bytes(own, 0, own.limit());
  }

  /** Bytes that are zero. */
  public static Bytes zeros(int length) {
    return of(new byte[length]);
  }

  /** How many they are. */
  public int length() {
    return length;
  }

  /** One byte, from 0 to 255. */
  public int get(int index) {
    return buffer.get(offset + Objects.checkIndex(index, length)) & 0xff;
  }

  /** Four bytes as a number, the first of them at an index. */
  public int int32(int index) {
    return buffer.getInt(offset + Objects.checkFromIndexSize(index, Integer.BYTES, length));
  }

  /** Some of these bytes, without a copy. */
  public Bytes slice(int from, int count) {
    Objects.checkFromIndexSize(from, count, length);
    return new Bytes(buffer, offset + from, count);
  }

  /** A view of them that cannot be written to, and whose position is its own. */
  public ByteBuffer buffer() {
    return buffer.slice(offset, length).asReadOnlyBuffer();
  }

  /** A copy. */
  public byte[] toArray() {
    byte[] copy = new byte[length];
    buffer.get(offset, copy);
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes
        && bytes.length == length
        && bytes.buffer().equals(buffer());
  }

  /** Of their number and the first of them, since they may be many. */
  @Override
  public int hashCode() {
    return 31 * length + slice(0, Math.min(length, SHOWN)).buffer().hashCode();
  }

  /** As hexadecimal digits, if they are few; else how many they are, and the first. */
  @Override
  public String toString() {
    String shown = HexFormat.of().formatHex(slice(0, Math.min(length, SHOWN)).toArray());
    return length <= SHOWN ? shown : length + " bytes: " + shown + "...";
  }
}
