package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser that broadcasts while the server, or the way to it, has its troubles. */
class BroadcastTroublesIT {

  private static final int BITRATE = 1_500_000;

  @TempDir Path store;
  @TempDir Path broadcasterProfile;
  @TempDir Path viewerProfile;

  @Test
  void aServerThatIsGoneForTenSecondsCostsNothing() throws Exception {
    ServerProcess first = ServerProcess.start(store);
    try (Link link = new Link(first.address());
        BroadcastingPage page =
            BroadcastingPage.start(
                broadcasterProfile, link.address(), "clock", "{chunkLength: 2000}");
        HlsJsViewer viewer =
            new HlsJsViewer(viewerProfile, link.address().resolve("play/" + page.stream()))) {
      Await.until("the viewer sees it", () -> page.uploaded() >= 4 && viewer.showsLivePicture());
      first.kill();
      int encoded = page.encoded();
      Await.until("ten seconds go by", () -> page.encoded() >= encoded + 5);
      try (ServerProcess second = ServerProcess.start(store)) {
        link.leadTo(second.address());
        Await.until("all is sent", () -> page.uploaded() >= page.encoded());
        double seen = viewer.played();
        Await.until("the viewer plays on", () -> viewer.played() >= seen + 6);
        page.stop();
        viewer.awaitItsEnd();

        Listing listing = Listing.of(second, page.stream());
        assertThat(page.errors()).isEmpty();
        assertThat(page.dropped()).isZero();
        assertThat(listing.segments()).hasSize(page.encoded());
        assertThat(listing.hasGaps()).isFalse();
        assertThat(listing.breaks()).isZero();
        assertThat(listing.isOver()).isTrue();
      }
    } finally {
      first.close();
    }
  }

  @Test
  void aSlowUplinkCostsQualityAndNotTheStream() throws Exception {
    String options = "{chunkLength: 2000, videoBitrate: %d}".formatted(BITRATE);
    try (ServerProcess server = ServerProcess.start(store);
        Link link = new Link(server.address());
        BroadcastingPage page =
            BroadcastingPage.start(broadcasterProfile, link.address(), "noise", options)) {
      Await.until("the stream is under way", () -> page.uploaded() >= 4);
      assertThat(page.bitrates()).containsOnly((long) BITRATE);

      link.throttleUplink(BITRATE / 3 / Byte.SIZE);
      int encoded = page.encoded();
      Await.until("twenty seconds go by", () -> page.encoded() >= encoded + 10);
      long least = Collections.min(page.bitrates());
      assertThat(least).isLessThanOrEqualTo(BITRATE / 2);
      link.clearUplink();
      Await.until("it catches up", () -> page.uploaded() + page.dropped() >= page.encoded());
      Await.until("it dares more again", () -> page.bitrate() > least);
      page.stop();

      Listing listing = Listing.of(server, page.stream());
      assertThat(page.errors()).isEmpty();
      assertThat(page.dropped()).isZero();
      assertThat(listing.segments()).hasSize(page.encoded());
      assertThat(listing.breaks()).isZero();
      assertThat(listing.isOver()).isTrue();
    }
  }
}
