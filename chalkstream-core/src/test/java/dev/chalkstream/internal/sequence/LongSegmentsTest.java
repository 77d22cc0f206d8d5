package dev.chalkstream.internal.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.transition.StreamScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Segments that are longer than the completion timeout of 30 s. */
class LongSegmentsTest {

  private static final Duration LONG = Duration.ofSeconds(40);

  private final StreamScript stream = new StreamScript();

  /** The last segment came a segment's duration ago. */
  private void assertCompleteAfterThreeTargetDurations() {
    stream.pass(LONG.multipliedBy(2).minusMillis(1)).passTime();
    assertThat(stream.manifest().state()).isEqualTo(State.LIVE);
    stream.pass(Duration.ofMillis(1)).passTime();
    assertThat(stream.manifest().state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void uploadsOfThemAreOneBroadcast() {
    for (int sequence = 0; sequence < 4; sequence++) {
      stream.append(sequence, "s" + sequence, null, LONG);
      stream.pass(LONG).passTime();
    }
    assertThat(stream.listing()).isEqualTo("0 1 2 3");
    assertCompleteAfterThreeTargetDurations();
  }

  @Test
  void pushesOfThemAreOneBroadcast() {
    List<String> lines = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      lines.add("#EXTINF:40,\nout" + number + ".ts");
      stream.push("out" + number + ".ts", "s" + number);
      stream.pushPlaylist(0, lines.toArray(String[]::new));
      stream.pass(LONG).passTime();
    }
    assertThat(stream.listing()).isEqualTo("0 1 2");
    assertCompleteAfterThreeTargetDurations();
  }

  @Test
  void oneThatIsShortLeavesTheTimeoutAsItIs() {
    stream.append(0, "s0");
    stream.pass(Duration.ofMillis(29_999)).passTime();
    assertThat(stream.manifest().state()).isEqualTo(State.LIVE);
    stream.pass(Duration.ofMillis(1)).passTime();
    assertThat(stream.manifest().state()).isEqualTo(State.COMPLETE);
  }
}
