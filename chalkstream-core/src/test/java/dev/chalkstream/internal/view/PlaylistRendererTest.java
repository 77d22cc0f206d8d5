package dev.chalkstream.internal.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.node.StreamClock;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.segment.GapFiller;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.Container;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.Nodes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlaylistRendererTest {

  private static final StreamId STREAM = SessionId.of("script").streamId();

  private final StreamScript stream = new StreamScript();

  private String playlist() {
    return stream.playlist().toString();
  }

  private static String uri(String bytes) {
    return "../chunk/" + STREAM + "/" + StreamScript.name(StreamScript.digest(bytes)) + "\n";
  }

  /** A gap is marked and dated like the rest (sections 4.4.4.3, 4.4.4.6 and 4.4.4.7). */
  @Test
  void thePlaylistOfAStreamWithAGapAndAResumption() {
    stream.append(0, "a");
    stream.append(2, "c", null, Duration.ofNanos(1_960_100_000));
    stream.complete();
    stream.pass(Duration.ofSeconds(60)).append(3, "d");

    assertThat(playlist())
        .isEqualTo(
            "#EXTM3U\n"
                + "#EXT-X-VERSION:6\n"
                + "#EXT-X-TARGETDURATION:2\n"
                + "#EXT-X-MEDIA-SEQUENCE:0\n"
                + "#EXT-X-DISCONTINUITY-SEQUENCE:0\n"
                + "#EXT-X-PROGRAM-DATE-TIME:2026-03-01T11:59:58.000Z\n"
                + "#EXTINF:2,\n"
                + uri("a")
                + "#EXT-X-GAP\n"
                + "#EXTINF:2,\n"
                + "../chunk/"
                + STREAM
                + "/"
                + GapFiller.of(Container.MPEG_TS).name()
                + "\n"
                + "#EXTINF:1.9601,\n"
                + uri("c")
                + "#EXT-X-DISCONTINUITY\n"
                + "#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:58.000Z\n"
                + "#EXTINF:2,\n"
                + uri("d"));
  }

  @Test
  void theEndMarkIsAllThatTheCompletionAdds() {
    stream.appendAll(0, 1);
    String live = playlist();
    stream.complete();
    assertThat(playlist()).isEqualTo(live + "#EXT-X-ENDLIST\n");
  }

  @Test
  void aStreamWithNothingListedHasNoPlaylist() throws Exception {
    stream.append(1, "b");
    PlaylistRenderer renderer = Nodes.renderer(BlobStores.inMemory());
    StreamClock clock = StreamClock.begin(stream.now(), stream.now());
    var view = new StreamView(STREAM, stream.manifest(), null, clock, renderer);
    assertThat(view.playlist(Duration.ZERO, null)).isEmpty();
  }
}
