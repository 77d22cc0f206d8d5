package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

  private static final String STREAM = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private LiveServer server;

  @BeforeEach
  void start() throws Exception {
    server = start(false);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theFrontPageSaysWhatThisIsAndHowToPublish() throws Exception {
    HttpResponse<String> page = get("");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(page.body()).contains("Chalkstream", "X-Sequence", "--demo").doesNotContain("{{");
  }

  @Test
  void theFrontPageLeadsToTheDemoIfThereIsOne() throws Exception {
    try (LiveServer withDemo = start(true)) {
      StreamId stream = withDemo.demoStream().orElseThrow();

      assertThat(get(withDemo.address()).body()).contains("href=\"./play/" + stream + "\"");
    }
  }

  @Test
  void aStreamsPageFindsTheLibrarysFilesRelativeToItself() throws Exception {
    HttpResponse<String> page = get("play/" + STREAM);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("<base href=\"../chalkstream/\">", "src=\"play.js\"")
        .doesNotContain("{{");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "play",
        "play/",
        "play/abc",
        "play/" + STREAM + "/more",
        "play/0123456789ABCDEF0123456789ABCDEF01234567",
        "play/%3Cscript%3Ealert(1)"
      })
  void whatIsNoStreamIdIsNotFound(String path) throws Exception {
    HttpResponse<String> page = get(path);

    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("not a stream id").doesNotContain("script>", "{{");
  }

  @Test
  void theBroadcastersPageMayRunItsSoundEncoderAndNothingElse() throws Exception {
    HttpResponse<String> page = get("broadcast");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'")
        .doesNotContain("unsafe-inline", "'unsafe-eval'", "http:", "https:");
    assertThat(page.body())
        .contains("<base href=\"./chalkstream/\">")
        .doesNotContain("<style", " style=", " onclick=", "src=\"http", "{{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "play/" + STREAM, "play/abc"})
  void pagesRunNothingThatIsNotTheServersOwn(String path) throws Exception {
    HttpResponse<String> page = get(path);

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe", "http:", "https:");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.body()).doesNotContain("<style", " style=", " onclick=", "src=\"http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assets/home.js",
        "chalkstream/chalkstream.css",
        "chalkstream/broadcast.css",
        "chalkstream/chalkstream.js",
        "chalkstream/icon.svg",
        "chalkstream/river.svg",
        "chalkstream/broadcast.html",
        "chalkstream/broadcast.js",
        "chalkstream/dashboard.css",
        "chalkstream/dashboard.html",
        "chalkstream/dashboard.js",
        "chalkstream/parts.css",
        "chalkstream/play.html",
        "chalkstream/play.js"
      })
  void whatThePagesLoadIsThere(String name) throws Exception {
    assertThat(get(name).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assets/home.js",
        "chalkstream/broadcast.html",
        "chalkstream/dashboard.html",
        "chalkstream/play.html",
        "chalkstream/play.js",
        "chalkstream/none.html"
      })
  void theLibrarysFilesHaveTheHeadersThatAPageCannotSetForItself(String name) throws Exception {
    HttpResponse<String> answer = get(name);

    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .contains("frame-ancestors 'self'");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "broadcast", "play/" + STREAM, "assets/home.js", "metrics"})
  void whatCanBeReadCannotBeChanged(String path) throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "TRACE", "PATCH")) {
      HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path));
      HttpResponse<String> answer =
          http.send(
              request.method(method, HttpRequest.BodyPublishers.noBody()).build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
      assertThat(answer.body()).contains("\"status\":405", method);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assets/",
        "assets/none.js",
        "assets/..;/pages/home.html",
        "chalkstream/",
        "chalkstream/none.js",
        "chalkstream/..;/..;/MANIFEST.MF"
      })
  void nothingElseOfTheJarIsServed(String path) throws Exception {
    assertThat(get(path).statusCode()).isBetween(400, 499);
  }

  @Test
  void everythingElseIsTheLibrarys() throws Exception {
    HttpResponse<String> answer = get("no/such/path");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
  }

  private LiveServer start(boolean demo) throws StartupException {
    List<String> options =
        new ArrayList<>(List.of("--port=0", "--store=" + directory.toUri(), "--metrics"));
    if (demo) {
      options.add("--demo");
    }
    return LiveServer.start(
        Options.parse(Map.of(), options.toArray(String[]::new)).toConfig(), InstantSource.system());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(server.address().resolve(path));
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
