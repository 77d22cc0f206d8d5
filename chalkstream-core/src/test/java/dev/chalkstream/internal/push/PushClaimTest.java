package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.internal.transition.TimedMedia;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which of the playlists that an encoder pushes is followed, and what becomes of the others. */
class PushClaimTest {

  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  private final StreamScript script = new StreamScript();

  private AppendOutcome segment(String path, MediaInfo media) {
    return script.push(path, StreamScript.name(StreamScript.digest(path)), media);
  }

  private AppendOutcome playlist(String name, int first, int last, String... more) {
    List<String> lines = new ArrayList<>();
    IntStream.rangeClosed(first, last).forEach(n -> lines.add("#EXTINF:2,\n" + name + n + ".ts"));
    lines.addAll(List.of(more));
    return script.pushPlaylist(name + ".m3u8", first, lines.toArray(String[]::new));
  }

  private static void assertRejected(AppendOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
  }

  private static void assertAccepted(AppendOutcome outcome) {
    assertThat(outcome).isInstanceOf(Accepted.class);
  }

  @Test
  void aPlaylistOfWhichNoSegmentComesDoesNotKeepOthersAway() {
    for (int n = 0; n < 6; n++) {
      playlist("other", 0, n);
      assertAccepted(segment("out" + n + ".ts", TimedMedia.whole(2 * n)));
      assertAccepted(playlist("out", 0, n));
      script.pass(TWO_SECONDS);
    }

    assertThat(script.listing()).isEqualTo("0 1 2 3 4 5");
  }

  @Test
  void thePlaylistMayComeBeforeItsFirstSegment() {
    playlist("other", 0, 0);
    playlist("out", 0, 0);
    assertThat(script.listing()).isEmpty();

    assertThat(segment("out0.ts", TimedMedia.whole(0)))
        .isEqualTo(new Accepted(IngestResult.LISTED));

    assertThat(script.listing()).isEqualTo("0");
  }

  @Test
  void soundAndPicturesInTwoPlaylistsAreRefusedAndNothingIsListed() {
    segment("a0.ts", TimedMedia.of(0, Kind.AUDIO));
    assertAccepted(playlist("a", 0, 0));
    segment("v0.ts", TimedMedia.of(0, Kind.VIDEO));
    assertRejected(playlist("v", 0, 0), Reason.SEPARATE_AUDIO);

    assertRejected(segment("a1.ts", TimedMedia.of(2, Kind.AUDIO)), Reason.SEPARATE_AUDIO);
    assertRejected(playlist("a", 0, 1), Reason.SEPARATE_AUDIO);
    long revision = script.manifest().revision();
    assertRejected(playlist("a", 4, 8, "#EXT-X-ENDLIST"), Reason.SEPARATE_AUDIO);
    assertRejected(playlist("v", 0, 4), Reason.SEPARATE_AUDIO);
    assertThat(script.manifest().revision()).isEqualTo(revision);
    script.pass(Duration.ofSeconds(10)).passTime();
    assertRejected(segment("v9.ts", TimedMedia.of(18, Kind.VIDEO)), Reason.SEPARATE_AUDIO);

    assertThat(script.listing()).isEmpty();
  }

  @Test
  void anEncoderThatPushedSoundApartIsWelcomeWithBothInOne() {
    segment("a0.ts", TimedMedia.of(0, Kind.AUDIO));
    playlist("a", 0, 0);
    segment("v0.ts", TimedMedia.of(0, Kind.VIDEO));
    playlist("v", 0, 0);
    script.pass(TWO_SECONDS);

    assertAccepted(segment("out0.ts", TimedMedia.whole(0)));
    assertAccepted(playlist("out", 0, 0));

    assertThat(script.listing()).isEqualTo("0");
  }

  @Test
  void whatWasPushedApartIsForgottenWhenTheBroadcastHasEnded() {
    segment("a0.ts", TimedMedia.of(0, Kind.AUDIO));
    playlist("a", 0, 0);
    segment("v0.ts", TimedMedia.of(0, Kind.VIDEO));
    playlist("v", 0, 0);
    script.pass(Duration.ofSeconds(31)).passTime();

    assertThat(script.manifest().pushes().candidates()).isEmpty();
    assertThat(script.manifest().pushes().stored()).isEmpty();
    assertAccepted(segment("v0.ts", TimedMedia.of(0, Kind.VIDEO)));
  }

  @Test
  void soundAloneIsListedWithItsSecondSegment() {
    segment("a0.ts", TimedMedia.of(0, Kind.AUDIO));
    playlist("a", 0, 0);
    assertThat(script.listing()).isEmpty();

    segment("a1.ts", TimedMedia.of(2, Kind.AUDIO));
    playlist("a", 0, 1);

    assertThat(script.listing()).isEqualTo("0 1");
  }

  @Test
  void picturesAloneAreListedAfterSixSeconds() {
    segment("v0.ts", TimedMedia.of(0, Kind.VIDEO));
    playlist("v", 0, 0);
    assertThat(script.nextDue()).isEqualTo(script.now().plusSeconds(6));

    script.pass(Duration.ofSeconds(6)).passTime();

    assertThat(script.listing()).isEqualTo("0");
  }

