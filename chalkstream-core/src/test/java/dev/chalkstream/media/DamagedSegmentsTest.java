package dev.chalkstream.media;

import static dev.chalkstream.media.StreamBuilder.AUDIO_PID;
import static dev.chalkstream.media.StreamBuilder.FRAME;
import static dev.chalkstream.media.StreamBuilder.KEY_FRAME;
import static dev.chalkstream.media.StreamBuilder.VIDEO_PID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.ProbeResult.Recognized;
import dev.chalkstream.media.ProbeResult.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a segment, there is an answer or a refusal, and it can be used. */
class DamagedSegmentsTest {

  private static final int PACKET = TransportStreamProbe.PACKET_LENGTH;

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  private static byte[] segment(Random random) {
    int type = new int[] {0x0f, 0x03, 0x81, 0x06, 0x15}[random.nextInt(5)];
    int video = random.nextBoolean() ? StreamBuilder.H264 : 0x24;
    var stream =
        new StreamBuilder().pat(StreamBuilder.PMT_PID).pmt(video, VIDEO_PID, type, AUDIO_PID);
    long time = random.nextLong() & (1L << 33) - 1;
    for (int i = 0; i < 12; i++) {
      stream.pes(VIDEO_PID, time + i * 3_600, i % 6 == 0 ? KEY_FRAME : FRAME);
      stream.pes(AUDIO_PID, time + i * 3_840, StreamBuilder.adts(2));
    }
    return stream.toBytes();
  }

  /** Checks what must be true of any answer, however the segment was damaged. */
  static void check(byte[] bytes) {
    ProbeResult result = TransportStreamProbe.probe(ByteBuffer.wrap(bytes));
    if (result instanceof Refused refused) {
      assertThat(refused.defect()).isNotBlank();
    } else if (result instanceof Recognized recognized) {
      MediaInfo info = recognized.info();
      assertThat(info.tracks()).isNotEmpty().allSatisfy(DamagedSegmentsTest::check);
      assertThat(info.duration()).isNotEqualTo(Optional.of(Duration.ZERO));
      info.continues(info);
    }
  }

  private static void check(MediaTrack track) {
    assertThat(track.width()).isBetween(0, 1 << 15);
    assertThat(track.height()).isBetween(0, 1 << 15);
    track
        .timing()
        .ifPresent(
            timing -> {
              assertThat(timing.firstPts()).isBetween(0L, (1L << 33) - 1);
              assertThat(timing.endPts()).isGreaterThanOrEqualTo(timing.firstPts());
              assertThat(timing.endDts()).isGreaterThanOrEqualTo(timing.firstDts());
              assertThat(timing.durationTicks()).isNotNegative();
              assertThat(timing.shortestFrameTicks()).isBetween(0L, timing.longestFrameTicks());
            });
  }

  /** Damages a segment in one of the ways in which that happens. */
  static byte[] damage(byte[] segment, Random random) {
    byte[] bytes = segment.clone();
    int packets = bytes.length / PACKET;
    switch (random.nextInt(6)) {
      case 0 -> flipBits(bytes, random, 1 + random.nextInt(4));
      case 1 -> flipBits(bytes, random, 1 + bytes.length / 20);
      case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 3 -> bytes = repeatOrDrop(bytes, random, packets);
      case 4 -> {
        byte[] noise = new byte[PACKET - 4];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, random.nextInt(packets) * PACKET + 4, noise.length);
      }
      default -> randomFill(bytes, random);
    }
    return bytes;
  }

  private static void flipBits(byte[] bytes, Random random, int count) {
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(bytes.length);
      if (at % PACKET != 0 || random.nextInt(20) == 0) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
  }

  private static byte[] repeatOrDrop(byte[] bytes, Random random, int packets) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < packets; i++) {
      int copies = random.nextInt(4) == 0 ? random.nextInt(3) : 1;
      for (int copy = 0; copy < copies; copy++) {
        out.write(bytes, i * PACKET, PACKET);
      }
    }
    return out.toByteArray();
  }

  /** Noise in packets that are right as far as their sync bytes go, after the tables. */
  private static void randomFill(byte[] bytes, Random random) {
    byte[] noise = new byte[bytes.length - 2 * PACKET];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, bytes, 2 * PACKET, noise.length);
    for (int at = 2 * PACKET; at < bytes.length; at += PACKET) {
      bytes[at] = 0x47;
      bytes[at + 1] = (byte) (random.nextInt(2) << 6 | 1);
      bytes[at + 2] = (byte) random.nextInt(2);
      bytes[at + 3] &= 0x3f;
      if (random.nextBoolean()) {
        System.arraycopy(new byte[] {0x10, 0, 0, 1, (byte) 0xe0, 0, 0}, 0, bytes, at + 3, 7);
        bytes[at + 10] = (byte) (0x80 | random.nextInt(0x40));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aDamagedSegmentIsAnsweredOrRefused(long seed) {
    Random random = new Random(seed);
    byte[] segment = segment(random);
    check(segment);
    for (int i = 0; i < 20; i++) {
      check(damage(segment, random));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noiseIsAnsweredOrRefused(long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[random.nextInt(2_000)];
    random.nextBytes(bytes);
    check(bytes);
    for (int at = 0; at < bytes.length; at += PACKET) {
      bytes[at] = 0x47;
    }
    check(Arrays.copyOf(bytes, bytes.length / PACKET * PACKET));
  }
}
