package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's script: two nodes, and nginx, which takes turns. */
class TwoNodesIT {

  private static final int FRAMES_PER_SEGMENT = 50;

  @TempDir Path profile;

  @Test
  void playersDoNotNoticeThatANodeIsStartedAnew() throws Exception {
    try (SharedStore bucket = SharedStore.bucket();
        TwoNodes nodes = TwoNodes.start(bucket)) {
      Broadcast broadcast = new Broadcast(nodes.address(), "balanced").send(3);
      String stream = broadcast.stream().value();
      URI playlist = nodes.address().resolve("playlist/" + stream + ".m3u8");
      try (FfmpegViewer ffmpeg = new FfmpegViewer(playlist);
          HlsJsViewer browser =
              new HlsJsViewer(profile, nodes.address().resolve("play/" + stream))) {
        Await.until("both play", () -> ffmpeg.played() > 0 && browser.showsLivePicture());
        broadcast.air(3);
        nodes.kill(0);
        broadcast.air(6);
        broadcast.complete();

        ffmpeg.awaitEnd();
        browser.awaitEnd();
        assertThat(ffmpeg.played() * 25).isEqualTo(12.0 * FRAMES_PER_SEGMENT);
        assertThat(ffmpeg.complaints()).isEmpty();
        assertThat(Listing.of(nodes.address(), stream).segments()).hasSize(12);
      }
    }
  }
}
