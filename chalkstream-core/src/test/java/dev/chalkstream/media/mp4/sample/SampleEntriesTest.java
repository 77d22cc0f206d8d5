package dev.chalkstream.media.mp4.sample;

import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkReal;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkRoundTrip;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.OpaqueBox;
import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sample entries, with real ones of ffmpeg and of mediabunny. */
class SampleEntriesTest {

  private static final String VISUAL =
      "000000000000 0001 0000 0000 00000000 00000000 00000000 0142 00b6 00480000 00480000 00000000"
          + "0001 0000000000000000000000000000000000000000000000000000000000000000 0018 ffff";
  private static final String AUDIO = "000000000000 0001 0000000000000000 0001 0010 00000000";

  @Test
  void picturesHaveASizeAndAConfiguration() {
    String shape = "00000010 70617370 00000001 00000001";
    String rate = "00000014 62747274 00000000 00008396 00008396";
    assertThat(checkReal("0000007a 61766331" + VISUAL + shape + rate))
        .isEqualTo(
            VisualSampleEntry.of(
                "avc1", 322, 182, new PixelAspectRatio(1, 1), new BitRate(0, 33_686, 33_686)));
  }

  @Test
  void theNameOfACompressorIsKept() {
    String named = VISUAL.replace("0001 00000000", "0001 124d6564");
    var entry = (VisualSampleEntry) checkReal("00000056 76703039" + named);
    assertThat(entry.compressor().get(0)).isEqualTo(18);
  }

  @Test
  void soundHasChannelsAndARate() {
    String opus = "00000013 644f7073 00010138 0000bb80 000000";
    assertThat(checkReal("00000037 4f707573" + AUDIO + "bb800000" + opus))
        .isEqualTo(
            AudioSampleEntry.of(
                "Opus", 1, 48_000, new OpusConfiguration(1, 312, 48_000, 0, 0, Bytes.EMPTY)));
    assertThat(AudioSampleEntry.of("fLaC", 2, 96_000).sampleRate()).isZero();
  }

  @Test
  void soundAsQuickTimeDescribesItIsKeptAsItIs() {
    String quickTime = AUDIO.replace("0001 0000000000000000", "0001 0001000000000000");
    assertThat(checkReal("00000034 6d703461" + quickTime + "bb800000" + "00".repeat(16)))
        .isInstanceOf(OpaqueBox.class);
  }

  @Test
  void subtitlesHaveEntriesOfTheirOwn() {
    String vtt = "0000001e 77767474 000000000000 0001 0000000e 76747443 574542565454";
    var head = new OpaqueBox("vttC", Bytes.of("WEBVTT".getBytes()));
    assertThat(checkReal(vtt)).isEqualTo(new WebVttSampleEntry(1, List.of(head)));
    String xml =
        "00000040 73747070 000000000000 0001 687474703a2f2f7777772e77332e6f72672f6e732f74746d6c00"
            + "00 00 00000014 62747274 00000000 00001640 00001640";
    assertThat(checkReal(xml))
        .isEqualTo(
            new XmlSampleEntry(
                1, "http://www.w3.org/ns/ttml", "", "", List.of(new BitRate(0, 5_696, 5_696))));
  }

  @Test
  void aListOfEntriesKnowsHowManyThereAre() {
    String vtt = "0000001e 77767474 000000000000 0001 0000000e 76747443 574542565454";
    var list = (SampleDescriptions) checkReal("0000002e 73747364 00000000 00000001" + vtt);
    assertThat(list.child(WebVttSampleEntry.class)).isPresent();
    assertThat(error(BoxTrees.bytes("0000002e 73747364 00000000 00000002" + vtt)))
        .isEqualTo("stsd says it holds 2 boxes, but holds 1");
  }

  @Test
  void entriesThatAreNotReadAreKeptAsTheyAre() {
    String encrypted =
        "0000006a 656e6376" + VISUAL + "00000014 73696e66 0000000c 66726d61 61766331";
    assertThat(checkReal(encrypted)).isInstanceOf(OpaqueBox.class);
    assertThat(checkReal("00000014 656e6361 000000000000 0001 00000000"))
        .isInstanceOf(OpaqueBox.class);
    assertThat(checkReal("00000010 6d657474 000000000000 0001")).isInstanceOf(OpaqueBox.class);
  }

  @Test
  void anEntryOutsideOfItsListIsNoEntry() {
    var box = new OpaqueBox("mp4a", Bytes.zeros(4));
    var entry = VisualSampleEntry.of("avc1", 2, 2, box, new OpaqueBox("avc1", Bytes.EMPTY));
    checkRoundTrip(entry);
  }

  @Test
  void coloursAreSaidByCodePointsOrByAProfile() {
    var points = (ColourInformation) checkReal("00000013 636f6c72 6e636c78 0009 0010 0009 80");
    assertThat(points.colour()).contains(new Colour(9, 16, 9, true));
    assertThat(points).isEqualTo(ColourInformation.of(new Colour(9, 16, 9, true)));
    var profile = (ColourInformation) checkReal("00000010 636f6c72 70726f66 01020304");
    assertThat(profile.colour()).isEmpty();
    assertThat(new ColourInformation("nclx", Bytes.zeros(6)).colour()).isEmpty();
  }
}
