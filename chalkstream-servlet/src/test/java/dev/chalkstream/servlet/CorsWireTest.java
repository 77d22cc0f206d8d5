package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.WireServer.playlistPath;
import static dev.chalkstream.servlet.WireServer.segmentPath;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
class CorsWireTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);
  private static final String PAGE = "https://studio.example:8443";

  private static WireServer start(CorsPolicy cors) throws Exception {
    return WireServer.start(
        WireServer.Options.DEFAULT,
        chalkstream -> new ChalkstreamServlet(chalkstream, IngestAuthorizer.ALLOW_ALL, cors));
  }

  @Test
  void everyKindOfAnswerMayBeReadByAnyPage() throws Exception {
    try (WireServer server = start(CorsPolicy.anyOrigin())) {
      answers(server, PAGE)
          .forEach(
              (status, response) -> {
                assertThat(response.statusCode()).isEqualTo(status);
                assertHeader(response, "Access-Control-Allow-Origin", "*");
                assertThat(response.headers().firstValue("Access-Control-Expose-Headers"))
                    .get()
                    .asString()
                    .contains("ETag", "Content-Range", "Retry-After");
                assertThat(response.headers().firstValue("Cache-Control")).isPresent();
              });
    }
  }

  @Test
  void everyKindOfAnswerMayBeReadByAListedPage() throws Exception {
    try (WireServer server = start(CorsPolicy.origins(PAGE).withCredentials())) {
      answers(server, PAGE)
          .forEach(
              (status, response) -> {
                assertHeader(response, "Access-Control-Allow-Origin", PAGE);
                assertHeader(response, "Access-Control-Allow-Credentials", "true");
                assertThat(response.headers().allValues("Vary")).contains("Origin");
              });
    }
  }

  @Test
  void noAnswerMayBeReadByAPageThatIsNotListed() throws Exception {
    try (WireServer server = start(CorsPolicy.origins(PAGE))) {
      answers(server, "https://elsewhere.example")
          .forEach(
              (status, response) -> {
                assertThat(response.headers().map())
                    .doesNotContainKey("access-control-allow-origin");
                assertThat(response.headers().allValues("Vary")).contains("Origin");
              });
    }
  }

  @Test
  void nothingIsSaidWhereItIsDisabled() throws Exception {
    try (WireServer server = start(CorsPolicy.disabled())) {
      answers(server, PAGE)
          .forEach(
              (status, response) ->
                  assertThat(response.headers().map().keySet())
                      .noneMatch(name -> name.startsWith("access-control")));
    }
  }

  /** A browser sends nothing that a preflight does not name. */
  @Test
  void aPreflightNamesEachMethodThatAnythingTakes() throws Exception {
    try (WireServer server = start(CorsPolicy.anyOrigin())) {
      String named =
          preflight(server, "/ingest/s/a.ts", PAGE)
              .headers()
              .firstValue("Access-Control-Allow-Methods")
              .orElseThrow();

      for (Resource resource : Resource.values()) {
        assertThat(named.split(", ", -1)).contains(resource.allow().split(", ", -1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ingest/s/a.ts",
        "/ingest/s/DIGEST.m4s",
        "/ingest/s/DIGEST.mp4",
        "/playlist/x.m3u8",
        "/chunk/a/b.ts",
        "/chunk/a/b.mp4",
        "/nothing",
        "/"
      })
  void aPreflightIsAnsweredAnywhere(String path) throws Exception {
    try (WireServer server = start(CorsPolicy.anyOrigin())) {
      HttpResponse<byte[]> response =
          preflight(server, path.replace("DIGEST", SEGMENT.digest().value()), PAGE);

      assertThat(response.statusCode()).isEqualTo(204);
      assertThat(response.headers().firstValue("Allow")).get().asString().contains("OPTIONS");
      assertThat(response.headers().firstValue("Access-Control-Allow-Methods"))
          .get()
          .asString()
          .contains("PUT", "POST", "GET");
      assertThat(response.headers().firstValue("Access-Control-Allow-Headers"))
          .get()
          .asString()
          .contains("X-Sequence", "X-Duration", "X-Init", "X-Run", "X-Target-Duration")
          .contains("Authorization");
      assertThat(response.headers().firstValue("Access-Control-Max-Age")).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "null",
        "studio.example",
        "https://studio.example/",
        "https://studio.example/x",
        "https://",
        "https://a b",
        "https://u@studio.example"
      })
  void whatIsNotAnOriginIsNotListed(String origin) {
    assertThatIllegalArgumentException().isThrownBy(() -> CorsPolicy.origins(origin));
  }

  @Test
  void credentialsAreNotForTheWholeWeb() {
    assertThatIllegalStateException().isThrownBy(() -> CorsPolicy.anyOrigin().withCredentials());
    assertThatIllegalArgumentException().isThrownBy(() -> CorsPolicy.origins(List.of()));
  }

  /** One answer of each status that a page may meet, by status. */
  private static Map<Integer, HttpResponse<byte[]>> answers(WireServer server, String origin)
      throws Exception {
    Map<Integer, HttpResponse<byte[]>> answers = new LinkedHashMap<>();
    answers.put(202, server.send(server.upload(SEGMENT, 0).header("Origin", origin)));
    answers.put(200, server.get(playlistPath(), "Origin", origin));
    answers.put(206, server.get(segmentPath(SEGMENT), "Origin", origin, "Range", "bytes=0-9"));
    answers.put(304, server.get(segmentPath(SEGMENT), "Origin", origin, "If-None-Match", "*"));
    answers.put(400, server.get("/playlist/x.m3u8", "Origin", origin));
    answers.put(404, server.get("/nothing", "Origin", origin));
    answers.put(
        412,
        server.send(server.upload(TestFragments.segment(1), 0, SEGMENT).header("Origin", origin)));
    answers.put(405, server.send(server.request(playlistPath()).header("Origin", origin).DELETE()));
    answers.put(416, server.get(segmentPath(SEGMENT), "Origin", origin, "Range", "bytes=9999-"));
    answers.put(204, preflight(server, playlistPath(), origin));
    server.store.failing = true;
    answers.put(503, server.get(segmentPath(SEGMENT), "Origin", origin));
    return answers;
  }

  private static HttpResponse<byte[]> preflight(WireServer server, String path, String origin)
      throws Exception {
    return server.send(
        server
            .request(path)
            .headers("Origin", origin, "Access-Control-Request-Method", "PUT")
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  private static void assertHeader(HttpResponse<byte[]> response, String name, String value) {
    assertThat(response.headers().firstValue(name))
        .as(name + " of " + response.statusCode())
        .contains(value);
  }
}
