package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.servlet.IngestAuthorizer;
import dev.chalkstream.servlet.ServletOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say while the server is away, or does not let somebody in. */
class PagesInTroubleIT {

  private static final String IN_SIGHT =
      """
      const {top, bottom} = document.querySelector('[role=alert]').getBoundingClientRect();
      return top >= 0 && bottom > top && bottom <= innerHeight;
      """;

  private static final String TO_THE_END = "scrollTo(0, document.documentElement.scrollHeight)";

  @TempDir static Path profile;
  private static Browser browser;

  /** With it somebody may publish whatever is decided of the others. */
  private static final String TOKEN = "Bearer a-token";

  private volatile IngestAuthorizer.Decision decision = IngestAuthorizer.Decision.ALLOW;
  private PagesServer server;
  private Link link;

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

  private URI start() throws Exception {
    ServletOptions options =
        ServletOptions.builder()
            .ingest(
                (request, session) ->
                    TOKEN.equals(request.getHeader("Authorization"))
                        ? IngestAuthorizer.Decision.ALLOW
                        : decision)
            .build();
    server = new PagesServer(options);
    link = new Link(server.address());
    return link.address().resolve("app/live/");
  }

  @AfterEach
  void stop() throws Exception {
    browser.evaluate("sessionStorage.clear()");
    browser.open(URI.create("about:blank"));
    link.close();
    server.close();
  }

  @Test
  void aBroadcasterIsOnAirWhenTheServerHasTakenSomethingAndReconnectsWhileItIsAway()
      throws Exception {
    openBroadcaster();
    link.is(Link.Order.CUT);
    browser.click("#start");
    Await.until("it finds nobody", () -> state().equals("reconnecting"));
    assertThat(message()).endsWith("You are not on air yet.");
    assertThat(browser.text("#on-air")).isEqualTo("–");
    link.is(Link.Order.GOOD);
    Await.until("it is on air", () -> state().equals("live"));

    link.is(Link.Order.CUT);
    Await.until("it reconnects", () -> state().equals("reconnecting"));
    Await.until(
        "it says how much waits",
        () -> message().matches("Reconnecting, [1-9]\\d* s waiting to be sent\\. .*"));
    assertThat(message()).contains("The server does not answer").doesNotContain("on air");
    assertInSightOnATelephone("broadcast-reconnecting");
    link.is(Link.Order.GOOD);
    Await.until("it is on air again", () -> state().equals("live"));
    stopBroadcast();
    assertThat(browser.text("#lost")).isEqualTo("nothing");
  }

  @Test
  void aBroadcasterWhoIsSignedOutGoesOnAfterSigningInAndLosesNothing() throws Exception {
    openBroadcaster();
    browser.click("#start");
    Await.until("it is on air", () -> state().equals("live"));

    decision = IngestAuthorizer.Decision.UNAUTHENTICATED;
    Await.until("it is signed out", () -> state().equals("signed-out"));
    Await.until("something waits", () -> message().matches("You are signed out, [1-9].*"));
    assertInSightOnATelephone("broadcast-signed-out");
    browser.type("#token", "a-token");
    browser.click("#resume");
    Await.until("it goes on", () -> state().equals("live"));
    stopBroadcast();
    assertThat(browser.text("#lost")).isEqualTo("nothing");
  }

  @Test
  void whoMayNotPublishIsNotAskedForAToken() throws Exception {
    decision = IngestAuthorizer.Decision.FORBIDDEN;
    openBroadcaster();
    browser.click("#start");
    Await.until("it is refused", () -> state().equals("failed"));

    assertThat(message()).startsWith("You may not publish here");
    assertThat(browser.evaluate("return document.getElementById('token-field').hidden"))
        .isEqualTo(true);
    assertInSightOnATelephone("broadcast-forbidden");
  }

  @Test
  void aPictureThatStandsStillIsNotCalledLive() throws Exception {
    URI live = start();
    IngestClient client = new IngestClient(server.address(), SessionId.of("s"), Optional.empty());
    DemoClip clip = DemoClip.load();
    for (int n = 0; n < 4; n++) {
      client.publish(n, DemoClip.SEGMENT_DURATION, clip.next());
    }
    browser.open(PagesServer.page(live, "play.html?server=../live/#" + client.stream()));
    Await.until("it is live", () -> browser.text("#latency").endsWith("behind."));

    link.is(Link.Order.CUT);
    Await.until("it stands still", () -> state().equals("unreachable"));
    assertThat(browser.text("#status"))
        .isEqualTo("The picture stands still: the server does not answer.");
    assertThat(browser.text("#latency")).isEmpty();
    assertInSightOnATelephone("play-standing-still");

    link.is(Link.Order.GOOD);
    for (int n = 4; n < 8; n++) {
      client.publish(n, DemoClip.SEGMENT_DURATION, clip.next());
    }
    Await.until("it is live again", () -> browser.text("#badge").equals("Live"));
  }

  private void openBroadcaster() throws Exception {
    URI live = start();
    browser.open(PagesServer.page(live, "broadcast.html?server=../live/&segment=1"));
    Await.until("it is ready", () -> state().equals("ready"));
  }

  private static void stopBroadcast() throws Exception {
    browser.click("#start");
    Await.until("it has ended", () -> state().equals("ended"));
  }

  /** Wherever on the page somebody is. */
  private static void assertInSightOnATelephone(String name) throws Exception {
    browser.screenshot(name);
    browser.beTelephone(360, 640);
    browser.evaluate("scrollTo(0, 0)");
    browser.screenshot(name + "-telephone");
    assertThat(browser.evaluate(IN_SIGHT)).as("at the top").isEqualTo(true);
    browser.evaluate(TO_THE_END);
    browser.screenshot(name + "-telephone-end");
    assertThat(browser.evaluate(IN_SIGHT)).as("at the end").isEqualTo(true);
    browser.beDesktop();
  }

  private static String state() {
    return String.valueOf(browser.evaluate("return document.querySelector('main').dataset.state"));
  }

  private static String message() {
    return browser.text("#message");
  }
}
