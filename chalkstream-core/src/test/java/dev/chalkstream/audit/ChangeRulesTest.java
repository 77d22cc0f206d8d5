package dev.chalkstream.audit;

import static dev.chalkstream.audit.Playlists.FRAGMENTS;
import static dev.chalkstream.audit.Playlists.HEADER;
import static dev.chalkstream.audit.Playlists.LIVE;
import static dev.chalkstream.audit.Playlists.NEXT;
import static dev.chalkstream.audit.Playlists.NEXT_FRAGMENT;
import static dev.chalkstream.audit.Playlists.slid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The audit finds changes that are not allowed, and only those. */
class ChangeRulesTest {

  private static final String END = "#EXT-X-ENDLIST\n";

  private static final String RESUMED =
      "#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:09:00.000Z\n" + NEXT;

  private static final String WAITING =
      HEADER.replace("MEDIA-SEQUENCE:10", "MEDIA-SEQUENCE:2")
          + """
          #EXT-X-DISCONTINUITY
          #EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00.000Z
          #EXTINF:2,
          ../poster.ts
          """;

  private static void assertAllowed(String before, String after) {
    assertThat(FormatRules.violations(after)).isEmpty();
    assertThat(ChangeRules.violations(ReadPlaylist.parse(before), ReadPlaylist.parse(after)))
        .isEmpty();
  }

  private static void assertForbidden(String before, String after) {
    assertThat(after).isNotEqualTo(before);
    assertThat(ChangeRules.violations(ReadPlaylist.parse(before), ReadPlaylist.parse(after)))
        .isNotEmpty();
  }

  @Test
  void appendingSlidingAndEndingAtOnceIsAllowed() {
    assertAllowed(LIVE, LIVE);
    assertAllowed(LIVE, LIVE + NEXT);
    assertAllowed(LIVE, slid(LIVE + NEXT, 11, 3) + END);
    assertAllowed(LIVE, LIVE + END);
  }

  @Test
  void aResumptionAndTheWayOutOfTheWaitingRoomAreAllowed() {
    assertAllowed(LIVE + END, LIVE);
    assertAllowed(LIVE + END, LIVE + RESUMED);
    assertAllowed(
        WAITING.replace("DISCONTINUITY-SEQUENCE:3", "DISCONTINUITY-SEQUENCE:1"),
        LIVE.replace("TARGETDURATION:2", "TARGETDURATION:3"));
  }

  @Test
  void aResumptionWithoutADiscontinuityIsForbidden() {
    assertForbidden(LIVE + END, LIVE + NEXT);
    assertForbidden(LIVE + END, slid(LIVE, 11, 3) + END);
  }

  @Test
  void numbersThatGoBackAreForbidden() {
    assertForbidden(LIVE, LIVE.replace("MEDIA-SEQUENCE:10", "MEDIA-SEQUENCE:9"));
    assertForbidden(LIVE, LIVE.replace("DISCONTINUITY-SEQUENCE:3", "DISCONTINUITY-SEQUENCE:2"));
    assertForbidden(WAITING, LIVE);
    assertForbidden(LIVE, WAITING.replace("MEDIA-SEQUENCE:2", "MEDIA-SEQUENCE:50"));
    assertForbidden(LIVE + NEXT, LIVE);
  }

  @Test
  void anInsertionBehindTheFrontLineIsForbidden() {
    assertForbidden(
        LIVE, LIVE.replace("#EXTINF:1.5,", "#EXTINF:1,\n../chunk/s/x.ts\n#EXTINF:1.5,"));
  }

  @Test
  void aSegmentThatChangesIsForbidden() {
    assertForbidden(LIVE, LIVE.replace("s/b.ts", "s/x.ts"));
    assertForbidden(LIVE, LIVE.replace("EXTINF:1.5", "EXTINF:1.6"));
    assertForbidden(LIVE, LIVE.replace("#EXT-X-GAP\n", ""));
    assertForbidden(LIVE, LIVE.replace("#EXT-X-DISCONTINUITY\n", ""));
    assertForbidden(LIVE, LIVE.replace("12:00:05", "12:00:06"));
  }

