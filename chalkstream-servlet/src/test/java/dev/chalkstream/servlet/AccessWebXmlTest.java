package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import dev.chalkstream.StreamId;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access and limits as a descriptor says them. */
@Tag("wire")
class AccessWebXmlTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);
  private static final String TOKEN = "chalkstream.playback-token";
  private static final String KEYS = "chalkstream.playback-link-keys";

  @TempDir private Path directory;

  private WebApp start(String... parameters) throws Exception {
    List<String> all = new ArrayList<>(List.of("chalkstream.store", "memory:"));
    all.addAll(List.of(parameters));
    return new WebApp(
        directory,
        WebApp.servlet(ChalkstreamServlet.class, "/*", true, all.toArray(String[]::new)));
  }

  private static int get(WebApp app, String path, String... headers) throws Exception {
    var request = app.request(path);
    return app.send(headers.length == 0 ? request : request.headers(headers)).statusCode();
  }

  private static int publish(WebApp app, String session, int sequence) throws Exception {
    return app.send(
            app.request("/ingest/" + session + "/" + SEGMENT.name())
                .headers("X-Sequence", Integer.toString(sequence), "X-Duration", "2")
                .PUT(BodyPublishers.ofByteArray(SEGMENT.bytes())))
        .statusCode();
  }

  @Test
  void viewersPresentTheTokenOfTheDescriptor() throws Exception {
    try (WebApp app = start(TOKEN, "t0ken")) {
      assertThat(get(app, WireServer.playlistPath())).isEqualTo(401);
      assertThat(get(app, WireServer.playlistPath(), "Authorization", "Bearer t0ken"))
          .isEqualTo(200);
    }
  }

  @Test
  void linksAreSignedByAnyOfTheKeysOfTheDescriptor() throws Exception {
    byte[] old = PlaybackTokensTest.key(1);
    byte[] current = PlaybackTokensTest.key(2);
    String keys =
        Base64.getEncoder().encodeToString(current)
            + ", "
            + Base64.getEncoder().encodeToString(old);
    StreamId stream = StreamId.of(WireServer.STREAM);
    Instant farAway = Instant.ofEpochSecond(1L << 39);
    try (WebApp app = start(KEYS, keys)) {
      assertThat(get(app, WireServer.playlistPath())).isEqualTo(403);
      for (byte[] key : List.of(old, current)) {
        String path = PlaybackTokens.of(key).playlistPath(stream, farAway);
        assertThat(get(app, "/" + path)).isEqualTo(200);
      }
    }
  }

  @Test
  void theLimitsOfTheDescriptorHold() throws Exception {
    try (WebApp app =
        start(
            "chalkstream.max-live-streams",
            "1",
            "chalkstream.max-uploads-per-minute",
            "2",
            "chalkstream.max-upload-bytes",
            "5000000000")) {
      assertThat(publish(app, "a", 0)).isEqualTo(202);
      assertThat(publish(app, "b", 0)).isEqualTo(429);
      assertThat(publish(app, "a", 0)).isEqualTo(202);
      assertThat(publish(app, "a", 0)).isEqualTo(429);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chalkstream.playback-token, a b, visible ASCII",
    "chalkstream.playback-link-keys, AAAA, 32 bytes",
    "chalkstream.playback-link-keys, '', need a key",
    "chalkstream.playback-link-keys, ?, Base64",
    "chalkstream.max-upload-bytes, 1000, one segment of",
    "chalkstream.max-uploads-per-minute, x, not an integer",
    "chalkstream.max-live-streams, 1000000000, at most"
  })
  void aBadValueIsToldAtTheStart(String name, String value, String told) {
    assertThatException()
        .isThrownBy(() -> start(name, value).close())
        .withStackTraceContaining(name + ": ")
        .withStackTraceContaining(told);
  }

  @Test
  void aTokenAndLinksExcludeEachOther() {
    String key = Base64.getEncoder().encodeToString(PlaybackTokensTest.key(1));

    assertThatException()
        .isThrownBy(() -> start(TOKEN, "t0ken", KEYS, key).close())
        .withStackTraceContaining("exclude each other");
  }
}
