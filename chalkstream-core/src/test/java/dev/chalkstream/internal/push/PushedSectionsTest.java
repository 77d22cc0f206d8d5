package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.hls.MediaMap;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.PushedSection;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.transition.StreamScript;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Pushed initialization sections, and the segments of fragmented MP4 that need them. */
class PushedSectionsTest {

  private static final String MAP = "#EXT-X-MAP:URI=\"init.mp4\"";

  private final StreamScript script = new StreamScript();

  private static String[] named(String map, long first, long last) {
    String[] lines = new String[(int) (last - first) + 2];
    lines[0] = map;
    for (long n = first; n <= last; n++) {
      lines[(int) (n - first) + 1] = "#EXTINF:2,\nout" + n + ".m4s";
    }
    return lines;
  }

  private static void assertAccepted(AppendOutcome outcome, IngestResult result) {
    assertThat(outcome).isEqualTo(new Accepted(result));
  }

  private static void assertRejected(AppendOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
  }

  /** The sections of what is listed. */
  private List<SegmentName> listed() {
    return script.manifest().window().head().stream()
        .map(ListedSegment::section)
        .map(Objects::requireNonNull)
        .toList();
  }

  private static SegmentName section(String bytes) {
    return StreamScript.section(bytes);
  }

  private List<SegmentName> unlisted() {
    return script.manifest().ledger().segments().stream()
        .map(UnlistedSegment::name)
        .filter(name -> !name.isPlain())
        .toList();
  }

  @Test
  void aSegmentIsListedWithTheSectionThatItsPlaylistNames() {
    assertAccepted(script.pushSection("init.mp4", "i"), IngestResult.STORED);
    assertAccepted(script.pushFragments("out0.m4s", "a", "i"), IngestResult.STORED);
    assertAccepted(script.pushPlaylist(0, named(MAP, 0, 0)), IngestResult.LISTED);

    assertThat(listed()).containsExactly(section("i"));
    assertThat(script.playlist().segments().get(0).map())
        .map(MediaMap::uri)
        .hasValueSatisfying(uri -> assertThat(uri).endsWith(section("i").toString()));
  }

  @Test
  void thePlaylistMayComeFirst() {
    script.pushPlaylist(0, named(MAP, 0, 1));
    script.pushSection("init.mp4", "i");
    assertAccepted(script.pushFragments("out0.m4s", "a", "i"), IngestResult.LISTED);
    script.pushPlaylist(0, named(MAP, 0, 2));
    assertAccepted(script.pushFragments("out1.m4s", "b", "i"), IngestResult.LISTED);

    assertThat(listed()).containsExactly(section("i"), section("i"));
  }

  @Test
  void whatCountsIsWhatTheSectionWasWhenTheSegmentCame() {
    script.pushSection("init.mp4", "i");
    script.pushFragments("out0.m4s", "a", "i");
    script.pass(Duration.ofSeconds(2));
    script.pushSection("init.mp4", "j");
    script.pass(Duration.ofSeconds(2));
    script.pushFragments("out1.m4s", "b", "j");
    script.pushPlaylist(0, named(MAP, 0, 1));

    assertThat(listed()).containsExactly(section("i"), section("j"));
  }

  @Test
  void ofSeveralInOneDirectoryThePlaylistTellsWhichIsMeant() {
    script.pushSection("init.mp4", "i");
    script.pushSection("low.mp4", "j");
    assertThat(script.manifest().pushes().sectionsFor("out0.m4s").get(0)).isEqualTo(section("j"));
    script.pushFragments("out0.m4s", "a", "j");
    script.pushPlaylist(0, named(MAP, 0, 0));

    assertThat(listed()).containsExactly(section("i"));
    assertThat(script.manifest().pushes().sectionsFor("out1.m4s").get(0)).isEqualTo(section("i"));
  }

  @Test
  void theLikeliestIsWhatThePlaylistSaysAndThenWhatLiesBeside() {
    script.pushSection("a/init.mp4", "i");
    script.pushSection("b/init.mp4", "j");
    script.pushSection("c/init.mp4", "k");
    assertThat(script.manifest().pushes().sectionsFor("a/0.m4s"))
        .containsExactly(section("i"), section("k"), section("j"));

    script.pushFragments("a/0.m4s", "a", "i");
    String map = "#EXT-X-MAP:URI=\"../b/init.mp4\"";
    script.pushPlaylist("a/out.m3u8", 0, map, "#EXTINF:2,\n0.m4s\n#EXTINF:2,\n1.m4s");
    assertThat(listed()).containsExactly(section("j"));
    assertThat(script.manifest().pushes().sectionsFor("a/1.m4s").get(0)).isEqualTo(section("j"));
  }

