package dev.chalkstream.media.mp4.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.OpaqueBox;
import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import dev.chalkstream.media.mp4.sample.ElementaryStream.Decoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundFormatTest {

  private static SoundFormat format(String type, Box... children) {
    return SoundFormat.of(AudioSampleEntry.of(type, 2, 32_000, children));
  }

  private static Bytes bytes(String hex) {
    return Bytes.of(BoxTrees.bytes(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "1188, 48000, 1",
    "eb8a0800, 44100, 2",
    "1180, 48000, 2",
    "1690, 32000, 2",
    "11, 32000, 2",
  })
  void ofAacTheConfigurationCountsAsFarAsItSaysAnything(String hex, int rate, int channels) {
    var stream = ElementaryStream.of(new Decoder(Decoder.MPEG4_AUDIO, 0, 0, bytes(hex)));
    assertThat(format("mp4a", stream)).isEqualTo(new SoundFormat(rate, channels));
  }

  @Test
  void ofOpusTheRateIsAlwaysTheSame() {
    var opus = new OpusConfiguration(6, 312, 44_100, 0, 1, Bytes.zeros(8));
    assertThat(format("Opus", opus)).isEqualTo(new SoundFormat(48_000, 6));
  }

  @ParameterizedTest
  @CsvSource({
    "ac-3, dac3, 103de0, 48000, 6",
    "ac-3, dac3, 5009e0, 44100, 1",
    "ec-3, dec3, 0300200200, 48000, 1",
    "ec-3, dec3, 0600200f00, 48000, 6",
    "fLaC, dfLa, 0000000080000022120012000000000024150bb800f0, 48000, 1",
    "fLaC, dfLa, 000000008000002212001200000000002415177002f0, 96000, 2",
    "ac-3, dac3, 10, 32000, 2",
    "fLaC, dfLa, 00, 32000, 2",
    "ac-3, dfLa, 103de0, 32000, 2",
    "zzzz, dac3, 103de0, 32000, 2",
  })
  void ofOthersTheirConfigurationCounts(
      String type, String box, String hex, int rate, int channels) {
    assertThat(format(type, new OpaqueBox(box, bytes(hex))))
        .isEqualTo(new SoundFormat(rate, channels));
  }

  @Test
  void withoutAConfigurationTheEntryCounts() {
    assertThat(format("mp4a")).isEqualTo(new SoundFormat(32_000, 2));
    assertThat(format("Opus")).isEqualTo(new SoundFormat(32_000, 2));
  }
}
