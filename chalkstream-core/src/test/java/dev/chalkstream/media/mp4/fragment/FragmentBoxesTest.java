package dev.chalkstream.media.mp4.fragment;

import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkReal;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkRoundTrip;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import dev.chalkstream.media.mp4.fragment.SegmentIndex.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The boxes of fragments, with real ones of ffmpeg and of mediabunny. */
class FragmentBoxesTest {

  @Test
  void theNumberOfAFragment() {
    assertThat(checkReal("00000010 6d666864 00000000 00000001"))
        .isEqualTo(new MovieFragmentHeader(1));
    checkRoundTrip(new MovieFragmentHeader(0xffff_ffffL));
  }

  @Test
  void theHeaderOfATrackHasTheFieldsThatItsFlagsAnnounce() {
    String ffmpeg = "0000001c 74666864 00020038 00000001 00000200 00000d01 01010000";
    assertThat(checkReal(ffmpeg))
        .isEqualTo(new TrackFragmentHeader(0x2_0038, 1, 0, 0, 512, 3_329, SampleFlags.NOT_SYNC));
    String all =
        "00000028 74666864 0000003b 00000002 0000000000001000 00000001 00000400 00000010 02000000";
    assertThat(checkReal(all))
        .isEqualTo(new TrackFragmentHeader(0x3b, 2, 4_096, 1, 1_024, 16, SampleFlags.SYNC));
    checkRoundTrip(TrackFragmentHeader.of(7));
    assertThat(TrackFragmentHeader.of(7).has(TrackFragmentHeader.BASE_IS_FRAGMENT)).isTrue();
    assertThat(TrackFragmentHeader.of(7).has(TrackFragmentHeader.HAS_DURATION)).isFalse();
  }

  @Test
  void theTimeOfAFragmentHas32BitsOr64() {
    assertThat(checkReal("00000014 74666474 01000000 0000000100000000"))
        .isEqualTo(TrackFragmentTime.of(1L << 32));
    assertThat(checkReal("00000010 74666474 00000000 ffffffff"))
        .isEqualTo(new TrackFragmentTime(0, 0xffff_ffffL));
    assertThat(error(BoxTrees.bytes("00000014 74666474 01000000 8000000000000000")))
        .isEqualTo("tfdt has a number of 2^63 or more");
  }

  @Test
  void flagsSayWhetherDecodingCanBegin() {
    assertThat(SampleFlags.isSync(SampleFlags.SYNC)).isTrue();
    assertThat(SampleFlags.dependsOnOthers(SampleFlags.SYNC)).isEqualTo(2);
    assertThat(SampleFlags.isSync(SampleFlags.NOT_SYNC)).isFalse();
    assertThat(SampleFlags.dependsOnOthers(SampleFlags.NOT_SYNC)).isEqualTo(1);
    assertThat(SampleFlags.isSync(0)).isTrue();
  }

  @Test
  void anIndexNamesItsParts() {
    String mediabunny =
        "00000034 73696478 01000000 00000001 0000e100 0000000000000000 0000000000000000 0000 0001"
            + "00000a19 0000e100 00000000";
    assertThat(checkReal(mediabunny))
        .isEqualTo(
            new SegmentIndex(1, 1, 57_600, 0, 0, List.of(new Reference(false, 2_585, 57_600, 0))));
    String old =
        "00000038 73696478 00000000 00000001 0000e100 00000001 00000002 0000 0002"
            + "80000010 00000001 90000000 7fffffff 00000002 00000001";
    var index = (SegmentIndex) checkReal(old);
    assertThat(index.references())
        .containsExactly(
            new Reference(true, 16, 1, 0x9000_0000), new Reference(false, Integer.MAX_VALUE, 2, 1));
    assertThat(error(BoxTrees.bytes(old.replace("0000 0002", "0000 0003"))))
        .contains("sidx says it has 3 entries of 12 bytes");
  }

  @Test
  void anEventHasAnotherOrderOfFieldsInEachVersion() {
    String scheme = "75726e3a7800";
    String value = "3100";
    String numbers = "0000003b 656d7367 01000000 00015f90 0000000000000005 ffffffff 00000007";
    Bytes data = Bytes.of("data".getBytes(StandardCharsets.UTF_8));
    assertThat(checkReal(numbers.replace("3b", "2c") + scheme + value + "64617461"))
        .isEqualTo(new EventMessage(1, "urn:x", "1", 90_000, 5, 0xffff_ffffL, 7, data));
    String old = scheme + value + "00015f90 00000005 ffffffff 00000007 64617461";
    assertThat(checkReal("00000028 656d7367 00000000" + old))
        .isEqualTo(new EventMessage(0, "urn:x", "1", 90_000, 5, 0xffff_ffffL, 7, data));
    checkRoundTrip(new EventMessage(1, "", "ä", 1, Long.MAX_VALUE, 0, 0, Bytes.EMPTY));
    assertThat(error(BoxTrees.bytes("00000010 656d7367 00000000 61626364")))
        .isEqualTo("emsg has a string without an end");
  }

  @Test
  void theClockOfTheEncoder() {
    var box =
        (ProducerReferenceTime)
            checkReal("00000020 70726674 01000018 00000001 eeb3c0d080000000 0000000000000200");
    assertThat(box.mediaTime()).isEqualTo(512);
    assertThat(box.wallClock()).isEqualTo(Instant.parse("2026-11-27T08:41:52.5Z"));
    checkReal("0000001c 70726674 00000000 00000001 eeb3c0d080000000 00000200");
  }
}
