package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TransportStreamRetimerTest {

  private static final long WRAP = 1L << 33;

  private final TransportStreamRetimer retimer = new TransportStreamRetimer();

  @Test
  void timestampsMoveByTheTicksGiven() {
    byte[] moved = retimer.retime(TsPacket.timed(0x100, 7, 1_000, 2_000, 1_500), 90_000);

    assertThat(TsPacket.pcr(moved, 0)).isEqualTo(91_000);
    assertThat(TsPacket.pts(moved, 0)).isEqualTo(92_000);
    assertThat(TsPacket.dts(moved, 0)).isEqualTo(91_500);
  }

  @Test
  void timestampsUseAllTheirBits() {
    long mixed = 0x1_5A3C_96F1L;

    byte[] moved = retimer.retime(TsPacket.timed(0x100, 0, 0, 0, 0), mixed);

    assertThat(TsPacket.pcr(moved, 0)).isEqualTo(mixed);
    assertThat(TsPacket.pts(moved, 0)).isEqualTo(mixed);
    assertThat(TsPacket.dts(moved, 0)).isEqualTo(mixed);
  }

  @Test
  void timestampsWrapAroundAtTheirThirtyThirdBit() {
    byte[] moved = retimer.retime(TsPacket.timed(0x100, 0, WRAP - 1, WRAP - 10, WRAP - 20), 15);

    assertThat(TsPacket.pcr(moved, 0)).isEqualTo(14);
    assertThat(TsPacket.pts(moved, 0)).isEqualTo(5);
    assertThat(TsPacket.dts(moved, 0)).isEqualTo(WRAP - 5);
  }

  @Test
  void whatIsNotATimestampOrACounterStays() {
    byte[] packet = TsPacket.timed(0x100, 0, 1_000, 2_000, 1_500);

    byte[] thereAndBack = retimer.retime(retimer.retime(packet, 12_345), -12_345);

    packet[3] = (byte) (packet[3] & 0xf0 | 1);
    assertThat(thereAndBack).isEqualTo(packet);
  }

  @Test
  void theSegmentGivenIsLeftAsItIs() {
    byte[] packet = TsPacket.timed(0x100, 3, 1_000, 2_000, 1_500);
    byte[] before = packet.clone();

    retimer.retime(packet, 1);

    assertThat(packet).isEqualTo(before);
  }

  @Test
  void packetsAreCountedThroughPerPidFromOneSegmentToTheNext() {
    byte[] video = TsPacket.timed(0x100, 9, 0, 0, 0);
    byte[] audio = TsPacket.timed(0x101, 9, 0, 0, 0);

    retimer.retime(TsPacket.join(video, audio, video), 0);
    byte[] next = retimer.retime(TsPacket.join(video, audio), 0);

    assertThat(TsPacket.counter(next, 0)).isEqualTo(2);
    assertThat(TsPacket.counter(next, 1)).isEqualTo(1);
  }

  @Test
  void aPacketWithoutPayloadIsNotCounted() {
    byte[] video = TsPacket.timed(0x100, 9, 0, 0, 0);
    byte[] pcrOnly = video.clone();
    pcrOnly[3] = (byte) (pcrOnly[3] & ~0x10);

    byte[] moved = retimer.retime(TsPacket.join(video, pcrOnly, video), 0);

    assertThat(TsPacket.counter(moved, 1)).isZero();
    assertThat(TsPacket.counter(moved, 2)).isEqualTo(1);
  }

  @Test
  void theCounterWrapsAroundAfterFifteen() {
    byte[] video = TsPacket.timed(0x100, 9, 0, 0, 0);
    byte[][] seventeen = new byte[17][];
    Arrays.fill(seventeen, video);

    byte[] moved = retimer.retime(TsPacket.join(seventeen), 0);

    assertThat(TsPacket.counter(moved, 15)).isEqualTo(15);
    assertThat(TsPacket.counter(moved, 16)).isZero();
  }

  @Test
  void bytesThatAreNoPacketsAreRefused() {
    assertThatThrownBy(() -> retimer.retime(new byte[187], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("187");
    assertThatThrownBy(() -> retimer.retime(new byte[188], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("byte 0");
  }
}
