package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.servlet.PlaybackTokens;
import dev.chalkstream.servlet.ServletOptions;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Players that know nothing of signed links follow them from the playlist to the segments. */
class SignedLinksIT {

  private static final int SEGMENTS = 4;
  private static final double SECONDS = SEGMENTS * DemoClip.SEGMENT_DURATION.toSeconds();
  private static final SessionId SESSION = SessionId.of("signed");
  private static final StreamId STREAM = SESSION.streamId();

  private final PlaybackTokens tokens = PlaybackTokens.of(SecureRandom.getSeed(32));
  private PagesServer application;
  private URI server;

  @TempDir private Path profile;

  @BeforeEach
  void start() throws Exception {
    application = new PagesServer(ServletOptions.builder().playback(tokens).build());
    server = application.address();
    publish();
  }

  @AfterEach
  void stop() throws Exception {
    application.close();
  }

  private void publish() throws Exception {
    IngestClient client = new IngestClient(server, SESSION, Optional.empty());
    DemoClip clip = DemoClip.load();
    for (int i = 0; i < SEGMENTS; i++) {
      client.publish(i, DemoClip.SEGMENT_DURATION, clip.next());
    }
    client.complete();
  }

  private static Instant inAnHour() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  /** The player's page by a link of this token. */
  private URI playPage(String token) {
    String query = "?server=/app/live/t/" + token + "/";
    return PagesServer.page(server, "play.html" + query + "#" + STREAM);
  }

  @Test
  void hlsJsFollowsALink() throws Exception {
    try (Viewer viewer = new HlsJsViewer(profile, playPage(tokens.sign(STREAM, inAnHour())))) {
      viewer.awaitEnd();

      assertThat(viewer.played()).isGreaterThan(SECONDS - 1);
    }
  }

  @Test
  void aPageSaysWhatIsWrongWithItsLinkAndNoneIsHandedOutThatCannotWork() throws Exception {
    Instant past = Instant.now().minus(Duration.ofMinutes(1));
    StreamId other = SessionId.of("other").streamId();
    try (Browser browser = Browser.startWithCamera(profile)) {
      URI unsigned = PagesServer.page(server, "play.html?server=../live/#" + STREAM);
      assertRefused(browser, unsigned, "needs a signed link");
      browser.screenshot("link-missing");
      assertRefused(browser, playPage(tokens.sign(STREAM, past)), "has expired");
      assertRefused(browser, playPage("x".repeat(56)), "is not valid");
      assertRefused(browser, playPage(tokens.sign(other, inAnHour())), "for another stream");

      browser.open(PagesServer.page(server, "broadcast.html?server=../live/#session=signed"));
      Await.until("it is ready", () -> browser.text("#badge").equals("Ready"));
      assertThat(browser.text("#share")).contains("need a signed link", STREAM.value());
      assertThat(browser.attribute("#link", "href")).isEmpty();
      browser.screenshot("link-signed");
    }
  }

  private static void assertRefused(Browser browser, URI page, String reason) throws Exception {
    browser.open(URI.create("about:blank"));
    browser.open(page);
    Await.until("it is refused", () -> browser.text("#badge").equals("Not allowed"));
    assertThat(browser.text("#status[role=alert]"))
        .contains(reason)
        .contains("Ask the broadcaster")
        .doesNotContainIgnoringCase("again");
  }

  @Test
  void ffmpegFollowsALink() throws Exception {
    try (Viewer viewer =
        new FfmpegViewer(server.resolve(tokens.playlistPath(STREAM, inAnHour())))) {
      viewer.awaitEnd();

      assertThat(viewer.played()).isGreaterThan(SECONDS - 1);
    }
  }

  @Test
  void ffmpegGetsNothingWithoutALink() throws Exception {
    URI unsigned = server.resolve("playlist/" + STREAM + ".m3u8");
    try (FfmpegViewer viewer = new FfmpegViewer(unsigned)) {
      Await.until("it gives up", () -> viewer.complaints().contains("403"));
    }
  }
}
