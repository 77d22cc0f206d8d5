package dev.chalkstream.media;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Looks into a segment without copying it and tells whether it is an MPEG transport stream (ISO/IEC
 * 13818-1). Never throws on garbage. Safe for many threads.
 */
public final class TransportStreamProbe {

  /** The length of a transport stream packet, in bytes. */
  public static final int PACKET_LENGTH = 188;

  private static final byte SYNC_BYTE = 0x47;
  private static final int PAT_PID = 0;

  private TransportStreamProbe() {}

  /**
   * Finds what keeps a segment from being a transport stream: it must be a whole number of packets,
   * at least one, each with its sync byte, and carry a program association table (section 3.1.1 of
   * the HLS draft asks for one in every segment).
   *
   * @param segment the segment, from the buffer's position to its limit; the position is not moved
   * @return what is wrong, in words for the broadcaster, or empty if nothing is
   */
  public static Optional<String> findDefect(ByteBuffer segment) {
    int length = segment.remaining();
    if (length == 0) {
      return Optional.of("the body is empty");
    }
    int start = segment.position();
    boolean associated = false;
    for (int at = 0; at + PACKET_LENGTH <= length; at += PACKET_LENGTH) {
      if (segment.get(start + at) != SYNC_BYTE) {
        return Optional.of("there is no sync byte 0x47 at offset " + at);
      }
      associated |= pid(segment, start + at) == PAT_PID;
    }
    if (length % PACKET_LENGTH != 0) {
      return Optional.of("its length, " + length + " bytes, is not a multiple of " + PACKET_LENGTH);
    }
    return associated
        ? Optional.empty()
        : Optional.of("it has no program association table (a packet with PID 0)");
  }

  private static int pid(ByteBuffer segment, int packet) {
    return (segment.get(packet + 1) & 0x1f) << 8 | (segment.get(packet + 2) & 0xff);
  }
}
