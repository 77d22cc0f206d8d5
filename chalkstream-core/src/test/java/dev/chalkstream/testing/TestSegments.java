package dev.chalkstream.testing;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/** Small transport streams: a packet for each table, and one told by a word. */
public final class TestSegments {

  private static final int PACKET = 188;

  /** Program 1 is mapped by PID 0x1000. */
  private static final String PAT = "474000100000b00d0001c100000001f00000000000";

  /** H.264 on PID 0x100. */
  private static final String PMT = "475000100002b0120001c10000e100f0001be100f00000000000";

  private TestSegments() {}

  public static ByteBuffer segment(String word) {
    return ByteBuffer.wrap(bytes(word));
  }

  public static byte[] bytes(String word) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * PACKET);
    bytes.put(HexFormat.of().parseHex(PAT));
    bytes.position(PACKET).put(HexFormat.of().parseHex(PMT));
    bytes.position(2 * PACKET).put(new byte[] {0x47, 0x01, 0x00, 0x10});
    bytes.put(word.getBytes(StandardCharsets.UTF_8));
    return bytes.array();
  }

  /** An upload of two seconds. */
  public static SegmentUpload.Builder upload(SessionId session, long sequence, String word) {
    ByteBuffer body = segment(word);
    return SegmentUpload.builder(session)
        .sequence(sequence)
        .duration(Duration.ofSeconds(2))
        .digest(SegmentDigest.compute(body))
        .body(body);
  }
}
