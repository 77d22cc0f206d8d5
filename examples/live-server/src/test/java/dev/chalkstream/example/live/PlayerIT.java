package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser. */
class PlayerIT {

  private static final String CURRENT_TIME = "return document.getElementById('video').currentTime";

  /** The mean of the picture's bytes, and a sum in which each byte counts by its place. */
  private static final String PICTURE =
      """
      const canvas = document.createElement('canvas');
      canvas.width = 160;
      canvas.height = 90;
      const context = canvas.getContext('2d');
      context.drawImage(document.getElementById('video'), 0, 0, 160, 90);
      const pixels = context.getImageData(0, 0, 160, 90).data.filter((_, i) => i % 4 < 3);
      return [
        Math.round(pixels.reduce((sum, value) => sum + value, 0) / pixels.length),
        pixels.reduce((sum, value, i) => sum + value * (i + 1), 0),
      ].join();
      """;

  @TempDir static Path profile;
  private static Browser browser;

  @TempDir Path store;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start(profile);
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void leaveThePage() {
    browser.open(URI.create("about:blank"));
    browser.complaints();
  }

  @Test
  void theDemoPlaysFromTheFrontPagesLink() throws Exception {
    try (ServerProcess server = ServerProcess.start(store, "--demo")) {
      browser.open(server.address());
      screenshots("home");
      browser.click("#demo");
      Await.until("a picture shows", () -> currentTime() > 0 && brightness() > 20);

      double start = currentTime();
      String picture = picture();
      Await.until("it plays for three segments' time", () -> currentTime() > start + 6);

      assertThat(brightness()).isBetween(20, 235);
      assertThat(picture()).isNotEqualTo(picture);
      assertThat(browser.text("#badge")).isEqualTo("Live");
      assertThat(browser.complaints()).isEmpty();
      screenshots("live");
    }
  }

  @Test
  void aViewerSeesAStreamThroughItsWholeLife() throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      IngestClient client =
          new IngestClient(server.address(), SessionId.of("a-life"), Optional.empty());
      DemoClip clip = DemoClip.load();
      browser.open(playPage(server, client));
      Await.until("the poster plays", () -> currentTime() > 1 && brightness() > 20);
      assertThat(browser.text("#badge")).isEqualTo("Waiting");
      assertThat(browser.text("#status")).contains("has not started");
      screenshots("waiting");

      publish(client, clip, 0, 1);
      Await.until("the page goes over", () -> browser.text("#badge").equals("Live"));
      publish(client, clip, 1, 3);
      Await.until("the stream plays", () -> currentTime() > 1);

      client.complete();
      Await.until("the stream has ended", () -> browser.text("#badge").equals("Ended"));
      browser.screenshot("ended");
      double seconds = 3 * DemoClip.SEGMENT_DURATION.toSeconds();
      assertThat(duration())
          .as("the time is the stream's, without the numbers between the waiting room and it")
          .isBetween(seconds - 0.5, seconds + 0.5);

      browser.click("#again");
      Await.until("it plays again", () -> currentTime() < 5 && currentTime() > 0.1);
      assertThat(browser.text("#badge")).isEqualTo("Recording");
      assertThat(duration()).isBetween(seconds - 0.5, seconds + 0.5);
      Await.until("it has ended again", () -> browser.text("#badge").equals("Ended"));

      publish(client, clip, 3, 6);
      Await.until("the stream is taken up again", () -> browser.text("#badge").equals("Live"));
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void withoutAWaitingRoomThePageWaitsAllTheSame() throws Exception {
    try (ServerProcess server = ServerProcess.start(store, "--waiting-room", "off")) {
      IngestClient client =
          new IngestClient(server.address(), SessionId.of("no-room"), Optional.empty());
      browser.open(playPage(server, client));
      Await.until("the page waits", () -> browser.text("#status").contains("has not started"));
      browser.screenshot("waiting-without-a-room");

      publish(client, DemoClip.load(), 0, 3);
      Await.until("the stream plays", () -> currentTime() > 1);
      assertThat(browser.text("#badge")).isEqualTo("Live");
      assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("404"));
    }
  }

  @Test
  void anAddressThatIsNoStreamsSaysSo() throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      browser.open(server.address().resolve("play/abc"));

      assertThat(browser.text("h1")).contains("no stream at this address");
      browser.screenshot("not-found");
    }
  }

  private static URI playPage(ServerProcess server, IngestClient client) {
    return server.address().resolve("play/" + client.stream());
  }

  private static void publish(IngestClient client, DemoClip clip, int from, int to)
      throws Exception {
    for (int n = from; n < to; n++) {
      client.publish(n, DemoClip.SEGMENT_DURATION, clip.next());
    }
  }

  private static double currentTime() {
    return ((Number) browser.evaluate(CURRENT_TIME)).doubleValue();
  }

  private static double duration() {
    return ((Number) browser.evaluate("return document.getElementById('video').duration"))
        .doubleValue();
  }

  private static int brightness() {
    return Integer.parseInt(picture().split(",")[0]);
  }

  private static String picture() {
    return String.valueOf(browser.evaluate(PICTURE));
  }

  /** As it looks by day, by night, and on a telephone. */
  private static void screenshots(String name) throws Exception {
    browser.prefer("light");
    browser.screenshot(name);
    browser.prefer("dark");
    browser.screenshot(name + "-dark");
    browser.size(500, 860);
    browser.screenshot(name + "-narrow");
    browser.size(1280, 860);
    browser.prefer("light");
  }
}
