package dev.chalkstream.storage.fs;

import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of each block of a body. Blocks and not whole bodies, so that a reader of any range
 * needs no more than the blocks around it, and never hands out a byte that was not checked. Not
 * safe for use by many threads.
 */
final class BlockChecks {

  /** The length of every block but the last, in bytes; servers copy bodies by multiples of it. */
  static final int BLOCK = 16 * 1024;

  /** How many characters the check of a block has. */
  static final int HEX_LENGTH = 8;

  private final CRC32C crc = new CRC32C();
  private final StringBuilder hex = new StringBuilder();
  private int filled;

  /** How many blocks a body of a length has. */
  static long count(long length) {
    return length / BLOCK + (length % BLOCK == 0 ? 0 : 1);
  }

  /** Takes the next bytes of the body. */
  void update(byte[] bytes, int length) {
    int offset = 0;
    while (offset < length) {
      int count = Math.min(length - offset, BLOCK - filled);
      crc.update(bytes, offset, count);
      offset += count;
      filled += count;
      if (filled == BLOCK) {
        endBlock();
      }
    }
  }

  /** The checks of all blocks in hexadecimal, one behind the other. */
  String finish() {
    if (filled > 0) {
      endBlock();
    }
    return hex.toString();
  }

  private void endBlock() {
    hex.append(HexFormat.of().toHexDigits((int) crc.getValue()));
    crc.reset();
    filled = 0;
  }

  /** Whether bytes are those of a block, by its check in what {@link #finish} has returned. */
  static boolean matches(String checks, long block, byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    int at = (int) block * HEX_LENGTH;
    return HexFormat.fromHexDigits(checks, at, at + HEX_LENGTH) == (int) crc.getValue();
  }
}
