package dev.chalkstream.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Builds transport streams packet by packet. */
final class StreamBuilder {

  static final int PMT_PID = 0x1000;
  static final int VIDEO_PID = 0x100;
  static final int AUDIO_PID = 0x101;
  static final int H264 = 0x1b;
  static final int AAC = 0x0f;

  /** Parameters of a picture of 320 x 180 at 25 frames a second, and a key frame. */
  static final byte[] KEY_FRAME =
      HexFormat.of()
          .parseHex(
              "00000001"
                  + "6742c00cda05067e7c0440000003004000000c83c50aa8"
                  + "00000001"
                  + "68ce0fc8"
                  + "000001"
                  + "658884");

  /** A picture that needs another. */
  static final byte[] FRAME = HexFormat.of().parseHex("00000001" + "09f0" + "000001" + "419a24");

  private static final int PACKET = 188;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Map<Integer, Integer> counters = new HashMap<>();

  /** With tables that name a stream of H.264 and one of AAC. */
  static StreamBuilder audioAndVideo() {
    return new StreamBuilder().pat(PMT_PID).pmt(H264, VIDEO_PID, AAC, AUDIO_PID);
  }

  static StreamBuilder videoOnly() {
    return new StreamBuilder().pat(PMT_PID).pmt(H264, VIDEO_PID);
  }

  static StreamBuilder audioOnly(int type) {
    return new StreamBuilder().pat(PMT_PID).pmt(type, AUDIO_PID);
  }

  /** A program association table with so many programs, numbered from 1. */
  StreamBuilder pat(int... mapPids) {
    ByteBuffer body = ByteBuffer.allocate(4 * mapPids.length);
    for (int i = 0; i < mapPids.length; i++) {
      body.putShort((short) (i + 1)).putShort((short) (0xe000 | mapPids[i]));
    }
    return section(0, 0, body.array());
  }

  /** A program map table without descriptors, from pairs of type and PID. */
  StreamBuilder pmt(int... typesAndPids) {
    ByteBuffer body = ByteBuffer.allocate(4 + 5 * typesAndPids.length / 2);
    body.putInt(0xe100_f000);
    for (int i = 0; i < typesAndPids.length; i += 2) {
      body.put((byte) typesAndPids[i]).putShort((short) (0xe000 | typesAndPids[i + 1]));
      body.putShort((short) 0xf000);
    }
    return section(PMT_PID, 2, body.array());
  }

  /** A section of a table of program 1, over as many packets as it takes. */
  StreamBuilder section(int pid, int table, byte[] body) {
    ByteBuffer section = ByteBuffer.allocate(1 + 8 + body.length + 4);
    section.put((byte) 0).put((byte) table).putShort((short) (0xb000 | body.length + 9));
    section.putShort((short) 1).put((byte) 0xc1).putShort((short) 0).put(body);
    return payload(pid, section.array(), false, true);
  }

  /** A frame, or several, with one timestamp. */
  StreamBuilder pes(int pid, long pts, byte[] payload) {
    return pes(pid, pts, pts, payload, false);
  }

  StreamBuilder pes(int pid, long pts, long dts, byte[] payload, boolean randomAccess) {
    boolean both = pts != dts;
    ByteBuffer pes = ByteBuffer.allocate(9 + (both ? 10 : 5) + payload.length);
    pes.putInt(0x1e0).putShort((short) 0).put((byte) 0x80);
    pes.put((byte) (both ? 0xc0 : 0x80)).put((byte) (both ? 10 : 5));
    timestamp(pes, both ? 3 : 2, pts);
    if (both) {
      timestamp(pes, 1, dts);
    }
    return payload(pid, pes.put(payload).array(), randomAccess, false);
  }

  /** More of a PES packet that began earlier. */
  StreamBuilder rest(int pid, byte[] payload) {
    return packet(pid, payload, false, false, false);
  }

  StreamBuilder raw(byte[] packet) {
    bytes.writeBytes(packet);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  ProbeResult probe() {
    return TransportStreamProbe.probe(ByteBuffer.wrap(toBytes()));
  }

  /** What is inside, or an error if it is refused. */
  MediaInfo info() {
    if (probe() instanceof ProbeResult.Recognized recognized) {
      return recognized.info();
    }
    throw new AssertionError(probe());
  }

  /** So many frames of AAC at 48 kHz in stereo, each of 107 bytes. */
  static byte[] adts(int frames) {
    byte[] header = HexFormat.of().parseHex("fff14c80" + "0d7ffc");
    byte[] all = new byte[frames * 107];
    for (int i = 0; i < frames; i++) {
      System.arraycopy(header, 0, all, i * 107, header.length);
    }
    return all;
  }

  private StreamBuilder payload(int pid, byte[] payload, boolean randomAccess, boolean table) {
    int room = randomAccess ? PACKET - 6 : PACKET - 4;
    boolean start = true;
    for (int at = 0; at < payload.length; ) {
      byte[] part = Arrays.copyOfRange(payload, at, Math.min(at + room, payload.length));
      packet(pid, part, start, start && randomAccess, table);
      at += part.length;
      start = false;
      room = PACKET - 4;
    }
    return this;
  }

  /** Tables are filled up with stuffing bytes, and other packets with an adaptation field. */
  private StreamBuilder packet(
      int pid, byte[] payload, boolean start, boolean randomAccess, boolean table) {
    ByteBuffer packet = ByteBuffer.allocate(PACKET);
    int counter = counters.merge(pid, 1, Integer::sum) & 0xf;
    int adaptation = table ? 0 : PACKET - 4 - payload.length;
    packet.put((byte) 0x47).putShort((short) ((start ? 0x4000 : 0) | pid));
    packet.put((byte) ((adaptation > 0 ? 0x30 : 0x10) | counter));
    if (adaptation > 0) {
      packet.put((byte) (adaptation - 1));
      if (adaptation > 1) {
        packet.put((byte) (randomAccess ? 0x40 : 0));
      }
      packet.position(4 + adaptation);
    }
    packet.put(payload);
    while (packet.hasRemaining()) {
      packet.put((byte) 0xff);
    }
    return raw(packet.array());
  }

  private static void timestamp(ByteBuffer pes, int prefix, long time) {
    pes.put((byte) (prefix << 4 | time >> 29 & 0xe | 1));
    pes.putShort((short) (time >> 14 & 0xfffe | 1));
    pes.putShort((short) (time << 1 & 0xfffe | 1));
  }
}
