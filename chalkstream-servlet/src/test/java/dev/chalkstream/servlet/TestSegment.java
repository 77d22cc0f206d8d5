package dev.chalkstream.servlet;

import dev.chalkstream.SegmentDigest;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;

/**
 * What is uploaded: bytes that pass for a transport stream, which are packets with a sync byte
 * after one for each table; or any others.
 */
final class TestSegment {

  private static final int PACKET = 188;

  /** Program 1 is mapped by PID 0x1000. */
  private static final String PAT = "474000100000b00d0001c100000001f00000000000";

  /** H.264 on PID 0x100. */
  private static final String PMT = "475000100002b0120001c10000e100f0001be100f00000000000";

  private final byte[] bytes;
  private final String extension;
  private final SegmentDigest digest;

  private TestSegment(byte[] bytes, String extension) {
    this.bytes = bytes;
    this.extension = extension;
    this.digest = SegmentDigest.compute(ByteBuffer.wrap(bytes));
  }

  static TestSegment of(int salt) {
    return ofPackets(10, salt);
  }

  static TestSegment ofPackets(int packets, int salt) {
    byte[] bytes = new byte[packets * PACKET];
    new Random(salt).nextBytes(bytes);
    putTable(bytes, 0, PAT);
    putTable(bytes, PACKET, PMT);
    for (int at = 2 * PACKET; at < bytes.length; at += PACKET) {
      bytes[at] = 0x47;
      bytes[at + 1] = 0x01;
      bytes[at + 2] = 0x00;
      bytes[at + 3] = 0x10;
    }
    return of(bytes);
  }

  static TestSegment of(byte[] bytes) {
    return of(bytes, ".ts");
  }

  /** Bytes under a name with an extension. */
  static TestSegment of(byte[] bytes, String extension) {
    return new TestSegment(bytes, extension);
  }

  private static void putTable(byte[] bytes, int at, String hex) {
    byte[] table = HexFormat.of().parseHex(hex);
    System.arraycopy(table, 0, bytes, at, table.length);
  }

  byte[] bytes() {
    return bytes;
  }

  SegmentDigest digest() {
    return digest;
  }

  String extension() {
    return extension;
  }

  String name() {
    return digest + extension;
  }
}
