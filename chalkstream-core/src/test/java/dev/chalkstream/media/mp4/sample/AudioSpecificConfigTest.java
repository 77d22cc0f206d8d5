package dev.chalkstream.media.mp4.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioSpecificConfigTest {

  @ParameterizedTest
  @CsvSource({
    "1190, 2, 48000, 2, AAC-LC",
    "118856e500, 2, 48000, 1, AAC-LC that says it has no extension",
    "121056e500, 2, 44100, 2, the same in stereo",
    "2b920800, 5, 44100, 2, HE-AAC that says so first",
    "eb8a0800, 29, 44100, 2, HE-AAC v2 that says so first",
    "139056e5a0, 5, 44100, 2, HE-AAC that says so last",
    "138856e5a54880, 29, 44100, 2, HE-AAC v2 that says so last",
    "1390, 2, 22050, 2, HE-AAC that does not say so",
    "17801f4010, 2, 16000, 2, a rate of its own",
    "f9464000, 42, 48000, 2, an object type behind the escape",
    "11b0, 2, 48000, 6, six channels",
    "11b8, 2, 48000, 8, eight channels",
    "1180, 2, 48000, 0, channels in an element of their own",
    "1690, 2, 0, 2, a rate that is not defined",
  })
  void aConfigurationSaysWhatComesOut(
      String hex, int objectType, int sampleRate, int channels, String what) {
    assertThat(AudioSpecificConfig.decode(Bytes.of(BoxTrees.bytes(hex))))
        .as(what)
        .contains(new AudioSpecificConfig(objectType, sampleRate, channels));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "11", "1780", "f9", "2b"})
  void oneThatIsCutShortIsNone(String hex) {
    assertThat(AudioSpecificConfig.decode(Bytes.of(BoxTrees.bytes(hex)))).isEmpty();
  }

  @Test
  void thereIsAnAnswerForAnyTwoBytesAndWhatFollows() {
    for (int i = 0; i < 1 << 16; i++) {
      byte[] bytes = {(byte) (i >> 8), (byte) i, 0x56, (byte) 0xe5, (byte) 0xa5, 0x48, (byte) 0x80};
      AudioSpecificConfig.decode(Bytes.of(bytes))
          .ifPresent(config -> assertThat(config.channels()).isBetween(0, 24));
    }
  }
}
