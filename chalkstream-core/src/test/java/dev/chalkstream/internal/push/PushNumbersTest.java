package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.internal.transition.TimedMedia;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Numbers, names and timestamps together tell what is new in a playlist, and what was lost. */
class PushNumbersTest {

  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final Duration A_WHILE = Duration.ofSeconds(5);

  private final StreamScript script = new StreamScript();
  private int takes;

  /** Pushes a segment that begins at a time in seconds. */
  private void segment(String path, long start) {
    var name = StreamScript.name(StreamScript.digest(path + " " + takes++));
    script.push(path, name, TimedMedia.whole(start));
  }

  private static String[] named(long first, long last) {
    String[] lines = new String[(int) (last - first + 1)];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "#EXTINF:2,\n" + (first + i) + ".ts";
    }
    return lines;
  }

  private void encode(long first, long last, long start) {
    for (long n = first; n <= last; n++) {
      segment(n + ".ts", start + 2 * (n - first));
      long from = Math.max(first, n - 4);
      script.pushPlaylist(from, named(from, n));
      script.pass(TWO_SECONDS);
    }
  }

  @Test
  void anEncoderThatIsStartedAgainAndNumbersByTheClockLeavesNoGaps() {
    encode(1_700_000_000, 1_700_000_002, 1);
    encode(1_700_000_008, 1_700_000_011, 1);

    assertThat(script.listing())
        .isEqualTo(
            "1700000000 1700000001 1700000002 | 1700000008 1700000009 1700000010 1700000011");
  }

  @Test
  void segmentsThatWereLostAreGapsIfTheTimestampsWentAheadAsTheNumbersDid() {
    encode(0, 2, 0);
    segment("6.ts", 12);
    script.pushPlaylist(6, named(6, 6));
    script.pass(A_WHILE).passTime();

    assertThat(script.listing()).isEqualTo("0 1 2 gap gap gap 6");
  }

  @Test
  void playlistsThatOvertakeEachOtherBeginNoRun() {
    encode(0, 2, 0);
    for (int n = 3; n < 60; n++) {
      segment(n + ".ts", 2L * n);
    }
    script.pushPlaylist(55, named(55, 59));
    for (int last = 7; last < 55; last += 3) {
      script.pushPlaylist(last - 4, named(last - 4, last));
    }
    script.pushPlaylist(50, named(50, 54));

    assertThat(script.manifest().run().ordinal()).isZero();
    assertThat(script.listing()).doesNotContain("gap", "|").endsWith("58 59");
  }

  @Test
  void aPlaylistThatIsAheadWaitsForItsFirstSegmentToTell() {
    encode(0, 2, 0);
    script.pushPlaylist(8, named(8, 8));
    assertThat(script.manifest().pushes().expected()).isEmpty();

    segment("8.ts", 0);

    assertThat(script.listing()).isEqualTo("0 1 2 | 8");
  }

  @Test
  void aNumberThatStandsStillIsToldByTheNames() {
    encode(0, 3, 0);
    for (int n = 4; n < 9; n++) {
      segment(n + ".ts", 2L * n);
      script.pushPlaylist(0, named(n - 4, n));
      script.pass(TWO_SECONDS);
    }

    assertThat(script.listing()).isEqualTo("0 1 2 3 4 5 6 7 8");
  }

  @Test
  void aNumberThatIsOneTooLowIsToldByTheNames() {
    encode(0, 3, 0);
    segment("4.ts", 8);
    script.pushPlaylist(0, named(1, 4));
    segment("5.ts", 10);
    script.pushPlaylist(2, named(2, 5));

    assertThat(script.listing()).isEqualTo("0 1 2 3 4 5");
  }

  @Test
  void aNumberThatStandsStillWithOneNameIsNoDiscontinuityWhereTheMediaGoOn() {
    for (int n = 0; n < 4; n++) {
      segment(n + ".ts", 2L * n);
      script.pushPlaylist(0, named(n, n));
      script.pass(TWO_SECONDS);
    }

    assertThat(script.listing()).isEqualTo("0 0 0 0");
  }

  @Test
  void theMediaDoNotGoOnWhereTheSegmentBeforeIsMissing() {
    encode(0, 0, 0);
    segment("new1.ts", 2);
    script.pushPlaylist(0, "#EXTINF:2,\nnew0.ts\n#EXTINF:2,\nnew1.ts");
    script.pass(A_WHILE).passTime();

    assertThat(script.listing()).isEqualTo("0 | 1");
  }

  @Test
  void anEncoderThatEndsEachPlaylistIsNotBelieved() {
    for (int n = 0; n < 6; n++) {
      segment(n + ".ts", 2L * n);
      script.pushPlaylist(0, String.join("\n", named(0, n)), "#EXT-X-ENDLIST");
      script.pass(TWO_SECONDS).passTime();
      assertThat(script.manifest().state()).isEqualTo(State.LIVE);
    }

    assertThat(script.listing()).isEqualTo("0 1 2 3 4 5");
  }

  @Test
  void anEndInTheOnlyPlaylistIsBelievedWhenNothingMoreComes() {
    segment("0.ts", 0);
    script.pushPlaylist(0, String.join("\n", named(0, 0)), "#EXT-X-ENDLIST");
    assertThat(script.manifest().state()).isEqualTo(State.LIVE);

    script.pass(Duration.ofSeconds(3)).passTime();

    assertThat(script.manifest().state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void anEncoderThatGoesOnAfterAnEndIsNotBelievedAgain() {
    encode(0, 2, 0);
    for (int n = 3; n < 6; n++) {
      segment(n + ".ts", 2L * n);
      script.pushPlaylist(0, String.join("\n", named(0, n)), "#EXT-X-ENDLIST");
      script.pass(TWO_SECONDS);
    }

    assertThat(script.listing()).isEqualTo("0 1 2 3 | 4 5");
    assertThat(script.manifest().state()).isEqualTo(State.LIVE);
  }

  @Test
  void aSegmentThatComesAgainWithItsPlaylistAfterTheEndBeginsNothing() {
    segment("0.ts", 0);
    var name = script.manifest().pushes().stored().get(0).name();
    script.pushPlaylist(0, named(0, 0));
    segment("1.ts", 2);
    script.pushPlaylist(0, named(0, 1));
    script.complete().pass(A_WHILE);

    script.push("0.ts", name, TimedMedia.whole(0));
    script.pushPlaylist(0, named(0, 0));

    assertThat(script.listing()).isEqualTo("0 1");
    assertThat(script.manifest().state()).isEqualTo(State.COMPLETE);
  }
}
