package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.transition.StreamScript;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An encoder that is started again, and mostly calls its segments by other names than before. */
class RestartTest {

  private static final Duration A_WHILE = Duration.ofSeconds(5);

  private final StreamScript script = new StreamScript();

  /**
   * Pushes a playlist of segments from number 0 on that are called by a letter and their number.
   */
  private AppendOutcome name(String letter, long last) {
    String[] lines = new String[(int) last + 1];
    for (int n = 0; n <= last; n++) {
      lines[n] = "#EXTINF:2,\n" + letter + n + ".ts";
    }
    return script.pushPlaylist(0, lines);
  }

  private AppendOutcome push(String name) {
    return script.push(name + ".ts", name);
  }

  @Test
  void theNewSegmentDoesNotTakeThePlaceOfTheOneThatIsMissing() {
    push("a0");
    push("a2");
    name("a", 2);
    push("b1");
    name("b", 1);
    script.pass(A_WHILE).passTime();

    assertThat(script.listing()).isEqualTo("0 gap 2 | 1");
  }

  @Test
  void theNewSegmentDoesNotTakeThePlaceOfTheFirstThatIsMissing() {
    push("a1");
    name("a", 1);
    push("b0");
    name("b", 0);

    assertThat(script.listing()).isEqualTo("1 | 0");
  }

  @Test
  void thePlaylistMayComeBeforeTheNewSegments() {
    push("a0");
    push("a2");
    name("a", 2);
    name("b", 1);
    assertThat(script.listing()).isEqualTo("0");

    assertThat(push("b0")).isEqualTo(new Accepted(IngestResult.LISTED));
    assertThat(push("b1")).isEqualTo(new Accepted(IngestResult.LISTED));

    assertThat(script.listing()).isEqualTo("0 gap 2 | 0 1");
  }

  @Test
  void thePlaylistThatNamesAsManyAsBeforeMayComeBeforeTheNewSegments() {
    push("a0");
    name("a", 0);
    name("b", 0);

    assertThat(push("b0")).isEqualTo(new Accepted(IngestResult.LISTED));

    assertThat(script.listing()).isEqualTo("0 | 0");
  }

  @Test
  void aPlaylistThatIsTooOldToBeLateIsOfANewEncoderWhereNothingIsListedYet() {
    push("a1001");
    script.pushPlaylist(1_000, "#EXTINF:2,\na1000.ts\n#EXTINF:2,\na1001.ts");
    script.pass(Duration.ofSeconds(1));
    name("b", 0);
    push("b0");
    push("b1");
    name("b", 1);

    assertThat(script.listing()).isEqualTo("1001 | 0 1");
  }

  @Test
  void aPlaylistThatIsTooOldToBeLateIsOfANewEncoderWhereNoTimePasses() {
    push("a1000");
    script.pushPlaylist(1_000, "#EXTINF:2,\na1000.ts");
    push("b0");
    name("b", 0);

    assertThat(script.listing()).isEqualTo("1000 | 0");
  }

  @Test
  void aPlaylistOfTheFormerEncoderThatIsLateChangesNothing() {
    push("a0");
    name("a", 0);
    push("b0");
    name("b", 0);
    name("a", 2);
    push("b1");
    name("b", 1);

    assertThat(script.listing()).isEqualTo("0 | 0 1");
  }

  @Test
  void oneSegmentOfAFormerNameIsEnoughWhereThePlaylistIsTooOldToBeLate() {
    for (int n = 0; n < 6; n++) {
      push("a" + n);
      script.pushPlaylist(n, "#EXTINF:2,\na" + n + ".ts");
    }
    assertThat(script.push("a1.ts", "other bytes")).isEqualTo(new Accepted(IngestResult.STORED));
    assertThat(name("a", 2)).isEqualTo(new Accepted(IngestResult.LISTED));
    script.pass(A_WHILE).passTime();

    assertThat(script.listing()).isEqualTo("0 1 2 3 4 5 | 1");
  }

  @Test
  void oneSegmentOfAFormerNameIsNotEnoughWhereThePlaylistMayBeLate() {
    for (int n = 0; n < 6; n++) {
      push("a" + n);
      name("a", n);
    }
    script.push("a1.ts", "other bytes");
    name("a", 2);

    assertThat(script.listing()).isEqualTo("0 1 2 3 4 5");
  }
}
