package dev.chalkstream.media.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes boxes and their fields. Not safe for use by several threads.
 *
 * <p>All methods throw an {@link IllegalArgumentException} if a field has no room for the value.
 */
public final class BoxWriter {

  private static final int LARGE = 1;

  private final ByteBuffer out;
  private long pending;
  private int pendingBits;

  /** Writes so many bytes, and no more. */
  public BoxWriter(int size) {
    out = ByteBuffer.allocate(size);
  }

  /**
   * All that was to be written.
   *
   * @throws IllegalStateException if a box said that it needs more than it has written
   */
  public byte[] toBytes() {
    if (out.hasRemaining() || pendingBits > 0) {
      throw new IllegalStateException(out.remaining() + " bytes were not written");
    }
    return out.array();
  }

  /** Writes the header of a box. */
  public void header(Box box) {
    header(box, false);
  }

  /** Writes the header of a box, with a size of 64 bits or of 32. */
  void header(Box box, boolean large) {
    uint32(large ? LARGE : box.size());
    fourCc(box.type());
    if (large) {
      int64(box.size());
    }
  }

  /** Writes the header of a full box. */
  public void header(Box box, int version, int flags) {
    header(box);
    uint8(version);
    uint24(flags);
  }

  /** Writes boxes, one after the other. */
  public void boxes(List<? extends Box> boxes) {
    boxes.forEach(box -> box.encode(this));
  }

  /** Writes an unsigned number of at most 32 bits, which may begin anywhere in a byte. */
  public void bits(int count, long value) {
    if (value < 0 || value >> count != 0) {
      throw new IllegalArgumentException(value + " does not fit into " + count + " bits");
    }
    pending = pending << count | value;
    pendingBits += count;
    while (pendingBits >= Byte.SIZE) {
      pendingBits -= Byte.SIZE;
      out.put((byte) (pending >> pendingBits));
    }
    pending &= (1 << pendingBits) - 1;
  }

  /** Writes one bit. */
  public void flag(boolean value) {
    bits(1, value ? 1 : 0);
  }

  /** Writes an unsigned number of 8 bits. */
  public void uint8(int value) {
    bits(Byte.SIZE, value);
  }

  /** Writes an unsigned number of 16 bits. */
  public void uint16(int value) {
    bits(Short.SIZE, value);
  }

  /** Writes a signed number of 16 bits. */
  public void int16(int value) {
    if (value != (short) value) {
      throw new IllegalArgumentException(value + " does not fit into 16 bits");
    }
    bits(Short.SIZE, value & 0xffff);
  }

  /** Writes an unsigned number of 24 bits. */
  public void uint24(int value) {
    bits(3 * Byte.SIZE, value);
  }

  /** Writes an unsigned number of 32 bits. */
  public void uint32(long value) {
    bits(Integer.SIZE, value);
  }

  /** Writes 32 bits as they are. */
  public void int32(int value) {
    bits(Integer.SIZE, Integer.toUnsignedLong(value));
  }

  /** Writes 64 bits as they are. */
  public void int64(long value) {
    int32((int) (value >> Integer.SIZE));
    int32((int) value);
  }

  /** Writes an unsigned number with 32 bits in version 0, and 64 in later ones. */
  public void unsigned(int version, long value) {
    if (version == 0) {
      uint32(value);
    } else if (value < 0) {
      throw new IllegalArgumentException(value + " is negative");
    } else {
      int64(value);
    }
  }

  /** Writes a duration with 32 bits in version 0, and 64 in later ones; -1 is "not known". */
  public void duration(int version, long value) {
    if (value != -1) {
      unsigned(version, value);
    } else if (version == 0) {
      int32(-1);
    } else {
      int64(-1);
    }
  }

  /** How many bytes a number has that has 32 bits in version 0, and 64 in later ones. */
  public static int wide(int version) {
    return version == 0 ? Integer.BYTES : Long.BYTES;
  }

  /** Writes a four-character code. */
  public void fourCc(String code) {
    byte[] bytes = code.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length != Integer.BYTES) {
      throw new IllegalArgumentException(code + " does not have four characters");
    }
    out.put(bytes);
  }

  /** Writes a string of UTF-8 and the zero that ends it. */
  public void string(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a string holds the character that ends it");
    }
    out.put(text.getBytes(StandardCharsets.UTF_8));
    uint8(0);
  }

  /** How many bytes a string has with the zero that ends it. */
  public static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + 1;
  }

  /** Writes bytes as they are. */
  public void bytes(Bytes bytes) {
    out.put(bytes.buffer());
  }

  /** Writes bytes of a length that is fixed. */
  public void bytes(Bytes bytes, int length) {
    if (bytes.length() != length) {
      throw new IllegalArgumentException(bytes.length() + " bytes stand for " + length);
    }
    bytes(bytes);
  }

  /** Writes bytes that are reserved. */
  public void zeros(int count) {
    bytes(Bytes.zeros(count));
  }
}
