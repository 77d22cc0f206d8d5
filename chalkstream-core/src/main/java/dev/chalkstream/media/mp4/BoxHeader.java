package dev.chalkstream.media.mp4;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The header of a box (ISO/IEC 14496-12, section 4.2), as it is written, which may be nonsense.
 *
 * @param type the four-character code
 * @param size how many bytes the box has, this header included; 0 if it goes on to the end of the
 *     file; negative if it says more than 2^63
 * @param length how many bytes the header has: 8, or 16 with a size of 64 bits
 */
public record BoxHeader(String type, long size, int length) {

  private static final int LARGE_HEADER = 16;
  private static final int TYPE_AT = 4;
  private static final int LARGE = 1;

  /** Reads the header at the beginning of some bytes, or nothing if not all of it is there. */
  public static Optional<BoxHeader> decode(Bytes bytes) {
    if (bytes.length() < Box.HEADER) {
      return Optional.empty();
    }
    byte[] type = bytes.slice(TYPE_AT, Integer.BYTES).toArray();
    String name = new String(type, StandardCharsets.ISO_8859_1);
    int size = bytes.int32(0);
    if (size != LARGE) {
      return Optional.of(new BoxHeader(name, Integer.toUnsignedLong(size), Box.HEADER));
    }
    if (bytes.length() < LARGE_HEADER) {
      return Optional.empty();
    }
    long large = (long) bytes.int32(Box.HEADER) << Integer.SIZE;
    large |= Integer.toUnsignedLong(bytes.int32(Box.HEADER + Integer.BYTES));
    return Optional.of(new BoxHeader(name, large, LARGE_HEADER));
  }

  /** Whether its size can be true: none, or one that the header itself fits in. */
  public boolean isPossible() {
    return size == 0 || size >= length;
  }

  /** Whether the size has 64 bits. */
  public boolean isLarge() {
    return length == LARGE_HEADER;
  }

  /** How many bytes a header has, with a size of 32 bits or of 64. */
  static int length(boolean large) {
    return large ? LARGE_HEADER : Box.HEADER;
  }
}
