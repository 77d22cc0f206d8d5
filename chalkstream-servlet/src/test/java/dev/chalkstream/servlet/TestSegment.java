package dev.chalkstream.servlet;

import dev.chalkstream.SegmentDigest;
import java.nio.ByteBuffer;
import java.util.Random;

/** Bytes that pass for a transport stream: packets with a sync byte, the first with a PAT's PID. */
final class TestSegment {

  private static final int PACKET = 188;

  private final byte[] bytes;
  private final SegmentDigest digest;

  private TestSegment(byte[] bytes, SegmentDigest digest) {
    this.bytes = bytes;
    this.digest = digest;
  }

  static TestSegment of(int salt) {
    return ofPackets(10, salt);
  }

  static TestSegment ofPackets(int packets, int salt) {
    byte[] bytes = new byte[packets * PACKET];
    new Random(salt).nextBytes(bytes);
    for (int at = 0; at < bytes.length; at += PACKET) {
      int pid = at == 0 ? 0 : 0x100;
      bytes[at] = 0x47;
      bytes[at + 1] = (byte) (pid >> 8);
      bytes[at + 2] = (byte) pid;
      bytes[at + 3] = 0x10;
    }
    return of(bytes);
  }

  static TestSegment of(byte[] bytes) {
    return new TestSegment(bytes, SegmentDigest.compute(ByteBuffer.wrap(bytes)));
  }

  byte[] bytes() {
    return bytes;
  }

  SegmentDigest digest() {
    return digest;
  }

  String name() {
    return digest + ".ts";
  }
}
