package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListingTest {

  private static final String FILLER = "#EXTINF:1,\n../chunk/stream/filler.ts\n";

  private static String segment(String digest) {
    return "#EXTINF:1,\n../chunk/stream/" + digest + "-1k8j.ts\n";
  }

  @Test
  void gapsAreNoSegmentsThoughAllOfThemHaveTheSameAddress() {
    var listing =
        new Listing(
            "#EXTM3U\n"
                + segment("a")
                + "#EXT-X-GAP\n"
                + FILLER
                + segment("b")
                + "#EXT-X-DISCONTINUITY\n#EXT-X-GAP\n"
                + FILLER
                + segment("c"));

    assertThat(listing.digests()).containsExactly("a", "b", "c");
    assertThat(listing.gaps()).isEqualTo(2);
    assertThat(listing.runs()).containsExactly(2L, 1L);
  }

  @Test
  void theWaitingRoomHasNoSegments() {
    assertThat(new Listing("#EXTM3U\n#EXTINF:4,\n../waiting.ts\n").segments()).isEmpty();
  }
}
