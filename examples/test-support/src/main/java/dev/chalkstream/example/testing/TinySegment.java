package dev.chalkstream.example.testing;

import dev.chalkstream.SegmentDigest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** The smallest transport stream that passes: a PAT, a PMT, and the beginning of a picture. */
public final class TinySegment {

  private static final int PACKET = 188;

  /** Program 1 by PID 0x1000; there H.264 on PID 0x100; there a frame with a time of 0. */
  private static final String[] PACKETS = {
    "474000100000b00d0001c100000001f00000000000",
    "475000100002b0120001c10000e100f0001be100f00000000000",
    "4741001000" + "0001e0000080800521000100010000000109f0"
  };

  private TinySegment() {}

  /**
   * A segment that no other number makes.
   *
   * @param number 0 to 255
   * @return its bytes
   */
  public static byte[] of(int number) {
    byte[] bytes = new byte[PACKETS.length * PACKET];
    Arrays.fill(bytes, (byte) 0xff);
    for (int i = 0; i < PACKETS.length; i++) {
      byte[] packet = HexFormat.of().parseHex(PACKETS[i]);
      System.arraycopy(packet, 0, bytes, i * PACKET, packet.length);
    }
    bytes[bytes.length - 1] = (byte) number;
    return bytes;
  }

  /**
   * Names a segment as it is uploaded.
   *
   * @param segment its bytes
   * @return its digest, with {@code .ts}
   */
  public static String name(byte[] segment) {
    return SegmentDigest.compute(ByteBuffer.wrap(segment)) + ".ts";
  }
}
