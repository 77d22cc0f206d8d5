package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broadcaster's page with a camera that shows a test picture. */
class BroadcasterPageIT {

  private static final String SHA_1_OF_ABC = "a9993e364706816aba3e25717850c26c9cd0d89d";

  private static final String SIZE =
      "return document.getElementById('preview').videoWidth + 'x'"
          + " + document.getElementById('preview').videoHeight";

  private static final String CURVE =
      "return document.querySelector('#rate-plot .line').getAttribute('d')?.length > 100 ? 1 : 0";

  @TempDir static Path profile;
  private static Browser browser;

  @TempDir Path store;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.startWithCamera(profile);
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aBroadcastFromItsButtonToItsEnd() throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      browser.open(server.address().resolve("broadcast?segment=1"));
      awaitState("ready");
      screenshots("broadcast-ready");
      assertThat(browser.evaluate(SIZE)).isEqualTo("1280x720");
      assertThat(browser.attribute("#segment-length", "value")).isEqualTo("1");
      assertThat(browser.text("#camera")).contains("fake_device");
      assertThat(link()).startsWith(server.address() + "play/");

      browser.click("#start");
      awaitState("live");
      assertThat(browser.text("#start")).isEqualTo("Stop");
      Await.until("uploads are seen", () -> browser.text("#rate").contains("Mbit/s"));
      Await.until("a playlist is there", () -> playlist(server).contains("#EXTINF:1"));
      Await.until("the plot has a curve", () -> !browser.evaluate(CURVE).equals(0L));
      screenshots("broadcast-live");

      browser.click("#start");
      awaitState("ended");
      assertThat(playlist(server)).contains("#EXT-X-ENDLIST");
      assertThat(browser.text("#start")).isEqualTo("Start streaming");
      assertThat(browser.complaints()).isEmpty();
      browser.screenshot("broadcast-ended");
    }
  }

  @Test
  void aReloadKeepsTheLinkAndTheButtonForANewOneDoesNot() throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      browser.open(server.address().resolve("broadcast"));
      awaitState("ready");
      String link = link();

      browser.reload();
      awaitState("ready");
      assertThat(link()).isEqualTo(link);

      browser.click("#new-session");
      Await.until("the link is another", () -> !link().equals(link));
    }
  }

  @Test
  void aSessionThatIsGivenInTheAddressDoesNotStayThere() throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      browser.open(server.address().resolve("broadcast#session=abc"));
      awaitState("ready");

      assertThat(link()).isEqualTo(server.playPage(SHA_1_OF_ABC).toString());
      assertThat(browser.address()).isEqualTo(server.address().resolve("broadcast"));
    }
  }

  @Test
  void aServerThatAsksForATokenIsGivenOne() throws Exception {
    try (ServerProcess server = ServerProcess.start(store, "--ingest-token", "a-token")) {
      browser.open(server.address().resolve("broadcast?segment=1"));
      awaitState("ready");
      browser.click("#start");
      awaitState("failed");
      browser.screenshot("broadcast-token");
      browser.type("#token", "a-token");
      browser.click("#start");
      Await.until("it is taken", () -> playlist(server).contains("#EXTINF:1"));
      awaitState("live");
      browser.click("#start");
      awaitState("ended");
    } finally {
      browser.evaluate("sessionStorage.clear()");
      browser.complaints();
    }
  }

  @Test
  void thePagesServeAsTheyAreWhereNobodyMapsThem() throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      browser.open(server.address().resolve("chalkstream/broadcast.html"));
      awaitState("ready");
      assertThat(link()).startsWith(server.address() + "chalkstream/play.html#");

      browser.open(URI.create(link()));
      Await.until("it waits", () -> browser.text("#status").contains("has not started"));
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void awaitState(String state) throws Exception {
    Await.until(
        "the page is " + state,
        () ->
            browser.evaluate("return document.querySelector('main').dataset.state").equals(state));
  }

  private static String link() {
    return browser.attribute("#link", "href");
  }

  private static String playlist(ServerProcess server) throws Exception {
    String stream = link().substring(link().length() - 40);
    return server.get("playlist/" + stream + ".m3u8").body();
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
