package dev.chalkstream.media.mp4.fragment;

import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkReal;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkRoundTrip;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import dev.chalkstream.media.mp4.fragment.TrackRun.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackRunTest {

  private static final int DEFAULT = 77;

  @Test
  void samplesWithoutFieldsOfTheirOwnHaveTheDefaults() {
    var run = (TrackRun) checkReal("00000018 7472756e 01000005 00000002 00000070 02000000");
    assertThat(run.count()).isEqualTo(2);
    assertThat(run.dataOffset()).isEqualTo(112);
    assertThat(run.duration(1, DEFAULT)).isEqualTo(DEFAULT);
    assertThat(run.size(1, DEFAULT)).isEqualTo(DEFAULT);
    assertThat(run.compositionOffset(1)).isZero();
    assertThat(run.sampleFlags(0, DEFAULT)).isEqualTo(SampleFlags.SYNC);
    assertThat(run.sampleFlags(1, DEFAULT)).isEqualTo(DEFAULT);
  }

  @Test
  void eachFieldIsFoundBehindThoseBeforeIt() {
    String each = "00000200 00000d01 02000000 fffffe00 00000100 ffffffff 01010000 00000400";
    var run = (TrackRun) checkReal("00000034 7472756e 01000f01 00000002 ffffffff" + each);
    assertThat(run.dataOffset()).isEqualTo(-1);
    assertThat(run.duration(0, 0)).isEqualTo(512);
    assertThat(run.size(1, 0)).isEqualTo(0xffff_ffffL);
    assertThat(run.sampleFlags(1, 0)).isEqualTo(SampleFlags.NOT_SYNC);
    assertThat(run.compositionOffset(0)).isEqualTo(-512);
    assertThat(run.compositionOffset(1)).isEqualTo(1_024);
    var some = (TrackRun) checkReal("00000018 7472756e 00000a00 00000001 00000007 fffffe00");
    assertThat(some.size(0, 0)).isEqualTo(7);
    assertThat(some.compositionOffset(0)).isEqualTo(0xffff_fe00L);
    assertThat(some.duration(0, DEFAULT)).isEqualTo(DEFAULT);
  }

  @Test
  void thereIsNoSampleAfterTheLast() {
    var run = TrackRun.of(0, List.of(new Sample(1, 2, 3, 4)));
    assertThat(run.duration(0, 0)).isEqualTo(1);
    assertThatThrownBy(() -> run.duration(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aRunIsWrittenFromItsSamples() {
    var run = TrackRun.of(8, List.of(new Sample(512, 10, SampleFlags.SYNC, -1)));
    checkRoundTrip(run);
    checkRoundTrip(TrackRun.of(8, List.of()));
    assertThat(run.withDataOffset(9).dataOffset()).isEqualTo(9);
    assertThat(run.withDataOffset(9).samples()).isEqualTo(run.samples());
    var without = (TrackRun) BoxTrees.read("00000010 7472756e 00000000 00000001");
    checkRoundTrip(without.withDataOffset(5));
  }

  @Test
  void thereMustBeRoomForAllSamples() {
    assertThat(error(BoxTrees.bytes("00000014 7472756e 00000100 40000001 00000001")))
        .contains("trun says it has 1073741825 entries of 4 bytes");
    assertThat(error(BoxTrees.bytes("00000014 7472756e 00000f00 10000001 00000001")))
        .contains("trun says it has 268435457 entries of 16 bytes");
    assertThat(error(BoxTrees.bytes("00000010 7472756e 00000000 3b9aca00")))
        .isEqualTo("trun says it has more samples than there are bytes");
    assertThat(error(BoxTrees.bytes("00000010 7472756e 00000000 ffffffff")))
        .isEqualTo("trun says it has more samples than there are bytes");
    assertThat(error(BoxTrees.bytes("00000010 7472756e 00000000 00010000"))).isEqualTo("nothing");
  }
}
