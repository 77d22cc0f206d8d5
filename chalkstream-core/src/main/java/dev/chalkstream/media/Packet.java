package dev.chalkstream.media;

import java.nio.ByteBuffer;

/**
 * A packet of a transport stream (ISO/IEC 13818-1, section 2.4.3.2), read where it lies. One
 * instance moves from packet to packet.
 */
final class Packet {

  static final int LENGTH = 188;

  private static final int SYNC_BYTE = 0x47;
  private static final int HEADER_LENGTH = 4;

  private final ByteBuffer bytes;
  private int header;
  private int from;
  private int to;
  private boolean randomAccess;

  /** Before any packet; the buffer is big-endian, and read at absolute positions only. */
  Packet(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Moves to the packet at a position, or tells that none begins there. */
  boolean moveTo(int position) {
    header = bytes.getInt(position);
    randomAccess = false;
    from = position + HEADER_LENGTH;
    to = position + LENGTH;
    if ((header & 0x20) != 0) {
      skipAdaptationField();
    }
    if ((header & 0x10) == 0 || isDamaged() || isScrambled()) {
      from = to;
    }
    return header >>> 24 == SYNC_BYTE;
  }

  ByteBuffer bytes() {
    return bytes;
  }

  int pid() {
    return header >> 8 & 0x1fff;
  }

  /** Whether a table section or a PES packet begins in it. */
  boolean isStart() {
    return (header & 0x400000) != 0;
  }

  int counter() {
    return header & 0xf;
  }

  boolean isRandomAccess() {
    return randomAccess;
  }

  /** Where the payload begins. */
  int from() {
    return from;
  }

  /** Where the payload ends; where it begins, if there is none that can be read. */
  int to() {
    return to;
  }

  private boolean isDamaged() {
    return (header & 0x800000) != 0;
  }

  private boolean isScrambled() {
    return (header & 0xc0) != 0;
  }

  private void skipAdaptationField() {
    int length = bytes.get(from) & 0xff;
    randomAccess = length > 0 && (bytes.get(from + 1) & 0x40) != 0;
    from = Math.min(from + 1 + length, to);
  }
}