  @Test
  void aFrontThatMovesWithoutItsNumbersIsForbidden() {
    assertForbidden(LIVE, slid(LIVE + NEXT, 10, 3));
    assertForbidden(LIVE, slid(LIVE + NEXT, 11, 4));
    assertForbidden(LIVE, slid(LIVE + NEXT, 12, 3));
  }

  @Test
  void aLivePlaylistOfLessThanThreeTargetDurationsIsForbidden() {
    assertForbidden(LIVE, slid(LIVE, 11, 3));
  }

  @Test
  void aHeaderThatFlipsIsForbidden() {
    String event = LIVE.replace("VERSION:6", "VERSION:6\n#EXT-X-PLAYLIST-TYPE:EVENT");
    assertForbidden(LIVE, event);
    assertForbidden(event, slid(event + NEXT, 11, 3));
    assertForbidden(LIVE, LIVE.replace("VERSION:6", "VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS"));
    assertForbidden(LIVE, LIVE.replace("VERSION:6", "VERSION:7"));
  }

  @Test
  void aTargetDurationThatChangesWithoutALongerSegmentIsForbidden() {
    assertForbidden(LIVE, LIVE.replace("TARGETDURATION:2", "TARGETDURATION:3"));
    String longer = LIVE.replace("TARGETDURATION:2", "TARGETDURATION:3");
    assertForbidden(LIVE, longer + NEXT);
    assertAllowed(LIVE, longer + NEXT.replace("2.4", "3.4"));
    assertForbidden(longer, LIVE);
  }

  /** Section 6.2.1: the map of a segment that loses its front moves to the top. */
  @Test
  void theMapMovesToTheTop() {
    String next = FRAGMENTS + NEXT_FRAGMENT;
    assertAllowed(FRAGMENTS, next);
    assertAllowed(FRAGMENTS, slid(next, 11, 3));
    assertForbidden(FRAGMENTS, slid(next, 11, 3).replace("s/i.mp4", "s/k.mp4"));
    String lost = slid(next, 11, 3).replace("#EXT-X-MAP:URI=\"../chunk/s/i.mp4\"\n", "");
    assertThat(FormatRules.violations(lost)).isNotEmpty();
    assertForbidden(FRAGMENTS, lost);
  }

  /** Section 6.2.1: what was said of a segment stays. */
  @Test
  void anotherMapForWhatIsListedIsForbidden() {
    assertForbidden(FRAGMENTS, FRAGMENTS.replace("s/i.mp4", "s/k.mp4"));
    assertForbidden(FRAGMENTS, FRAGMENTS.replace("s/j.mp4", "s/k.mp4"));
    String map = "#EXT-X-MAP:URI=\"../chunk/s/k.mp4\"\n";
    assertForbidden(FRAGMENTS, FRAGMENTS.replace("#EXTINF:1.5", map + "#EXTINF:1.5"));
    assertForbidden(FRAGMENTS, FRAGMENTS.replace("#EXT-X-GAP", map + "#EXT-X-GAP"));
    assertAllowed(FRAGMENTS, FRAGMENTS + map + NEXT_FRAGMENT);
  }

  /** Section 8: the version is that of the container, which stays until the stream expires. */
  @Test
  void anotherContainerOrVersionIsForbiddenUntilAllIsGone() {
    String other = LIVE.replace("MEDIA-SEQUENCE:10", "MEDIA-SEQUENCE:15");
    assertForbidden(FRAGMENTS, LIVE);
    assertForbidden(FRAGMENTS, FRAGMENTS.replace("VERSION:7", "VERSION:6"));
    assertThat(FormatRules.violations(FRAGMENTS + NEXT)).isNotEmpty();
    assertForbidden(FRAGMENTS, other.replace(":15", ":14"));
    assertAllowed(FRAGMENTS, other.replace("DISCONTINUITY-SEQUENCE:3", "DISCONTINUITY-SEQUENCE:4"));
    assertAllowed(
        WAITING.replace("DISCONTINUITY-SEQUENCE:3", "DISCONTINUITY-SEQUENCE:1"), FRAGMENTS);
  }
}
