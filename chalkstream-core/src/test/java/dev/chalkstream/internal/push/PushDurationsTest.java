package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.TestMedium;
import dev.chalkstream.media.TransportStreamProbe;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations of pushed playlists that make no sense. */
class PushDurationsTest {

  private final StreamScript script = new StreamScript();

  /** Nothing is known of it, so it plays as long as segments do at most. */
  @ParameterizedTest
  @ValueSource(strings = {"", "#EXT-X-GAP\n"})
  void aGapWhoseDurationMakesNoSensePlaysForTheTargetDuration(String gap) {
    script.push("out0.ts", "a0");
    script.pushPlaylist(0, "#EXTINF:2,", "out0.ts");
    script.push("out2.ts", "a2");
    script.pushPlaylist(
        0, "#EXTINF:2,", "out0.ts", gap + "#EXTINF:-23334.4,", "out1.ts", "#EXTINF:2,", "out2.ts");
    script.pass(Duration.ofSeconds(5)).passTime();

    assertThat(script.listing()).isEqualTo("0 gap 2");
    assertThat(script.manifest().window().head().get(1).duration()).hasSeconds(2);
    assertThat(script.manifest().targetDuration()).isEqualTo(TargetDuration.ofSeconds(2));
  }

  /** The timestamps are believed, and who pushes is told so in the log. */
  @ParameterizedTest
  @CsvSource({
    "94455.717689, makes no sense",
    "-23334.411377778, makes no sense",
    ".04, said to play for PT0.04S"
  })
  void aDurationThatMakesNoSenseIsMeasured(String written, String said) {
    byte[] bytes = TestMedium.segment(TestMedium.Format.LOW_AUDIO, 0, 16, true, 0);
    var probed = (ProbeResult.Recognized) TransportStreamProbe.probe(ByteBuffer.wrap(bytes));
    Duration plays = Duration.ofMillis(2_048);
    var name = StreamScript.name(StreamScript.digest("a"));
    script.pushPlaylist(0, "#EXTINF:" + written + ",", "out0.ts");

    assertThat(script.push("out0.ts", name, probed.info()))
        .isEqualTo(new Accepted(IngestResult.LISTED));
    assertThat(script.remarks()).hasSize(1).allMatch(remark -> remark.contains(said));
    assertThat(script.manifest().window().head().get(0).duration()).isEqualTo(plays);
    assertThat(script.manifest().targetDuration()).isEqualTo(TargetDuration.ofSeconds(2));
  }

  @Test
  void aLongSegmentKeepsWhatALongerTargetDurationNeeds() {
    script.policy(StreamPolicy.builder().retention(Duration.ofSeconds(1)).build());
    for (int n = 0; n <= 5; n++) {
      script.push("out" + n + ".ts", "a" + n);
      script.pushPlaylist(n, "#EXTINF:2,", "out" + n + ".ts");
      script.pass(Duration.ofSeconds(2));
    }
    assertThat(script.listing()).isEqualTo("3 4 5");
    script.push("out6.ts", "a6");
    script.push("out7.ts", "a7");

    script.pushPlaylist(6, "#EXTINF:2,", "out6.ts", "#EXTINF:5,", "out7.ts");

    assertThat(script.listing()).isEqualTo("3 4 5 6 7");
  }
}
