package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.ByteRange;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
@Tag("smoke")
class WebXmlTest {

  private static final TestSegment SEGMENT = TestSegment.ofPackets(3_000, 1);
  private static final String STORE = "chalkstream.store";
  private static final String MEMORY = "memory:";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneServletServesEverything(boolean async) throws Exception {
    try (WebApp app =
        new WebApp(
            directory, WebApp.servlet(ChalkstreamServlet.class, "/live/*", async, STORE, MEMORY))) {
      assertPlays(app, "/live/ingest", "/live/playlist");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void threeServletsOfOneStoreShareOneInstance(boolean async) throws Exception {
    SharedInstance instance;
    StreamId stream = StreamId.of(WireServer.STREAM);
    try (WebApp app =
        new WebApp(
            directory,
            WebApp.contextParameters(STORE, MEMORY, "chalkstream.retention", "0"),
            WebApp.servlet(IngestServlet.class, "/ingest/*", async),
            WebApp.servlet(PlaylistServlet.class, "/playlist/*", async),
            WebApp.mapping(PlaylistServlet.class, "/poster.ts"),
            WebApp.servlet(SegmentServlet.class, "/chunk/*", async))) {
      assertShowsPoster(app, "/playlist");
      assertPlays(app, "/ingest", "/playlist");

      assertThat(app.instances()).hasSize(1);
      instance = app.instances().get(0);
      assertThat(instance.chalkstream().policy().retainsForever()).isTrue();
      assertThat(instance.chalkstream().playlist(stream)).isPresent();
    }
    assertThatExceptionOfType(IOException.class)
        .as("the store is closed with the last servlet")
        .isThrownBy(
            () ->
                instance
                    .chalkstream()
                    .segment(
                        stream,
                        SegmentName.of(SEGMENT.digest(), MediaFile.MPEG_TS),
                        ByteRange.all()));
  }

  @Test
  void theDescriptorClosesTheWaitingRoom() throws Exception {
    try (WebApp app =
        new WebApp(
            directory,
            WebApp.servlet(
                ChalkstreamServlet.class,
                "/*",
                true,
                STORE,
                MEMORY,
                "chalkstream.waiting-room",
                "off"))) {
      HttpResponse<byte[]> unknown =
          app.send(app.request("/playlist/" + WireServer.STREAM + ".m3u8"));

      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(app.send(app.request("/poster.ts")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void parametersOfTheServletComeBeforeThoseOfTheContext() throws Exception {
    try (WebApp app =
        new WebApp(
            directory,
            WebApp.contextParameters(STORE, MEMORY, "chalkstream.completion-timeout", "5"),
            WebApp.servlet(
                ChalkstreamServlet.class,
                "/*",
                true,
                "chalkstream.completion-timeout",
                "7",
                "chalkstream.max-segment-bytes",
                "1000"))) {
      assertThat(app.instances())
          .singleElement()
          .satisfies(
              instance -> {
                assertThat(instance.chalkstream().policy().completionTimeout())
                    .isEqualTo(Duration.ofSeconds(7));
                assertThat(instance.chalkstream().policy().maxSegmentBytes()).isEqualTo(1_000);
              });
    }
  }

  @Test
  void theTokenAndTheOriginsOfTheDescriptorHold() throws Exception {
    try (WebApp app =
        new WebApp(
            directory,
            WebApp.servlet(
                ChalkstreamServlet.class,
                "/*",
                true,
                STORE,
                MEMORY,
                "chalkstream.ingest-token",
                "t0ken",
                "chalkstream.cors-origins",
                "https://a.example, https://b.example"))) {
      HttpResponse<byte[]> refused = app.send(upload(app, "/ingest"));
      HttpResponse<byte[]> taken =
          app.send(
              upload(app, "/ingest")
                  .headers("Authorization", "Bearer t0ken", "Origin", "https://b.example"));

      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(taken.statusCode()).isEqualTo(202);
      assertThat(taken.headers().firstValue("Access-Control-Allow-Origin"))
          .contains("https://b.example");
    }
  }

  @Test
  void theDescriptorSendsViewersElsewhereForSegments() throws Exception {
    try (WebApp app =
        new WebApp(
            directory,
            WebApp.servlet(
                ChalkstreamServlet.class,
                "/*",
                true,
                STORE,
                MEMORY,
                "chalkstream.segment-base",
                "https://cdn.example/"))) {
      String path = WireServer.storedPath(SEGMENT);

      HttpResponse<byte[]> sent = app.send(app.request(path));

      assertThat(sent.statusCode()).isEqualTo(302);
      assertThat(sent.headers().firstValue("Location"))
          .contains(path.replace("/chunk/", "https://cdn.example/"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chalkstream.retention, ten, not an integer: 'ten'",
    "chalkstream.retention, -1, not an integer: '-1'",
    "chalkstream.completion-timeout, 0, a second or more",
    "chalkstream.max-segment-bytes, 10, 188 bytes at least",
    "chalkstream.upload-timeout, 0, at least one second",
    "chalkstream.waiting-room, no, 'ts, cmaf or off'",
    "chalkstream.ingest-token, a b, visible ASCII",
    "chalkstream.segment-base, /live, a base is like",
    "chalkstream.cors-origins, example.org, an origin is like",
    "chalkstream.cors-origins, '', a list of origins",
    "chalkstream.store, 'C:\\\\data', chalkstream.store",
    "chalkstream.store, /var/lib/data, scheme",
    "chalkstream.store, gopher://x, no store provider for the scheme 'gopher'",
    "chalkstream.store, memory:x, just 'memory:'"
  })
  void aBadValueIsToldAtTheStart(String name, String value, String told) {
    assertThat(
            failure(
                WebApp.contextParameters(STORE, MEMORY),
                WebApp.servlet(ChalkstreamServlet.class, "/*", true, name, value)))
        .contains(name)
        .contains(told);
  }

  @Test
  void aMissingStoreIsToldAtTheStart() {
    assertThat(failure(WebApp.servlet(SegmentServlet.class, "/*", true)))
        .contains("SegmentServlet")
        .contains(STORE);
  }

  @ParameterizedTest
  @CsvSource({"chalkstream.retention, 3", "chalkstream.waiting-room, off"})
  void oneStoreUnderTwoPoliciesIsToldAtTheStart(String name, String value) {
    assertThat(
            failure(
                WebApp.servlet(IngestServlet.class, "/i/*", true, STORE, MEMORY),
                WebApp.servlet(PlaylistServlet.class, "/p/*", true, STORE, MEMORY, name, value)))
        .contains("context-parameters");
  }

  private String failure(String... elements) {
    try (WebApp app = new WebApp(directory, elements)) {
      throw new AssertionError("it has started with " + app.instances().size() + " instances");
    } catch (Exception e) {
      Throwable told = e;
      while (!(told instanceof ServletException) && told.getCause() != null) {
        told = told.getCause();
      }
      return String.valueOf(told.getMessage());
    }
  }

  private static void assertPlays(WebApp app, String ingest, String playlist) throws Exception {
    assertThat(app.send(upload(app, ingest)).statusCode()).isEqualTo(202);
    assertThat(firstListed(app, playlist).body()).isEqualTo(SEGMENT.bytes());
  }

  private static void assertShowsPoster(WebApp app, String playlist) throws Exception {
    HttpResponse<byte[]> poster = firstListed(app, playlist);

    assertThat(poster.uri().getPath()).isEqualTo("/app/poster.ts");
    assertThat(poster.statusCode()).isEqualTo(200);
  }

  private static HttpResponse<byte[]> firstListed(WebApp app, String playlist) throws Exception {
    HttpResponse<byte[]> listed =
        app.send(app.request(playlist + "/" + WireServer.STREAM + ".m3u8"));
    String uri =
        new String(listed.body(), UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .findFirst()
            .orElseThrow();
    URI resolved = listed.uri().resolve(uri);
    return app.send(HttpRequest.newBuilder(resolved));
  }

  private static HttpRequest.Builder upload(WebApp app, String ingest) {
    return app.request(ingest + "/" + WireServer.SESSION + "/" + SEGMENT.name())
        .headers("X-Sequence", "0", "X-Duration", "2")
        .PUT(BodyPublishers.ofByteArray(SEGMENT.bytes()));
  }
}
