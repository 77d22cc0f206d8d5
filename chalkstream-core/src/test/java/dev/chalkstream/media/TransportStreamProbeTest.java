package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransportStreamProbeTest {

  private static byte[] packets(int count, int... pids) {
    byte[] bytes = new byte[count * TransportStreamProbe.PACKET_LENGTH];
    for (int i = 0; i < count; i++) {
      int at = i * TransportStreamProbe.PACKET_LENGTH;
      bytes[at] = 0x47;
      bytes[at + 1] = (byte) (0x40 | pids[i] >> 8);
      bytes[at + 2] = (byte) pids[i];
    }
    return bytes;
  }

  private static String defect(byte[] bytes) {
    return TransportStreamProbe.findDefect(ByteBuffer.wrap(bytes)).orElse("none");
  }

  @Test
  void packetsWithAProgramAssociationTableAreATransportStream() {
    assertThat(defect(packets(3, 0x100, 0, 0x1fff))).isEqualTo("none");
  }

  @Test
  void aTransportStreamIsFoundBetweenPositionAndLimitAndOffTheHeap() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(400);
    buffer.position(10).put(packets(2, 0, 0x100)).flip().position(10);
    assertThat(TransportStreamProbe.findDefect(buffer)).isEmpty();
    assertThat(buffer.position()).isEqualTo(10);
  }

  @Test
  void anEmptyBodyIsNone() {
    assertThat(defect(new byte[0])).contains("empty");
  }

  @Test
  void aMissingSyncByteIsNamedByItsPlace() {
    byte[] bytes = packets(3, 0, 0x100, 0x100);
    bytes[2 * TransportStreamProbe.PACKET_LENGTH] = 0x46;
    assertThat(defect(bytes)).contains("0x47").contains("376");
  }

  @Test
  void aCutPacketIsADefect() {
    byte[] bytes = packets(2, 0, 0x100);
    assertThat(defect(Arrays.copyOf(bytes, bytes.length - 1))).contains("multiple");
    assertThat(defect(Arrays.copyOf(bytes, 1))).contains("multiple");
  }

  /** Each segment carries its own program association table (section 3.1.1). */
  @Test
  void withoutAProgramAssociationTableItIsNone() {
    assertThat(defect(packets(2, 0x100, 0x101))).contains("program association table");
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void garbageIsADefectAndNeverAnException(long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[random.nextInt(1_000)];
    random.nextBytes(bytes);
    bytes = bytes.length == 0 ? new byte[] {0} : bytes;
    bytes[0] = (byte) (seed % 2 == 0 && bytes.length < 188 ? 0x47 : 0x00);
    assertThat(defect(bytes)).isNotEqualTo("none");
  }
}
