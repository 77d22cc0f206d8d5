package dev.chalkstream.media;

import dev.chalkstream.media.ProbeResult.Recognized;
import dev.chalkstream.media.ProbeResult.Refused;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks into a segment that is an MPEG transport stream (ISO/IEC 13818-1), without copying it. Safe
 * for many threads.
 */
public final class TransportStreamProbe {

  /** The length of a transport stream packet, in bytes. */
  public static final int PACKET_LENGTH = Packet.LENGTH;

  private TransportStreamProbe() {}

  /**
   * Tells what is inside a segment. It must be a whole number of packets, at least one, each with
   * its sync byte, and carry one program with its program association table and program map table
   * (section 3.1.1 of the HLS draft). The tables may stand anywhere: elementary streams count from
   * the first packet on. Whatever else is wrong with it only keeps things from being known. Never
   * throws on garbage; takes time in proportion to the length, and memory for the frames'
   * timestamps. Where the tables stand first, each packet is read once; otherwise those before the
   * tables are read again.
   *
   * @param segment the segment, from the buffer's position to its limit; the position is not moved
   * @return what is inside, or why the segment is refused
   */
  public static ProbeResult probe(ByteBuffer segment) {
    if (!segment.hasRemaining()) {
      return new Refused("the body is empty");
    }
    ByteBuffer bytes = segment.slice();
    var tables = new ProgramTables();
    if (!scan(bytes, tables::findAssociation) || !scan(bytes, tables::findMap)) {
      return new Refused(brokenPacket(bytes));
    }
    var program = new ProgramReader(tables);
    if (!scan(bytes, program::accept)) {
      return new Refused(brokenPacket(bytes));
    }
    Optional<String> defect = tables.defect();
    return defect.isPresent() ? new Refused(defect.get()) : new Recognized(program.info());
  }

  /**
   * Shows the packets to what takes them, in order, as long as it takes more.
   *
   * @return whether all that were looked at are packets
   */
  private static boolean scan(ByteBuffer bytes, Predicate<Packet> takesMore) {
    var packet = new Packet(bytes);
    int at = 0;
    for (; at + PACKET_LENGTH <= bytes.limit(); at += PACKET_LENGTH) {
      if (!packet.moveTo(at)) {
        return false;
      }
      if (!takesMore.test(packet)) {
        return true;
      }
    }
    return at == bytes.limit();
  }

  /** What the body is instead, or else what is wrong with the first packet that is none. */
  private static String brokenPacket(ByteBuffer bytes) {
    Optional<String> foreign = ForeignFormat.describe(bytes);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    var packet = new Packet(bytes);
    for (int at = 0; at + PACKET_LENGTH <= bytes.limit(); at += PACKET_LENGTH) {
      if (!packet.moveTo(at)) {
        return "there is no sync byte 0x47 at offset " + at;
      }
    }
    return "its length, " + bytes.limit() + " bytes, is not a multiple of " + PACKET_LENGTH;
  }
}
