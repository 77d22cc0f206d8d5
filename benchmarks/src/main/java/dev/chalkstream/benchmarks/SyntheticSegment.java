package dev.chalkstream.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;

/**
 * Two seconds of video at 5 Mbit/s and of audio at 128 kbit/s, in packets as an encoder lays them;
 * the pictures themselves are noise.
 */
public final class SyntheticSegment {

  private static final int PACKET = 188;
  private static final int FRAMES = 50;
  private static final long FRAME_TICKS = 3_600;
  private static final int FRAME_BYTES = 5_000_000 / 8 / 25;
  private static final int AUDIO_FRAME_BYTES = 341;
  private static final int AUDIO_FRAMES_A_PACKET = 8;
  private static final long SOUND_TICKS = 1_920L * AUDIO_FRAMES_A_PACKET;
  private static final int STILL_BYTES = 100;

  private static final String PAT = "0000b00d0001c100000001f00000000000";
  private static final String PMT = "0002b0170001c10000e100f0001be100f0000fe101f00000000000";
  private static final String PMT_WITHOUT_SOUND = "0002b0120001c10000e100f0001be100f00000000000";
  private static final String KEY_FRAME =
      "0000000109f000000001"
          + "6742c00cda05067e7c0440000003004000000c83c50aa8"
          + "0000000168ce0fc8"
          + "000001658884";
  private static final String FRAME = "0000000109f0000001419a24";
  private static final String ADTS = "fff14c802abffc";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Random random;
  private final int[] counters = new int[1 << 13];

  private SyntheticSegment(long seed) {
    random = new Random(seed);
  }

  static byte[] make() {
    return make(0, FRAME_BYTES);
  }

  /**
   * Makes one of a row of segments that continue each other.
   *
   * @param number which one, from 0
   * @param frameBytes how large a picture is
   * @return its bytes, which no other of the row has
   */
  public static byte[] make(int number, int frameBytes) {
    var segment = new SyntheticSegment(number + 1L);
    long begin = begin(number);
    segment.tables(PMT);
    // No whole number of packets of sound is as long as a segment.
    long sound = (begin + SOUND_TICKS - 1) / SOUND_TICKS * SOUND_TICKS;
    for (int i = 0; i < FRAMES; i++) {
      long time = begin + i * FRAME_TICKS;
      segment.pes(0x100, time, i == 0 ? KEY_FRAME : FRAME, 1, frameBytes);
      for (; sound < time + FRAME_TICKS; sound += SOUND_TICKS) {
        segment.pes(0x101, sound, ADTS, AUDIO_FRAMES_A_PACKET, AUDIO_FRAME_BYTES);
      }
    }
    return segment.bytes.toByteArray();
  }

  /**
   * Makes one of a row of segments that continue each other, as small as can be: one picture that
   * is shown for two seconds, without sound.
   *
   * @param number which one, from 0
   * @return its bytes, which no other of the row has
   */
  static byte[] still(int number) {
    var segment = new SyntheticSegment(number + 1L);
    segment.tables(PMT_WITHOUT_SOUND);
    segment.pes(0x100, begin(number), KEY_FRAME, 1, STILL_BYTES);
    return segment.bytes.toByteArray();
  }

  private static long begin(int number) {
    return 90_000 + number * FRAMES * FRAME_TICKS;
  }

  private void tables(String pmt) {
    packets(0, HexFormat.of().parseHex(PAT));
    packets(0x1000, HexFormat.of().parseHex(pmt));
  }

  /** A PES packet of some frames that each begin alike and go on with noise. */
  private void pes(int pid, long time, String beginning, int frames, int frameBytes) {
    ByteBuffer pes = ByteBuffer.allocate(14 + frames * frameBytes);
    pes.putInt(0x1e0).putShort((short) 0).put((byte) 0x80).put((byte) 0x80).put((byte) 5);
    pes.put((byte) (0x21 | time >> 29 & 0xe));
    pes.putShort((short) (time >> 14 | 1)).putShort((short) (time << 1 | 1));
    byte[] head = HexFormat.of().parseHex(beginning);
    for (int i = 0; i < frames; i++) {
      byte[] noise = new byte[frameBytes - head.length];
      random.nextBytes(noise);
      pes.put(head).put(noise);
    }
    packets(pid, pes.array());
  }

  private void packets(int pid, byte[] payload) {
    for (int at = 0; at < payload.length; at += PACKET - 4) {
      int length = Math.min(PACKET - 4, payload.length - at);
      int stuffing = PACKET - 4 - length;
      ByteBuffer packet = ByteBuffer.allocate(PACKET);
      packet.put((byte) 0x47).putShort((short) ((at == 0 ? 0x4000 : 0) | pid));
      packet.put((byte) ((stuffing > 0 ? 0x30 : 0x10) | counters[pid]++ & 0xf));
      if (stuffing > 0) {
        packet.put((byte) (stuffing - 1)).position(4 + stuffing);
      }
      bytes.writeBytes(packet.put(payload, at, length).array());
    }
  }
}
