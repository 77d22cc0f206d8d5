package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.json.ManifestFormatTest;
import dev.chalkstream.internal.json.ManifestWriter;
import dev.chalkstream.internal.manifest.Backlog;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.sequence.DeletionLedger;
import dev.chalkstream.internal.text.PushPath;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.TrackTiming;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much becomes of what is pushed, and for how long it stays. */
class PushBoundsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int TOMBSTONE_BYTES = 1_500;

  private final StreamScript script = new StreamScript();

  private static String[] named(int first, int last, String prefix) {
    String[] lines = new String[last - first + 1];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "#EXTINF:2,\n" + prefix + (first + i) + ".ts";
    }
    return lines;
  }

  private static StreamPolicy retention(int minutes) {
    return StreamPolicy.builder().retention(Duration.ofMinutes(minutes)).build();
  }

  private int manifestBytes() {
    return ManifestWriter.write(script.manifest()).length;
  }

  private void assertIsTombstone() {
    assertThat(script.manifest().state()).isEqualTo(State.EXPIRED);
    assertThat(script.manifest().pushes()).isEqualTo(Pushes.NONE);
    assertThat(manifestBytes()).isLessThan(TOMBSTONE_BYTES);
  }

  /** Lets all the time pass at which anything is due, but no later than that. */
  private void passAllThatIsDue(Duration atMost) {
    var end = script.now().plus(atMost);
    for (var due = script.nextDue(); !due.isAfter(end); due = script.nextDue()) {
      Manifest before = script.manifest();
      script.pass(Duration.between(script.now(), due)).passTime();
      assertThat(script.manifest()).as("what is due is done").isNotEqualTo(before);
    }
  }

  @Test
  void whatManyPlaylistsNameIsBoundedTogether() {
    String prefix = "n".repeat(240);
    script.push(prefix + "0.ts", "a");
    for (int first = 0; first < 1_000; first += 100) {
      script.pushPlaylist(first, named(first, first + 99, prefix));
    }

    List<PushedEntry> expected = script.manifest().pushes().expected();
    assertThat(expected.get(expected.size() - 1).sequence()).isEqualTo(999);
    assertThat(expected.stream().mapToInt(entry -> PushPath.bytes(entry.path())).sum())
        .isBetween(PushedPlaylist.MAX_NAME_BYTES * 9 / 10, PushedPlaylist.MAX_NAME_BYTES);
    assertThat(manifestBytes()).isLessThan(2 * PushedPlaylist.MAX_NAME_BYTES);
  }

  @Test
  void aPlaylistOfManyShortNamesIsExpectedAsAWhole() {
    script.push("segments/1700000000.ts", "a");
    script.pushPlaylist(0, named(0, PushedPlaylist.MAX_ENTRIES - 1, "segments/170000000"));

    assertThat(script.manifest().pushes().expected()).hasSize(PushedPlaylist.MAX_ENTRIES - 1);
  }

  @Test
  void namesThatAnEarlierVersionKeptAreNoLongerThanNow() {
    String fat = "n".repeat(2_000) + ".ts";
    script.push("out0.ts", "a");
    script.pushPlaylist(0, named(0, 10, "out"));
    Pushes pushes = script.manifest().pushes();
    var entries =
        pushes.expected().stream()
            .map(e -> new PushedEntry(e.sequence(), fat, e.duration(), false, false, null))
            .toList();
    var doubted = new PushedPlaylist("out.m3u8", 2, false, entries);
    var former =
        new Pushes(
            pushes.followed(),
            List.of(),
            entries,
            pushes.known(),
            List.of(doubted),
            script.now(),
            Set.of(),
            List.of());

    Pushes read = ManifestFormatTest.reread(script.manifest(), former).pushes();

    assertThat(read.expected()).hasSize(10).extracting(PushedEntry::path).containsOnly("");
    assertThat(read.candidates()).hasSize(1);
    assertThat(read.candidates().get(0).entries()).extracting(PushedEntry::path).containsOnly("");
  }

  @Test
  void anEntryWhoseNameIsTooLongBecomesAGapAndTheOthersAreListed() {
    script.push("out0.ts", "a");
    script.push("out2.ts", "c");
    script.pushPlaylist(
        0,
        "#EXTINF:2,\nout0.ts",
        "#EXTINF:1.5,\n" + "n".repeat(300) + ".ts",
        "#EXTINF:2,\nout2.ts");
    script.pass(Duration.ofSeconds(5)).passTime();

    assertThat(script.listing()).isEqualTo("0 gap 2");
    assertThat(script.manifest().window().head().get(1).duration())
        .isEqualTo(Duration.ofMillis(1_500));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 60, 0})
  void aStreamOfWhichOnlyAPlaylistCameExpires(int retention) {
    script.policy(retention(retention));
    script.pushPlaylist(0, named(0, 1_000, "n".repeat(40)));
    assertThat(manifestBytes()).isGreaterThan(50_000);

    int kept = retention == 1 ? 1 : 10;
    script.pass(Duration.ofMinutes(kept).minus(SECOND)).passTime();
    assertThat(script.manifest().state()).isEqualTo(State.COMPLETE);
    assertThat(script.nextDue()).isEqualTo(script.now().plus(SECOND));
    script.pass(SECOND).passTime();

    assertIsTombstone();
    assertThat(script.nextDue()).isEqualTo(Instant.MAX);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 0})
  void aStreamWhoseSegmentsNobodyNamedExpiresAndTheyAreDeleted(int retention) {
    script.policy(retention(retention));
    script.push("out0.ts", "a");
    script.pass(Duration.ofMinutes(1));
    script.push("out1.ts", "b");

    passAllThatIsDue(Duration.ofMinutes(10));

    assertIsTombstone();
    assertThat(script.manifest().ledger().segments())
        .extracting(UnlistedSegment::name)
        .containsExactly(
            StreamScript.name(StreamScript.digest("a")),
            StreamScript.name(StreamScript.digest("b")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0})
  void aStreamThatHadExpiredKeepsNothingOfALaterPlaylist(int retention) {
    script.policy(retention(retention));
    script.pushPlaylist(0, named(0, 100, "first"));
    passAllThatIsDue(Duration.ofMinutes(10));
    script.pushPlaylist(0, named(0, 1_000, "second"));
    assertThat(script.manifest().state()).isEqualTo(State.EXPIRED);

    passAllThatIsDue(Duration.ofMinutes(10));

    assertThat(script.manifest().pushes().expected()).isEmpty();
    assertThat(manifestBytes()).isLessThan(TOMBSTONE_BYTES);
  }

  @Test
  void aStreamThatExpiredBeforeItListedAnythingIsPushedAgain() {
    script.pushPlaylist(0, named(0, 100, "first"));
    passAllThatIsDue(Duration.ofMinutes(10));

    script.push("out0.ts", "a");
    script.pushPlaylist(0, named(0, 0, "out"));

    assertThat(script.manifest().state()).isEqualTo(State.LIVE);
    assertThat(script.listing()).isEqualTo("0");
  }

  @Test
  void whatIsListedForEverRemembersNotForEverWhatNeverCame() {
    script.policy(retention(0));
    script.push("out0.ts", "a");
    script.pushPlaylist(0, named(0, 1_000, "out"));
    assertThat(script.manifest().pushes().expected()).hasSize(1_000);

    passAllThatIsDue(Duration.ofMinutes(10));

    assertThat(script.manifest().state()).isEqualTo(State.COMPLETE);
    assertThat(script.manifest().pushes().expected()).isEmpty();
    assertThat(script.listing()).isEqualTo("0");
  }

  @Test
  void anEncoderThatGoesOnAfterALongSilenceSendsNothingTwice() {
    script.policy(retention(60));
    script.push("out0.ts", "a");
    script.pushPlaylist(0, named(0, 3, "out"));
    passAllThatIsDue(Duration.ofMinutes(10));

    script.push("out1.ts", "b");
    script.pushPlaylist(0, named(0, 3, "out"));
    script.push("out0.ts", "a");
    script.push("out2.ts", "c");

    assertThat(script.listing()).isEqualTo("0 | 1 2");
  }

  private static MediaInfo tracks(int count) {
    return tracks(
        count,
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(8_000_000_000L, 8_000_180_000L),
            new TrackTiming.Span(8_000_000_000L, 8_000_180_000L),
            new TrackTiming.Frames(3_600, 3_600, 3_600),
            180_000));
  }

  /** With the longest numbers that there are. */
  private static MediaInfo tracksWithLongTimestamps(int count) {
    var span = new TrackTiming.Span(Long.MAX_VALUE, Long.MAX_VALUE);
    long ticks = TrackClock.MAX_TIMESCALE << 30;
    var frames = new TrackTiming.Frames(ticks, ticks, ticks);
    var clock = TrackClock.ofCmaf(TrackClock.MAX_TIMESCALE);
    return tracks(count, new TrackTiming(clock, span, span, frames, ticks));
  }

  private static MediaInfo tracks(int count, TrackTiming timing) {
    var track =
        new MediaTrack(
            8_191,
            MediaTrack.Kind.VIDEO,
            "avc1.64001f",
            MediaTrack.Format.ofPicture(3_840, 2_160),
            Optional.of(timing));
    return new MediaInfo(Collections.nCopies(count, track), true);
  }

  @Test
  void whatWaitsIsBoundedInTheManifestWhateverIsInside() {
    assertThatWhatWaitsIsBounded(tracks(64));
  }

  @Test
  void whatWaitsIsBoundedInTheManifestHoweverLongItsTimestampsAre() {
    assertThatWhatWaitsIsBounded(tracksWithLongTimestamps(64));
  }

  private void assertThatWhatWaitsIsBounded(MediaInfo media) {
    script.inMemory();
    AppendOutcome last = script.append(0, media);
    int waiting = 0;
    for (long n = 2; !(last instanceof Rejected); n++, waiting++) {
      last = script.append(n, media);
    }

    assertThat(((Rejected) last).reason()).isEqualTo(Reason.TOO_MANY_WAITING);
    assertThat(waiting).isGreaterThan(30);
    assertThat(manifestBytes()).isBetween(Backlog.MAX_NOTED / 2, Backlog.MAX_NOTED * 11 / 10);
  }

  @Test
  void whatIsNotNamedIsBoundedInTheManifestToo() {
    script.inMemory();
    for (int n = 0; n < 100; n++) {
      var name = StreamScript.name(StreamScript.digest("s" + n));
      script.push("n".repeat(200) + n + ".ts", name, tracks(64));
    }

    List<PushedSegment> stored = script.manifest().pushes().stored();
    assertThat(stored.get(stored.size() - 1).path()).endsWith("n99.ts");
    assertThat(manifestBytes()).isBetween(Backlog.MAX_NOTED / 2, Backlog.MAX_NOTED * 11 / 10);
  }

  @Test
  void asManySegmentsOfTwoTracksWaitAsThePolicySays() {
    script.inMemory();
    for (long n = 1; n <= StreamPolicy.defaults().maxWaitingSegments(); n++) {
      assertThat(script.append(n, tracks(2))).isInstanceOf(AppendOutcome.Accepted.class);
    }
    assertThat(manifestBytes()).isLessThan(Backlog.MAX_NOTED);
  }

  @Test
  void theLedgerForgetsTheOldestOfVeryMany() {
    script.inMemory().policy(StreamPolicy.builder().retention(SECOND).build());
    for (int n = 0; n < DeletionLedger.MAX_SEGMENTS + 1_000; n++) {
      script.append(n, "s" + n);
      script.pass(Duration.ofSeconds(2));
    }

    assertThat(script.manifest().ledger().segments()).hasSize(DeletionLedger.MAX_SEGMENTS);
    assertThat(manifestBytes()).isLessThan(Limits.DOCUMENT_BYTES / 4);
  }
}
