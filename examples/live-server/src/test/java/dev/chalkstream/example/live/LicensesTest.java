package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicensesTest {

  @ParameterizedTest
  @CsvSource({
    "THIRD-PARTY.md, chalkstream-browser",
    "chalkstream-browser/mediabunny.txt, Mozilla Public License",
    "chalkstream-browser/aac-encoder.txt, Mozilla Public License",
    "chalkstream-browser/FFmpeg-AAC-encoder.txt, git.ffmpeg.org",
    "chalkstream-browser/LGPL-2.1.txt, GNU LESSER GENERAL PUBLIC LICENSE",
    "chalkstream-browser/hls.js.txt, Apache License",
    "chalkstream-browser/ulid.txt, MIT License",
    "chalkstream-browser/ffmpeg.wasm.txt, MIT License"
  })
  void whatBrowsersAreGivenComesWithItsLicence(String file, String text) {
    assertThat(Resources.text("/META-INF/licenses/" + file)).contains(text);
  }
}