  @Test
  void aPlaylistMayLeaveDirectoriesOutAndNameHosts() {
    script.pushSection("low/init.mp4", "j");
    script.pushSection("live/init.mp4", "i");
    script.pushSection("low/init.mp4", "k");
    script.pushFragments("live/out0.m4s", "a", "i");
    String map = "#EXT-X-MAP:URI=\"https://cdn.example/x/init.mp4?a=b\"";
    script.pushPlaylist("live/out.m3u8", 0, named(map, 0, 0));

    assertThat(listed()).containsExactly(section("i"));
  }

  @Test
  void aMapThatNeverComesLeavesTheSegmentAsItWasRecognised() {
    script.pushSection("head.mp4", "i");
    script.pushFragments("out0.m4s", "a", "i");
    script.pushPlaylist(0, named(MAP, 0, 0));

    assertThat(listed()).containsExactly(section("i"));
  }

  @Test
  void theSameSectionAgainChangesNothing() {
    script.pushSection("init.mp4", "i");
    long revision = script.manifest().revision();
    assertAccepted(script.pushSection("init.mp4", "i"), IngestResult.UNCHANGED);
    assertThat(script.manifest().revision()).isEqualTo(revision);

    script.pushSection("other.mp4", "j");
    assertAccepted(script.pushSection("init.mp4", "i"), IngestResult.STORED);
    assertThat(script.manifest().pushes().sectionsFor("out0.m4s").get(0)).isEqualTo(section("i"));
  }

  @Test
  void aSegmentThatWasLookedIntoTooEarlyIsLookedIntoAgain() {
    script.pushSection("init.mp4", "i");
    assertThat(script.pushFragmentsOf("out0.m4s", "a", "i", StreamScript.digest("h")))
        .isEqualTo(new AppendOutcome.SectionChanged());
    assertThat(script.manifest().pushes().stored()).isEmpty();
    assertAccepted(
        script.pushFragmentsOf("out0.m4s", "a", "i", StreamScript.digest("i")),
        IngestResult.STORED);
  }

  @Test
  void sectionsAreOfOneContainerWithTheStream() {
    script.push("out0.ts", "a");
    assertRejected(script.pushSection("init.mp4", "i"), Reason.OTHER_CONTAINER);
    script.pushPlaylist(0, "#EXTINF:2,\nout0.ts");
    assertRejected(script.pushSection("init.mp4", "i"), Reason.OTHER_CONTAINER);
  }

  @Test
  void aSectionAloneBindsNoContainer() {
    script.pushSection("init.mp4", "i");
    assertAccepted(script.push("out0.ts", "a"), IngestResult.STORED);
    assertAccepted(script.pushPlaylist(0, "#EXTINF:2,\nout0.ts"), IngestResult.LISTED);
  }

  @Test
  void aMapStandsBeforeFragmentsAndNothingElse() {
    script.pushSection("init.mp4", "i");
    script.pushFragments("out0.m4s", "a", "i");
    assertRejected(script.pushPlaylist(0, "#EXTINF:2,\nout0.m4s"), Reason.UNSUPPORTED_PLAYLIST);
    assertAccepted(script.pushPlaylist(0, named(MAP, 0, 0)), IngestResult.LISTED);
    script.pushPlaylist(0, MAP, "#EXTINF:2,\nout0.m4s\n#EXTINF:2,\nout1.m4s");
    script.pushPlaylist(2, "#EXTINF:2,\nout2.m4s");
    assertRejected(script.pushFragments("out2.m4s", "c", "i"), Reason.UNSUPPORTED_PLAYLIST);
  }

  @Test
  void aTransportStreamNeedsNoMap() {
    script.push("out0.ts", "a");
    assertRejected(script.pushPlaylist(0, MAP, "#EXTINF:2,\nout0.ts"), Reason.UNSUPPORTED_PLAYLIST);
    assertAccepted(script.pushPlaylist(0, "#EXTINF:2,\nout0.ts"), IngestResult.LISTED);
  }

