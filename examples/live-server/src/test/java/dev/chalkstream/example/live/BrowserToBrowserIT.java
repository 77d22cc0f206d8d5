package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: from a camera in one browser, through the server, to the picture in another. */
class BrowserToBrowserIT {

  private static final String AUDIO_BYTES =
      "return document.getElementById('video').webkitAudioDecodedByteCount";

  @TempDir Path store;
  @TempDir Path broadcasterProfile;
  @TempDir Path viewerProfile;

  @Test
  void aCameraIsWatchedLiveToItsEndAndThenAgain() throws Exception {
    try (ServerProcess server = ServerProcess.start(store);
        Browser broadcaster = Browser.startWithCamera(broadcasterProfile)) {
      URI link = startBroadcast(server, broadcaster);
      String stream = link.getPath().replace("/play/", "");
      try (HlsJsViewer viewer = new HlsJsViewer(viewerProfile, link)) {
        Await.until("the viewer sees it live", viewer::showsLivePicture);
        Await.until("it has a picture", () -> viewer.browser().brightness() > 20);
        double joined = viewer.played();
        broadcaster.screenshot("broadcasting");
        viewer.screenshot("watching");
        Await.until("half a minute is listed", () -> Listing.of(server, stream).seconds() >= 30);

        assertThat(viewer.played()).isGreaterThan(joined + 5);
        assertThat(number(viewer.browser().evaluate(AUDIO_BYTES))).isPositive();
        broadcaster.click("#start");
        Await.until("the broadcast ends", () -> state(broadcaster).equals("ended"));
        broadcaster.screenshot("broadcast-ended");
        viewer.awaitEnd();

        Listing listing = Listing.of(server, stream);
        assertThat(listing.isOver()).isTrue();
        assertThat(listing.breaks()).isZero();
        assertThat(listing.hasGaps()).isFalse();
        replay(viewer, listing.seconds());
        assertThat(broadcaster.complaints()).isEmpty();
      }
    }
  }

  @Test
  void aPageThatIsReloadedGoesOnWithItsStream() throws Exception {
    try (ServerProcess server = ServerProcess.start(store);
        Browser broadcaster = Browser.startWithCamera(broadcasterProfile)) {
      URI link = startBroadcast(server, broadcaster);
      String stream = link.getPath().replace("/play/", "");
      Await.until("some of it is listed", () -> Listing.of(server, stream).segments().size() >= 3);
      broadcaster.reload();
      int before = Listing.of(server, stream).segments().size();

      assertThat(startBroadcast(server, broadcaster)).isEqualTo(link);
      Await.until(
          "more is listed", () -> Listing.of(server, stream).segments().size() >= before + 3);
      broadcaster.click("#start");
      Await.until("it is over", () -> Listing.of(server, stream).isOver());

      assertThat(Listing.of(server, stream).breaks()).isOne();
      assertThat(Listing.of(server, stream).hasGaps()).isFalse();
    }
  }

  private static URI startBroadcast(ServerProcess server, Browser broadcaster) {
    URI page = server.address().resolve("broadcast?segment=2");
    try {
      if (!broadcaster.address().equals(page)) {
        broadcaster.open(page);
      }
      Await.until("the camera is ready", () -> state(broadcaster).equals("ready"));
      broadcaster.click("#start");
      Await.until("it is on the air", () -> state(broadcaster).equals("live"));
    } catch (Exception e) {
      throw new AssertionError(broadcaster.text("#message"), e);
    }
    return URI.create(broadcaster.attribute("#link", "href"));
  }

  private static void replay(HlsJsViewer viewer, double seconds) throws Exception {
    viewer.browser().click("#again");
    Await.until("it plays again", () -> viewer.browser().text("#badge").equals("Recording"));
    viewer.awaitEnd();
    double end =
        number(viewer.browser().evaluate("return document.querySelector('video').currentTime"));
    assertThat(end).isGreaterThan(seconds - 1);
  }

  private static String state(Browser broadcaster) {
    return String.valueOf(
        broadcaster.evaluate("return document.querySelector('.broadcaster').dataset.state"));
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
