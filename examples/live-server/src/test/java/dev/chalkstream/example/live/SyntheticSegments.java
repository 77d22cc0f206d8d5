package dev.chalkstream.example.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/**
 * One endless transport stream of about a kilobyte a minute, no two of whose segments are alike.
 */
final class TinySegments {

  /** Long, so that the server has patience with a segment that is late. */
  static final Duration DURATION = Duration.ofSeconds(60);

  private static final int FRAMES = 6;
  private static final long TICKS_PER_FRAME =
      DURATION.toSeconds() * TransportStreamRetimer.TICKS_PER_SECOND / FRAMES;

  private static final int PID = 0x100;

  /** Program 1 is mapped by PID 0x1000. */
  private static final String PAT = "474000100000b00d0001c100000001f00000000000";

  /** H.264 on PID 0x100. */
  private static final String PMT = "475000100002b0120001c10000e100f0001be100f00000000000";

  private final byte[] mark;

  /**
   * Makes the segments of one stream.
   *
   * @param mark what tells them from those of other streams, at most 100 characters of ASCII
   */
  TinySegments(String mark) {
    this.mark = mark.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] get(long sequence) {
    byte[][] packets = new byte[2 + FRAMES][];
    packets[0] = table(PAT, sequence);
    packets[1] = table(PMT, sequence);
    for (int i = 0; i < FRAMES; i++) {
      long frame = sequence * FRAMES + i;
      long time = frame * TICKS_PER_FRAME;
      packets[2 + i] = TsPacket.timed(PID, (int) (frame & 0xf), time, time, time);
      System.arraycopy(mark, 0, packets[2 + i], TsPacket.LENGTH - mark.length, mark.length);
    }
    return TsPacket.join(packets);
  }

  private static byte[] table(String hex, long counter) {
    byte[] table = HexFormat.of().parseHex(hex);
    table[3] |= (byte) (counter & 0xf);
    return ByteBuffer.allocate(TsPacket.LENGTH).put(table).array();
  }
}
