package dev.chalkstream.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit finds what is wrong. */
class FormatRulesTest {

  @Test
  void aSoundPlaylistHasNoViolations() {
    assertThat(FormatRules.violations(Playlists.LIVE)).isEmpty();
    assertThat(FormatRules.violations(Playlists.LIVE + "#EXT-X-ENDLIST\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#EXTM3U | \uFEFF#EXTM3U",
        "VERSION:6 | VERSION:3",
        "#EXT-X-VERSION:6 | ##",
        "VERSION:6 | VERSION:6\\n#EXT-X-VERSION:6",
        "TARGETDURATION:2 | TARGETDURATION:1",
        "TARGETDURATION:2 | TARGETDURATION:2.0",
        "TARGETDURATION:2 | TARGETDURATION:0",
        "DISCONTINUITY-SEQUENCE:3 | DISCONTINUITY-SEQUENCE:",
        "#EXT-X-DISCONTINUITY-SEQUENCE:3\\n | ''",
        "#EXT-X-MEDIA-SEQUENCE:10\\n | ''",
        "#EXTINF:1.5, | #EXTINF:2.5,",
        "#EXTINF:1.5, | #EXTINF:1.5",
        "#EXTINF:1.5, | #EXTINF:-1.5,",
        "#EXTINF:1.5,\\n | ''",
        "#EXT-X-GAP | #EXT-X-GAP\\n#EXT-X-GAP",
        "#EXT-X-GAP | #EXT-X-ENDLIST",
        "#EXT-X-GAP | #EXT-X-PLAYLIST-TYPE:EVENT",
        "12:00:05.000Z | 12:00:03.000Z",
        "#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:05.000Z\\n | ''",
        "#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00.000Z\\n | ''",
        "#EXTINF:1.5, | #EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:02.900Z\\n#EXTINF:1.5,"
      })
  void aWrongPlaylistHasViolations(String sound, String wrong) {
    String mutant = Playlists.LIVE.replace(sound.replace("\\n", "\n"), wrong.replace("\\n", "\n"));
    assertThat(mutant).isNotEqualTo(Playlists.LIVE);
    assertThat(FormatRules.violations(mutant)).isNotEmpty();
  }

  @Test
  void aSoundPlaylistOfFragmentsHasNoViolations() {
    assertThat(FormatRules.violations(Playlists.FRAGMENTS)).isEmpty();
    assertThat(FormatRules.violations(Playlists.FRAGMENTS + Playlists.NEXT_FRAGMENT)).isEmpty();
    String sound = Playlists.FRAGMENTS.replace(".m4s", ".m4a").replace(".mp4", ".m4a");
    assertThat(FormatRules.violations(sound)).isEmpty();
  }

  /** Sections 3.1.2, 4.2, 4.4.4.5 and 8. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VERSION:7 | VERSION:6",
        "VERSION:7 | VERSION:8",
        "#EXT-X-MAP:URI=\"../chunk/s/i.mp4\"\\n | ''",
        "#EXT-X-MAP:URI=\"../chunk/s/i.mp4\" | #EXT-X-MAP:URI=../chunk/s/i.mp4",
        "#EXT-X-MAP:URI=\"../chunk/s/i.mp4\" | #EXT-X-MAP",
        "#EXT-X-MAP:URI=\"../chunk/s/i.mp4\" | #EXT-X-MAP:URI=\"\"",
        "s/i.mp4\" | s/i.mp4\",BYTERANGE=\"9@0\"",
        "s/i.mp4\" | s/i.mp4\"\\n#EXT-X-MAP:URI=\"../chunk/s/i.mp4\"",
        "s/i.mp4 | s/i.ts",
        "s/i.mp4 | s/i.m4a",
        "s/i.mp4 | s/j.mp4",
        "#EXTINF:1.5, | #EXT-X-MAP:URI=\"../chunk/s/i.mp4\"\\n#EXTINF:1.5,",
        "#EXTINF:1, | #EXT-X-MAP:URI=\"../chunk/s/j.mp4\"\\n#EXTINF:1,",
        "s/b.m4s | s/b.ts",
        "s/none.m4s | s/none.ts",
        "s/a.m4s | s/a.m4a"
      })
  void aWrongPlaylistOfFragmentsHasViolations(String sound, String wrong) {
    String mutant =
        Playlists.FRAGMENTS.replace(sound.replace("\\n", "\n"), wrong.replace("\\n", "\n"));
    assertThat(mutant).isNotEqualTo(Playlists.FRAGMENTS);
    assertThat(FormatRules.violations(mutant)).isNotEmpty();
  }

  @Test
  void aMapOfATransportStreamIsAViolation() {
    String map = "#EXT-X-MAP:URI=\"../chunk/s/i.mp4\"\n";
    assertThat(FormatRules.violations(Playlists.LIVE.replace("#EXTINF:1.5", map + "#EXTINF:1.5")))
        .isNotEmpty();
    assertThat(FormatRules.violations(Playlists.FRAGMENTS + map)).isNotEmpty();
  }

  @Test
  void whatStandsBehindTheEndIsAViolation() {
    assertThat(FormatRules.violations(Playlists.LIVE + "#EXT-X-ENDLIST\n" + Playlists.NEXT))
        .isNotEmpty();
    assertThat(FormatRules.violations(Playlists.LIVE + "#EXT-X-GAP\n")).isNotEmpty();
    assertThat(FormatRules.violations(Playlists.HEADER)).isNotEmpty();
  }
}
