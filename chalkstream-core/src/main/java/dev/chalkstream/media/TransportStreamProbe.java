package dev.chalkstream.media;

import dev.chalkstream.media.ProbeResult.Recognized;
import dev.chalkstream.media.ProbeResult.Refused;
import java.nio.ByteBuffer;

/**
 * Looks into a segment that is an MPEG transport stream (ISO/IEC 13818-1), in one pass and without
 * copying it. Safe for many threads.
 */
public final class TransportStreamProbe {

  /** The length of a transport stream packet, in bytes. */
  public static final int PACKET_LENGTH = Packet.LENGTH;

  private TransportStreamProbe() {}

  /**
   * Tells what is inside a segment. It must be a whole number of packets, at least one, each with
   * its sync byte, and carry one program with its program association table and program map table
   * (section 3.1.1 of the HLS draft); elementary streams count from the map on. Whatever else is
   * wrong with it only keeps things from being known. Never throws on garbage; takes time in
   * proportion to the length, and memory for the frames' timestamps.
   *
   * @param segment the segment, from the buffer's position to its limit; the position is not moved
   * @return what is inside, or why the segment is refused
   */
  public static ProbeResult probe(ByteBuffer segment) {
    int length = segment.remaining();
    if (length == 0) {
      return new Refused("the body is empty");
    }
    ByteBuffer bytes = segment.slice();
    var packet = new Packet(bytes);
    var program = new ProgramReader();
    for (int at = 0; at + PACKET_LENGTH <= length; at += PACKET_LENGTH) {
      if (!packet.moveTo(at)) {
        return new Refused("there is no sync byte 0x47 at offset " + at);
      }
      program.accept(packet);
    }
    if (length % PACKET_LENGTH != 0) {
      return new Refused("its length, " + length + " bytes, is not a multiple of " + PACKET_LENGTH);
    }
    return program
        .defect()
        .<ProbeResult>map(Refused::new)
        .orElseGet(() -> new Recognized(program.info()));
  }
}
