package dev.chalkstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Small transport streams: a packet with a program association table, and one told by a word. */
final class TestSegments {

  private static final int PACKET = 188;

  private TestSegments() {}

  static ByteBuffer segment(String word) {
    return ByteBuffer.wrap(bytes(word));
  }

  static byte[] bytes(String word) {
    byte[] bytes = new byte[2 * PACKET];
    bytes[0] = 0x47;
    bytes[PACKET] = 0x47;
    bytes[PACKET + 1] = 0x01;
    byte[] payload = word.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(payload, 0, bytes, PACKET + 4, payload.length);
    return bytes;
  }

  /** An upload of two seconds. */
  static SegmentUpload.Builder upload(SessionId session, long sequence, String word) {
    ByteBuffer body = segment(word);
    return SegmentUpload.builder(session)
        .sequence(sequence)
        .duration(Duration.ofSeconds(2))
        .digest(SegmentDigest.compute(body))
        .body(body);
  }
}
