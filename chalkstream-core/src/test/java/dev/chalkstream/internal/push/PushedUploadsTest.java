package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.transition.StreamScript;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PushedUploadsTest {

  private static final Duration A_WHILE = Duration.ofSeconds(5);

  private final StreamScript script = new StreamScript();

  /** What a playlist says of segments that are called by their numbers. */
  private static String[] named(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(number -> "#EXTINF:2,\nout" + number + ".ts")
        .toArray(String[]::new);
  }

  /** Pushes segments and playlists as an encoder does, with five segments in the playlist. */
  private void encode(long first, long last, String take) {
    for (long n = first; n <= last; n++) {
      script.push("out" + n + ".ts", take + n);
      long from = Math.max(first, n - 4);
      script.pushPlaylist(from, named(from, n));
      script.pass(Duration.ofSeconds(2));
    }
  }

  private static void assertAccepted(AppendOutcome outcome, IngestResult result) {
    assertThat(outcome).isEqualTo(new Accepted(result));
  }

  private static void assertRejected(AppendOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
  }

  @Test
  void aSegmentIsListedWhenAPlaylistNamesIt() {
    assertAccepted(script.push("out0.ts", "a"), IngestResult.STORED);
    assertThat(script.listing()).isEmpty();

    script.pushPlaylist(0, "#EXTINF:1.5,", "out0.ts");

    assertThat(script.listing()).isEqualTo("0");
    assertThat(script.manifest().window().head().get(0).duration())
        .isEqualTo(Duration.ofMillis(1_500));
    assertThat(script.manifest().targetDuration()).isEqualTo(TargetDuration.ofSeconds(2));
    assertThat(script.manifest().pushes().stored()).isEmpty();
  }

  @Test
  void aSegmentThatIsNamedBeforeItComesIsListedWhenItComes() {
    script.pushPlaylist(0, named(0, 0));
    assertThat(script.listing()).isEmpty();

    assertAccepted(script.push("out0.ts", "a"), IngestResult.LISTED);

    assertThat(script.listing()).isEqualTo("0");
  }

  @Test
  void theDirectoryOfASegmentMayBeLeftOutInThePlaylist() {
    script.push("seg/out0.ts", "a");
    script.pushPlaylist(0, named(0, 1));
    script.push("seg/out1.ts", "b");

    assertThat(script.listing()).isEqualTo("0 1");
    assertAccepted(script.push("seg/out1.ts", "b"), IngestResult.UNCHANGED);
  }

  @Test
  void aRunBeginsAtTheLowestNumberOfItsFirstPlaylist() {
    encode(1_700_000_000, 1_700_000_002, "a");

    assertThat(script.listing()).isEqualTo("1700000000 1700000001 1700000002");
  }

  @Test
  void theSameAgainChangesNothing() {
    encode(0, 1, "a");
    script.push("out2.ts", "a2");
    long revision = script.manifest().revision();

    assertAccepted(script.push("out2.ts", "a2"), IngestResult.UNCHANGED);
    assertAccepted(script.push("out1.ts", "a1"), IngestResult.UNCHANGED);
    assertAccepted(script.pushPlaylist(0, named(0, 1)), IngestResult.UNCHANGED);
    assertThat(script.manifest().revision()).isEqualTo(revision);
  }

  @Test
  void otherBytesUnderANameThatIsNotListedTakeTheirPlace() {
    script.push("out0.ts", "a");
    assertAccepted(script.push("out0.ts", "b"), IngestResult.STORED);

    script.pushPlaylist(0, named(0, 0));

    SegmentName replaced = StreamScript.name(StreamScript.digest("a"));
    assertThat(script.manifest().window().head().get(0).name())
        .isEqualTo(StreamScript.name(StreamScript.digest("b")));
    assertThat(script.manifest().ledger().segments())
        .extracting(UnlistedSegment::name)
        .containsExactly(replaced);
  }

  @Test
  void aNamedSegmentThatDoesNotComeBecomesAGap() {
    encode(0, 1, "a");
    script.push("out3.ts", "a3");
    script.pushPlaylist(0, named(0, 3));
    assertThat(script.waiting()).containsExactly(3L);

    script.pass(A_WHILE).passTime();

    assertThat(script.listing()).isEqualTo("0 1 gap 3");
    assertRejected(script.push("out2.ts", "a2"), Reason.SLOT_CLOSED);
  }

  @Test
  void whatIsSaidToBeAGapIsNotWaitedFor() {
    encode(0, 0, "a");
    script.push("out3.ts", "a3");
    script.pushPlaylist(
        1,
        "#EXT-X-GAP",
        "#EXTINF:1,",
        "out1.ts",
        "#EXT-X-GAP",
        "#EXTINF:1.5,",
        "out2.ts",
        "#EXTINF:2,",
        "out3.ts");

    assertThat(script.listing()).isEqualTo("0 gap gap 3");
    assertThat(script.manifest().window().head())
        .extracting(ListedSegment::duration)
        .extracting(Duration::toMillis)
        .containsExactly(2_000L, 1_000L, 1_500L, 2_000L);
  }

  @Test
  void aDiscontinuityIsWrittenWhereThePlaylistSaysSo() {
    encode(0, 0, "a");
    script.push("out1.ts", "a1");
    script.push("out2.ts", "a2");
    script.pushPlaylist(
        0,
        "#EXTINF:2,",
        "out0.ts",
        "#EXT-X-DISCONTINUITY",
        "#EXTINF:2,",
        "out1.ts",
        "#EXTINF:2,",
        "out2.ts");

    assertThat(script.listing()).isEqualTo("0 | 1 2");
  }

  @Test
  void aDiscontinuityBeforeASegmentThatIsMissingIsToldByTheNext() {
    encode(0, 0, "a");
    script.push("out2.ts", "a2");
    script.pushPlaylist(
        0,
        "#EXTINF:2,",
        "out0.ts",
        "#EXT-X-DISCONTINUITY",
        "#EXTINF:2,",
        "out1.ts",
        "#EXTINF:2,",
        "out2.ts");
    script.pass(A_WHILE).passTime();

    assertThat(script.listing()).isEqualTo("0 gap | 2");
  }

  @Test
  void theDateOfARunIsThePlaylists() {
    Instant date = script.now().minusSeconds(40);
    script.push("out0.ts", "a0");
    script.pushPlaylist(0, "#EXT-X-PROGRAM-DATE-TIME:" + date, "#EXTINF:2,", "out0.ts");

    assertThat(script.manifest().window().head().get(0).start()).isEqualTo(date);
  }

  @Test
  void aDateBeforeTheEndOfTheLastSegmentIsNot() {
    encode(0, 0, "a");
    Instant end = script.manifest().window().head().get(0).end();
    script.push("out1.ts", "a1");
    script.pushPlaylist(
        0,
        "#EXTINF:2,",
        "out0.ts",
        "#EXT-X-DISCONTINUITY",
        "#EXT-X-PROGRAM-DATE-TIME:2020-01-01T00:00:00Z",
        "#EXTINF:2,",
        "out1.ts");

    assertThat(script.manifest().window().head().get(1).start()).isEqualTo(end);
  }

  @Test
  void theEndOfThePlaylistCompletesTheStream() {
    encode(0, 1, "a");
    script.pushPlaylist(0, named(0, 2));
    script.pushPlaylist(
        0, "#EXTINF:2,", "out0.ts\n#EXTINF:2,\nout1.ts\n#EXTINF:2,\nout2.ts\n#EXT-X-ENDLIST");
    assertThat(script.manifest().state()).isEqualTo(State.LIVE);

    script.push("out2.ts", "a2");

    assertThat(script.manifest().state()).isEqualTo(State.COMPLETE);
    assertThat(script.listing()).isEqualTo("0 1 2");
  }

  @Test
  void whatIsMissingAtTheEndIsNotWaitedForForEver() {
    encode(0, 1, "a");
    script.pushPlaylist(
        0, "#EXTINF:2,\nout0.ts\n#EXTINF:2,\nout1.ts\n#EXTINF:2,\nout2.ts\n#EXT-X-ENDLIST");

    script.pass(A_WHILE).passTime();

    assertThat(script.manifest().state()).isEqualTo(State.COMPLETE);
    assertThat(script.listing()).isEqualTo("0 1");
  }

  @Test
  void anEncoderThatIsStartedAgainContinuesBehindOneDiscontinuity() {
    encode(0, 3, "a");
    encode(0, 3, "b");

    assertThat(script.listing()).isEqualTo("0 1 2 3 | 0 1 2 3");
  }

  @Test
  void anEncoderThatIsStartedAgainAndSendsTheSameBytesContinuesToo() {
    encode(0, 3, "a");
    encode(0, 6, "a");

    assertThat(script.listing()).isEqualTo("0 1 2 3 | 0 1 2 3 4 5 6");
  }

  @Test
  void anEncoderThatIsStartedAgainAfterTheEndContinues() {
    encode(0, 1, "a");
    script.pushPlaylist(0, "#EXTINF:2,\nout0.ts\n#EXTINF:2,\nout1.ts\n#EXT-X-ENDLIST");
    assertThat(script.manifest().state()).isEqualTo(State.COMPLETE);
    script.pass(A_WHILE);

    encode(0, 1, "b");

    assertThat(script.listing()).isEqualTo("0 1 | 0 1");
    assertThat(script.manifest().state()).isEqualTo(State.LIVE);
  }

  @Test
  void anEncoderThatIsStartedAgainMaySendItsPlaylistsFirst() {
    encode(0, 3, "a");
    for (int n = 0; n < 3; n++) {
      script.pushPlaylist(0, named(0, n));
      script.push("out" + n + ".ts", "b" + n);
      script.pass(Duration.ofSeconds(2));
    }

    assertThat(script.listing()).isEqualTo("0 1 2 3 | 0 1 2");
  }

  @Test
  void anOldPlaylistThatIsLateChangesNothing() {
    encode(0, 6, "a");
    script.pushPlaylist(1, named(1, 5));
    script.pushPlaylist(0, named(0, 0));

    encode(7, 8, "a");

    assertThat(script.listing()).isEqualTo("0 1 2 3 4 5 6 7 8");
  }

  @Test
  void namesThatComeRoundAgainAreOtherSegments() {
    for (int n = 0; n < 12; n++) {
      script.push("out" + n % 4 + ".ts", "a" + n);
      int from = Math.max(0, n - 2);
      String[] lines = new String[n - from + 1];
      for (int i = 0; i < lines.length; i++) {
        lines[i] = "#EXTINF:2,\nout" + (from + i) % 4 + ".ts";
      }
      script.pushPlaylist(from, lines);
      script.pass(Duration.ofSeconds(2));
    }

    assertThat(script.listing()).isEqualTo("0 1 2 3 4 5 6 7 8 9 10 11");
  }

  @Test
  void numbersThatJumpAreANewRunAtOnce() {
    encode(0, 1, "a");
    encode(1_700_000_000, 1_700_000_001, "b");

    assertThat(script.listing()).isEqualTo("0 1 | 1700000000 1700000001");
  }

  @Test
  void anotherPlaylistIsRefusedWhileTheFirstIsAlive() {
    encode(0, 1, "a");
    script.push("low/out0.ts", "b");

    assertRejected(
        script.pushPlaylist("low/out.m3u8", 0, "#EXTINF:2,\nout0.ts"), Reason.PLAYLIST_TAKEN);

    script.pass(A_WHILE);
    assertAccepted(
        script.pushPlaylist("low/out.m3u8", 0, "#EXTINF:2,\nout0.ts"), IngestResult.UNCHANGED);
    assertAccepted(script.push("low/out0.ts", "b"), IngestResult.LISTED);
    assertThat(script.listing()).isEqualTo("0 1 | 0");
  }

  @Test
  void aSegmentThatIsNeverNamedIsDeleted() {
    script.push("out0.ts", "a");
    var name = StreamScript.name(StreamScript.digest("a"));
    assertThat(script.manifest().names(name)).isTrue();

    script.pass(PushedSegments.KEPT.minusSeconds(1)).passTime();
    assertThat(script.manifest().pushes().stored()).hasSize(1);
    assertThat(script.nextDue()).isEqualTo(script.now().plusSeconds(1));
    script.pass(Duration.ofSeconds(1)).passTime();

    assertThat(script.manifest().pushes().stored()).isEmpty();
    assertThat(script.manifest().ledger().segments())
        .extracting(UnlistedSegment::name)
        .containsExactly(name);
  }

  @Test
  void whatIsNotNamedIsBounded() {
    script.policy(StreamPolicy.builder().maxWaitingSegments(2).build());
    script.push("out0.ts", "a");
    script.push("out1.ts", "b");

    assertAccepted(script.push("out1.ts", "d"), IngestResult.STORED);
    assertThat(script.manifest().pushes().stored()).hasSize(2);
    assertAccepted(script.push("out2.ts", "c"), IngestResult.STORED);

    assertThat(script.manifest().pushes().stored())
        .extracting(PushedSegment::path)
        .containsExactly("out1.ts", "out2.ts");
    assertThat(script.manifest().ledger().segments())
        .extracting(UnlistedSegment::name)
        .contains(StreamScript.name(StreamScript.digest("a")));
  }

  @Test
  void aPushTakesOverFromAnUploadAndGivesWayToOne() {
    script.append(0, "native", "run-a", StreamScript.TWO_SECONDS);
    encode(5, 6, "a");
    script.append(0, "more", "run-b", StreamScript.TWO_SECONDS);

    assertThat(script.listing()).isEqualTo("0 | 5 6 | 0");
    assertRejected(
        script.append(1, "late", "run-a", StreamScript.TWO_SECONDS), Reason.RUN_SUPERSEDED);
  }

  @Test
  void anExpiredStreamIsPushedAgain() {
    encode(0, 2, "a");
    script.complete();
    script.pass(Duration.ofMinutes(11)).passTime();
    assertThat(script.manifest().state()).isEqualTo(State.EXPIRED);

    encode(0, 1, "a");

    assertThat(script.listing()).isEqualTo("| 0 1");
  }
}
