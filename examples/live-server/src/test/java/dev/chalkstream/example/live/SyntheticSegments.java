package dev.chalkstream.example.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** One endless transport stream of made-up pictures, no two of whose segments are alike. */
final class SyntheticSegments {

  private static final int PID = 0x100;

  /** Program 1 is mapped by PID 0x1000. */
  private static final String PAT = "474000100000b00d0001c100000001f00000000000";

  /** H.264 on PID 0x100. */
  private static final String PMT = "475000100002b0120001c10000e100f0001be100f00000000000";

  private final byte[] mark;
  private final Duration duration;
  private final int frames;
  private final int packetsOfFrame;

  private SyntheticSegments(String mark, Duration duration, int frames, int packetsOfFrame) {
    this.mark = mark.getBytes(StandardCharsets.US_ASCII);
    this.duration = duration;
    this.frames = frames;
    this.packetsOfFrame = packetsOfFrame;
  }

  /**
   * Segments of about a kilobyte, and of a minute, so that the server has patience with one that is
   * late.
   *
   * @param mark what tells them from those of other streams, at most 100 characters of ASCII
   */
  static SyntheticSegments tiny(String mark) {
    return new SyntheticSegments(mark, Duration.ofSeconds(60), 6, 1);
  }

  /**
   * Segments of 50 kilobytes, 266 packets, and of two seconds.
   *
   * @param mark as in {@link #tiny}
   */
  static SyntheticSegments ofFiftyKilobytes(String mark) {
    return new SyntheticSegments(mark, Duration.ofSeconds(2), 24, 11);
  }

  Duration duration() {
    return duration;
  }

  byte[] get(long sequence) {
    byte[][] packets = new byte[2 + frames * packetsOfFrame][];
    packets[0] = table(PAT, sequence);
    packets[1] = table(PMT, sequence);
    long ticks = duration.toSeconds() * TransportStreamRetimer.TICKS_PER_SECOND / frames;
    Random noise = new Random(Arrays.hashCode(mark) + sequence);
    for (int i = 0; i < frames * packetsOfFrame; i++) {
      int counter = (int) ((sequence * frames * packetsOfFrame + i) & 0xf);
      long time = (sequence * frames + i / packetsOfFrame) * ticks;
      boolean begins = i % packetsOfFrame == 0;
      packets[2 + i] =
          begins ? TsPacket.timed(PID, counter, time, time, time) : more(counter, noise);
      System.arraycopy(mark, 0, packets[2 + i], TsPacket.LENGTH - mark.length, mark.length);
    }
    return TsPacket.join(packets);
  }

  /** What goes on with a picture. */
  private static byte[] more(int counter, Random noise) {
    byte[] payload = new byte[TsPacket.LENGTH - 4];
    noise.nextBytes(payload);
    ByteBuffer packet = ByteBuffer.allocate(TsPacket.LENGTH);
    packet.put((byte) 0x47).putShort((short) PID).put((byte) (0x10 | counter));
    return packet.put(payload).array();
  }

  private static byte[] table(String hex, long counter) {
    byte[] table = HexFormat.of().parseHex(hex);
    table[3] |= (byte) (counter & 0xf);
    return ByteBuffer.allocate(TsPacket.LENGTH).put(table).array();
  }
}
