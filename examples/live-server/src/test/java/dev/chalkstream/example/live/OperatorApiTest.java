package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.chalkstream.StreamId;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators ask, and nobody else. */
class OperatorApiTest {

  private static final String TOKEN = "operators-only";
  private static final String UNKNOWN = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Begins with the store's time, which dates of streams are taken from. */
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());

  private LiveServer server;

  @BeforeEach
  void startWithOperators() throws Exception {
    server = start("--operator-token=" + TOKEN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private LiveServer start(String... more) throws StartupException {
    List<String> options = new ArrayList<>(List.of("--port=0", "--store=" + directory.toUri()));
    options.addAll(List.of(more));
    return LiveServer.start(
        Options.parse(Map.of(), options.toArray(String[]::new)).toConfig(), time::get);
  }

  /** Past the time for which a listing of the store is good. */
  private void pass() {
    time.set(time.get().plusSeconds(6));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.address().resolve(path));
  }

  private HttpResponse<String> ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return send(request.header("Authorization", "Bearer " + TOKEN));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private StreamId broadcast(String session, int segments) throws Exception {
    return new Broadcast(server.address(), session).send(segments).stream();
  }

  @Test
  void liveStreamsAreListedWithTheirFiguresInTheOrderInWhichTheyBegan() throws Exception {
    StreamId first = broadcast("first", 3);
    time.set(time.get().plusSeconds(1));
    StreamId second = broadcast("second", 2);
    watch(first, "one");
    watch(first, "two");
    watch(second, "one");

    HttpResponse<String> answer = ask(request("api/streams"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.body())
        .containsSubsequence(
            "\"live\":2", "\"complete\":0", "\"viewers\":3", first.value(), second.value());
    String report = ask(request("api/streams/" + first)).body();
    assertThat(answer.body()).contains(report);
    assertThat(report)
        .contains(
            "\"state\":\"live\"",
            "\"stalled\":false",
            "\"viewers\":2",
            "\"listedSegments\":3",
            "\"listedSeconds\":6.0",
            "\"codecs\":[\"avc1.",
            "\"width\":640")
        .containsPattern("\"liveSince\":\"20[0-9-]{8}T[0-9:.]+Z\"");
    assertIsJson(answer.body());
    assertIsJson(report);
  }

  private void watch(StreamId stream, String with) throws Exception {
    HttpRequest.Builder playlist = request("playlist/" + stream + ".m3u8");
    assertThat(send(playlist.header("User-Agent", with)).statusCode()).isEqualTo(200);
    send(request("playlist/" + stream + ".m3u8?preview"));
  }

  private static void assertIsJson(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      while (parser.nextToken() != null) {
        assertThat(parser.currentToken()).isNotNull();
      }
    }
  }

  @Test
  void aStreamThatSendsNothingHasStalledAndIsThenComplete() throws Exception {
    StreamId stream = broadcast("silent", 2);
    pass();
    assertThat(ask(request("api/streams")).body()).contains("\"stalled\":true");

    time.set(time.get().plus(Duration.ofSeconds(30)));

    assertThat(ask(request("api/streams")).body()).contains("\"live\":0", "\"complete\":1");
    assertThat(ask(request("api/streams?state=complete")).body())
        .contains(stream.value(), "\"state\":\"complete\"");
  }

  @Test
  void aStreamThatIsDamagedKeepsTheOthersFromNothingAndIsTakenDown() throws Exception {
    StreamId good = broadcast("good", 3);
    StreamId bad = broadcast("bad", 3);
    try (BlobStore store = BlobStores.open(directory.toUri())) {
      store.putIf(
          BlobKey.of(bad + "/manifest.json"),
          BlobContent.of("x".repeat(1_000).getBytes(StandardCharsets.UTF_8)),
          PutCondition.always());
    }
    pass();

    String live = ask(request("api/streams")).body();
    assertThat(live)
        .contains("\"live\":1", "\"damaged\":1", good.value())
        .doesNotContain(bad.value());
    assertThat(ask(request("api/streams?state=damaged")).body())
        .contains(bad.value(), "\"state\":\"damaged\"")
        .doesNotContain(good.value());
    assertThat(ask(request("api/streams/" + bad)).body()).contains("\"state\":\"damaged\"");

    assertThat(ask(request("api/streams/" + bad).DELETE()).statusCode()).isEqualTo(204);

    assertThat(filesOf(bad)).containsExactly("manifest.json");
    pass();
    assertThat(ask(request("api/streams")).body()).contains("\"live\":1", "\"damaged\":0");
  }

  @Test
  void aStreamThatIsTakenDownIsGoneWithItsSegments() throws Exception {
    StreamId stream = broadcast("unwanted", 3);
    StreamId other = broadcast("wanted", 3);
    assertThat(ask(request("api/streams")).body()).contains(stream.value());

    assertThat(ask(request("api/streams/" + stream).DELETE()).statusCode()).isEqualTo(204);

    assertThat(ask(request("api/streams")).body())
        .contains("\"live\":1", other.value())
        .doesNotContain(stream.value());
    assertThat(send(request("playlist/" + stream + ".m3u8")).statusCode()).isEqualTo(410);
    assertThat(ask(request("api/streams/" + stream)).body()).contains("\"state\":\"expired\"");
    assertThat(ask(request("api/streams/" + stream).DELETE()).statusCode()).isEqualTo(204);
    assertThat(filesOf(stream)).containsExactly("manifest.json");
  }

  private List<String> filesOf(StreamId stream) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(stream.value()))) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void aTakedownMayBeTheFirstThingThatAnOperatorAsks() throws Exception {
    StreamId stream = broadcast("unwanted", 1);

    assertThat(ask(request("api/streams/" + stream).DELETE()).statusCode()).isEqualTo(204);

    assertThat(send(request("playlist/" + stream + ".m3u8")).statusCode()).isEqualTo(410);
  }

  @Test
  void aRecordingThatIsTakenDownIsNotShownUntilTheNextListing() throws Exception {
    Broadcast broadcast = new Broadcast(server.address(), "recording").send(2);
    broadcast.complete();
    assertThat(ask(request("api/streams")).body()).contains("\"complete\":1");

    ask(request("api/streams/" + broadcast.stream()).DELETE());

    assertThat(ask(request("api/streams")).body()).contains("\"complete\":0");
  }

  @Test
  void aStreamThatBeginsShowsWithinSeconds() throws Exception {
    assertThat(ask(request("api/streams")).body()).contains("\"live\":0", "\"streams\":[]");
    broadcast("late", 1);
    pass();

    assertThat(ask(request("api/streams")).body()).contains("\"live\":1");
  }

  @Test
  void whatThereIsNotIsSaidInAProblemDocument() throws Exception {
    assertProblem(ask(request("api/streams/" + UNKNOWN)), 404);
    assertProblem(ask(request("api/streams/" + UNKNOWN).DELETE()), 404);
    assertProblem(ask(request("api/streams/no-id")), 404);
    assertProblem(ask(request("api/streams?state=odd")), 400);
    HttpResponse<String> wrong = ask(request("api/streams").DELETE());
    assertProblem(wrong, 405);
    assertThat(wrong.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer operators", "Basic operators-only"})
  void whoDoesNotShowTheTokenLearnsAndDoesNothing(String credentials) throws Exception {
    StreamId stream = broadcast("kept", 1);
    for (String path : List.of("api/streams", "api/streams/" + stream, "api/streams/x")) {
      for (String method : List.of("GET", "DELETE")) {
        HttpRequest.Builder request =
            request(path).method(method, HttpRequest.BodyPublishers.noBody());
        HttpResponse<String> answer =
            send(credentials.isEmpty() ? request : request.header("Authorization", credentials));

        assertProblem(answer, 401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
            .startsWith("Bearer ");
      }
    }
    assertThat(send(request("playlist/" + stream + ".m3u8")).statusCode()).isEqualTo(200);
  }

  /** Encoders may write them, so they are let through; they must not lead past the token. */
  @ParameterizedTest
  @ValueSource(strings = {"//api/streams/%s", "/api//streams/%s", "/api/streams//%s", "/api///%s"})
  void severalSlashesLeadToNoStream(String path) throws Exception {
    StreamId stream = broadcast("kept", 1);
    for (String method : List.of("GET", "DELETE")) {
      String address = "http://127.0.0.1:" + server.address().getPort() + path.formatted(stream);
      for (String token : List.of("another", TOKEN)) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(URI.create(address))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token);
        assertThat(send(request).statusCode()).isIn(401, 404, 405);
      }
    }
    assertThat(send(request("playlist/" + stream + ".m3u8")).statusCode()).isEqualTo(200);
  }

  @Test
  void withoutATokenThereAreNoOperators() throws Exception {
    try (LiveServer open = start()) {
      for (String path : List.of("api/streams", "api/streams/" + UNKNOWN, "dashboard")) {
        URI address = open.address().resolve(path);
        assertProblem(ask(HttpRequest.newBuilder(address)), 404);
      }
    }
  }

  @Test
  void theDashboardRunsNothingThatIsNotTheServersOwn() throws Exception {
    HttpResponse<String> page = send(request("dashboard"));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe", "http:", "https:");
    assertThat(page.body())
        .contains("<base href=\"./chalkstream/\">", "content=\"../play/\"")
        .doesNotContain("<style", " style=", " onclick=", "src=\"http", TOKEN);
  }

  private static void assertProblem(HttpResponse<String> answer, int status) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status, "\"detail\":");
    assertIsJson(answer.body());
  }
}