  @Test
  void picturesAloneResumeACompleteStream() {
    segment("v0.ts", TimedMedia.whole(0));
    playlist("v", 0, 0);
    script.complete().pass(Duration.ofMinutes(1));
    segment("w0.ts", TimedMedia.of(0, Kind.VIDEO));
    playlist("w", 0, 0);
    assertThat(script.manifest().state()).isEqualTo(State.COMPLETE);

    script.pass(Duration.ofSeconds(6)).passTime();

    assertThat(script.listing()).isEqualTo("0 | 0");
    assertThat(script.manifest().state()).isEqualTo(State.LIVE);
  }

  @Test
  void soundAloneIsListedAtItsEnd() {
    segment("a0.ts", TimedMedia.of(0, Kind.AUDIO));
    playlist("a", 0, 0, "#EXT-X-ENDLIST");

    assertThat(script.listing()).isEqualTo("0");
  }

  @Test
  void segmentsOfARefusedPlaylistAreRefusedBeforeItNamesThem() {
    segment("hi0.ts", TimedMedia.whole(0));
    playlist("hi", 0, 0);
    assertAccepted(segment("low0.ts", TimedMedia.whole(0)));
    assertRejected(playlist("low", 0, 0), Reason.PLAYLIST_TAKEN);
    assertThat(script.manifest().pushes().stored()).isEmpty();

    assertRejected(segment("low1.ts", TimedMedia.whole(2)), Reason.PLAYLIST_TAKEN);
    assertAccepted(segment("hi1.ts", TimedMedia.whole(2)));
    assertAccepted(playlist("hi", 0, 1));

    assertThat(script.listing()).isEqualTo("0 1");
  }

  @Test
  void aVariantWhoseSegmentsAreCalledAlikeDoesNotTakeOverWhenTheFirstEnds() {
    for (int n = 0; n < 3; n++) {
      segment("out0" + n + ".ts", TimedMedia.whole(2 * n));
      playlist("out0", 0, n);
      segment("out1" + n + ".ts", TimedMedia.whole(2 * n));
      assertRejected(playlist("out1", 0, n), Reason.PLAYLIST_TAKEN);
      assertThat(script.manifest().pushes().stored()).isEmpty();
      script.pass(Duration.ofMillis(500));
    }
    playlist("out0", 0, 2, "#EXT-X-ENDLIST");
    segment("out13.ts", TimedMedia.whole(6));

    assertRejected(playlist("out1", 0, 3, "#EXT-X-ENDLIST"), Reason.PLAYLIST_TAKEN);

    assertThat(script.listing()).isEqualTo("0 1 2");
    assertThat(script.manifest().state()).isEqualTo(StreamStatus.State.COMPLETE);
  }

  @Test
  void segmentsThatAreCalledAlikeAreNotRefused() {
    script.push("0.ts", "a");
    script.pushPlaylist("hi.m3u8", 0, "#EXTINF:2,\n0.ts");
    assertRejected(script.pushPlaylist("low.m3u8", 0, "#EXTINF:2,\n7.ts"), Reason.PLAYLIST_TAKEN);

    assertAccepted(script.push("1.ts", "b"));
  }

  @Test
  void whatManyRefusedPlaylistsNameIsBounded() {
    segment("hi0.ts", TimedMedia.whole(0));
    playlist("hi", 0, 0);
    for (char c = 'a'; c <= 'z'; c++) {
      script.pushPlaylist("low.m3u8", 0, "#EXTINF:2,\n" + c + "0.ts");
    }

    assertThat(script.manifest().pushes().refused()).hasSize(RefusedNames.MOST).contains("z#.ts");
  }

  @Test
  void playlistsThatAreNotFollowedAreBounded() {
    for (char c = 'a'; c <= 'z'; c++) {
      script.pushPlaylist(c + ".m3u8", 0, "#EXTINF:2,\n" + c + "0.ts");
    }
    assertThat(script.manifest().pushes().candidates()).hasSize(Candidates.MOST);

    String[] names = new String[200];
    for (int n = 0; n < names.length; n++) {
      names[n] = "#EXTINF:2,\n" + "n".repeat(200) + n + ".ts";
    }
    script.pushPlaylist("one.m3u8", 0, names);
    script.pushPlaylist("two.m3u8", 0, names);

    assertThat(script.manifest().pushes().candidates())
        .extracting(PushedPlaylist::path)
        .containsExactly("two.m3u8");
  }

  @Test
  void aPlaylistAtTheVeryEndFindsAllThatCameWithinTheRetention() {
    script.policy(StreamPolicy.builder().retention(Duration.ofMinutes(60)).build());
    for (int n = 0; n < 372; n++) {
      segment("out" + n + ".ts", TimedMedia.whole(2 * n));
      script.pass(TWO_SECONDS).passTime();
    }
    playlist("out", 0, 371, "#EXT-X-ENDLIST");

    assertThat(script.manifest().window().nextSequence()).isEqualTo(372);
    assertThat(script.manifest().state()).isEqualTo(StreamStatus.State.COMPLETE);
  }
}