  @Test
  void anEncoderThatIsStartedAgainGoesOnBehindOneDiscontinuity() {
    for (String take : List.of("i", "j")) {
      script.pushSection("init.mp4", take);
      for (long n = 0; n < 3; n++) {
        script.pushFragments("out" + n + ".m4s", take + n, take);
        script.pushPlaylist(0, named(MAP, 0, n));
        script.pass(Duration.ofSeconds(2));
      }
    }

    assertThat(script.listing()).isEqualTo("0 1 2 | 0 1 2");
    assertThat(listed())
        .containsExactly(
            section("i"), section("i"), section("i"), section("j"), section("j"), section("j"));
  }

  @Test
  void whatIsMissingIsAGapOfTheSectionBeforeIt() {
    script.pushSection("init.mp4", "i");
    script.pushFragments("out0.m4s", "a", "i");
    script.pushFragments("out2.m4s", "c", "i");
    script.pushPlaylist(0, named(MAP, 0, 2));
    script.pass(Duration.ofSeconds(9)).passTime();

    assertThat(script.listing()).isEqualTo("0 gap 2");
    assertThat(listed()).containsOnly(section("i"));
  }

  @Test
  void aSectionIsNoSignOfLife() {
    script.pushSection("init.mp4", "i");
    script.pushFragments("out0.m4s", "a", "i");
    script.pushPlaylist(0, named(MAP, 0, 0));
    for (int n = 0; n < 20; n++) {
      script.pass(Duration.ofSeconds(10));
      script.pushSection("init.mp4", "i" + n);
    }

    assertThat(script.manifest().state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void onlySomeAreKept() {
    for (int n = 0; n < 20; n++) {
      script.pushSection("init" + n + ".mp4", "i" + n);
    }

    List<PushedSection> kept = script.manifest().pushes().sections();
    assertThat(kept).hasSize(PushedSection.MOST);
    assertThat(kept.get(kept.size() - 1).name()).isEqualTo(section("i19"));
    assertThat(unlisted()).hasSize(12).contains(section("i0")).doesNotContain(section("i12"));
  }

  @Test
  void whatIsListedKeepsItsSectionWhenTheEncoderHasAnother() {
    script.pushSection("init.mp4", "i");
    script.pushFragments("out0.m4s", "a", "i");
    script.pushPlaylist(0, named(MAP, 0, 0));
    for (int n = 0; n < 9; n++) {
      script.pushSection("init.mp4", "j" + n);
    }

    assertThat(unlisted()).containsExactly(section("j0"));
    assertThat(script.manifest().main().sections()).hasSize(1);
    assertThat(listed()).containsExactly(section("i"));
  }

  @Test
  void equalSectionsAreStoredOnce() {
    script.pushSection("a.mp4", "i");
    script.pushFragments("out0.m4s", "a", "i");
    script.pushSection("b.mp4", "i");

    assertThat(script.manifest().pushes().sections())
        .extracting(PushedSection::name)
        .containsOnly(section("i"));
  }

  @Test
  void theyAreForgottenLongAfterTheEncoderHasGone() {
    script.policy(StreamPolicy.builder().retention(Duration.ofHours(1)).build());
    script.pushSection("init.mp4", "i");
    script.pushFragments("out0.m4s", "a", "i");
    script.pushPlaylist(0, named(MAP, 0, 0));
    script.pass(Duration.ofMinutes(9)).passTime();
    assertThat(script.manifest().pushes().sections()).hasSize(1);
    assertThat(script.nextDue()).isBeforeOrEqualTo(script.now().plus(Duration.ofMinutes(1)));
    script.pass(Duration.ofMinutes(1)).passTime();

    assertThat(script.manifest().pushes().sections()).isEmpty();
    assertThat(unlisted()).isEmpty();
    script.pass(Duration.ofHours(1)).passTime();
    assertThat(script.manifest().state()).isEqualTo(State.EXPIRED);
    assertThat(unlisted()).contains(section("i"));
    assertThat(script.manifest().main().sections()).isEmpty();
  }

  @Test
  void aStreamOfNothingButASectionEnds() {
    script.pushSection("init.mp4", "i");
    for (int n = 0; n < 12; n++) {
      script.pass(Duration.ofMinutes(10)).passTime();
    }

    assertThat(script.manifest().state()).isEqualTo(State.EXPIRED);
    assertThat(script.manifest().pushes().sections()).isEmpty();
    assertThat(unlisted()).containsExactly(section("i"));
  }
}
