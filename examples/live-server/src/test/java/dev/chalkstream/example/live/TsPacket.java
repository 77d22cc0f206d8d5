package dev.chalkstream.example.live;

import java.nio.ByteBuffer;

/** Packets of a transport stream, written and read with other code than the retimer's. */
final class TsPacket {

  static final int LENGTH = 188;

  private TsPacket() {}

  /** A packet with a PCR, at whose payload a PES packet of video begins. */
  static byte[] timed(int pid, int counter, long pcr, long pts, long dts) {
    ByteBuffer packet = ByteBuffer.allocate(LENGTH);
    packet.put((byte) 0x47).putShort((short) (0x4000 | pid)).put((byte) (0x30 | counter));
    packet.put((byte) 7).put((byte) 0x10).putInt((int) (pcr >> 1));
    packet.putShort((short) ((pcr & 1) << 15 | 0x7e00 | 0x123));
    packet.putInt(0x000001e0).putShort((short) 0).putShort((short) 0x80c0).put((byte) 10);
    putTimestamp(packet, 3, pts);
    putTimestamp(packet, 1, dts);
    while (packet.hasRemaining()) {
      packet.put((byte) packet.position());
    }
    return packet.array();
  }

  static byte[] join(byte[]... packets) {
    ByteBuffer all = ByteBuffer.allocate(packets.length * LENGTH);
    for (byte[] packet : packets) {
      all.put(packet);
    }
    return all.array();
  }

  static int pid(byte[] bytes, int packet) {
    return ByteBuffer.wrap(bytes).getShort(packet * LENGTH + 1) & 0x1fff;
  }

  static boolean hasPayload(byte[] bytes, int packet) {
    return (bytes[packet * LENGTH + 3] & 0x10) != 0;
  }

  static int counter(byte[] bytes, int packet) {
    return bytes[packet * LENGTH + 3] & 0x0f;
  }

  static long pcr(byte[] bytes, int packet) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int at = packet * LENGTH + 6;
    return Integer.toUnsignedLong(buffer.getInt(at)) << 1 | (buffer.get(at + 4) & 0x80) >> 7;
  }

  static long pts(byte[] bytes, int packet) {
    return timestamp(bytes, packet * LENGTH + 21);
  }

  static long dts(byte[] bytes, int packet) {
    return timestamp(bytes, packet * LENGTH + 26);
  }

  private static void putTimestamp(ByteBuffer packet, int prefix, long time) {
    packet.put((byte) (prefix << 4 | (time >> 30 & 7) << 1 | 1));
    packet.putShort((short) ((time >> 15 & 0x7fff) << 1 | 1));
    packet.putShort((short) ((time & 0x7fff) << 1 | 1));
  }

  private static long timestamp(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long high = buffer.get(at) >> 1 & 7;
    long middle = Short.toUnsignedLong(buffer.getShort(at + 1)) >> 1;
    long low = Short.toUnsignedLong(buffer.getShort(at + 3)) >> 1;
    return high << 30 | middle << 15 | low;
  }
}
