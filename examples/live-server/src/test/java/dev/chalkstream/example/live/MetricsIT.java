package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of a running server, read as operators read them. */
class MetricsIT {

  private static final Pattern SEGMENT = Pattern.compile("(?m)^\\.\\./chunk/.*\\.ts$");
  private static final Pattern VALUE = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]+)\"\\]");
  private static final int SEGMENTS = 5;

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private ServerProcess server;
  private Broadcast broadcast;

  @BeforeEach
  void broadcast() throws Exception {
    server = ServerProcess.start(directory.resolve("store"), "--metrics");
    broadcast = new Broadcast(server, "a-session-to-count").send(SEGMENTS);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static double value(String text, String series) {
    List<String> found =
        text.lines()
            .filter(line -> line.startsWith(series + " "))
            .map(line -> line.substring(series.length() + 1))
            .toList();
    assertThat(found).as(series).hasSize(1);
    return Double.parseDouble(found.get(0));
  }

  private void watch() throws Exception {
    String playlist = server.get("playlist/" + broadcast.stream() + ".m3u8").body();
    Matcher segment = SEGMENT.matcher(playlist);
    while (segment.find()) {
      assertThat(server.get("playlist/" + segment.group()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theNumbersAgreeWithWhatWasSent() throws Exception {
    watch();
    watch();
    int refused = put("a-session-to-count/" + "0".repeat(64), "0").statusCode();
    broadcast.complete();
    String text = server.get("metrics").body();

    assertThat(refused).isEqualTo(422);
    assertThat(value(text, "chalkstream_uploads_total{outcome=\"listed\"}")).isEqualTo(SEGMENTS);
    assertThat(value(text, "chalkstream_uploads_total{outcome=\"digest_mismatch\"}")).isEqualTo(1);
    assertThat(value(text, "chalkstream_uploads_total{outcome=\"failed\"}")).isZero();
    assertThat(value(text, "chalkstream_segments_listed_total")).isEqualTo(SEGMENTS);
    assertThat(value(text, "chalkstream_segments_listed_bytes_total")).isEqualTo(sent());
    assertThat(value(text, "chalkstream_segments_listed_seconds_total"))
        .isEqualTo(SEGMENTS * DemoClip.SEGMENT_DURATION.toSeconds());
    assertThat(value(text, "chalkstream_playlists_total")).isEqualTo(2);
    assertThat(value(text, "chalkstream_segments_opened_total{from=\"memory\"}"))
        .isEqualTo(2 * SEGMENTS);
    assertThat(value(text, "chalkstream_segments_opened_total{from=\"store\"}")).isZero();
    assertThat(value(text, "chalkstream_streams_events_total{event=\"started\"}")).isEqualTo(1);
    assertThat(value(text, "chalkstream_streams_events_total{event=\"completed\"}")).isEqualTo(1);
    assertThat(value(text, "chalkstream_streams_live")).isZero();
    assertThat(value(text, "chalkstream_operations_seconds_count{operation=\"ingest\"}"))
        .isEqualTo(SEGMENTS + 1);
    assertThat(text)
        .contains("jvm_memory_used_bytes{", "jvm_gc_")
        .doesNotContain("a-session-to-count", broadcast.stream().value());
  }

  private static long sent() {
    DemoClip clip = DemoClip.load();
    long bytes = 0;
    for (int i = 0; i < SEGMENTS; i++) {
      bytes += clip.next().length;
    }
    return bytes;
  }

  private HttpResponse<String> put(String path, String sequence) throws Exception {
    return http.send(
        HttpRequest.newBuilder(server.address().resolve("ingest/" + path + ".ts"))
            .header("X-Sequence", sequence)
            .header("X-Duration", "2")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(DemoClip.load().next()))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void prometheusHasNothingToComplainOf() throws Exception {
    Path text = Files.writeString(directory.resolve("metrics.txt"), server.get("metrics").body());
    var promtool = new ProcessBuilder(Tools.need("promtool").toString(), "check", "metrics");
    Path said = directory.resolve("promtool.txt");

    int status =
        promtool
            .redirectInput(text.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();

    assertThat(Files.readString(said)).isEmpty();
    assertThat(status).isZero();
  }

  @Test
  void prometheusReadsTheNumbers() throws Exception {
    try (Prometheus prometheus = Prometheus.start(directory, server.address())) {
      Await.until("it has been read", () -> prometheus.value("up").equals("1"));

      assertThat(prometheus.value("chalkstream_uploads_total{outcome=\"listed\"}")).isEqualTo("5");
      assertThat(prometheus.value("chalkstream_streams_live")).isEqualTo("1");
      assertThat(
              Double.parseDouble(
                  prometheus.value(
                      "histogram_quantile(0.9, chalkstream_operations_seconds_bucket"
                          + "{operation=\"ingest\"})")))
          .isPositive();
    }
  }

  @Test
  void whoDoesNotAskForThemHasNone() throws Exception {
    try (ServerProcess plain = ServerProcess.startInMemory()) {
      assertThat(plain.get("metrics").statusCode()).isEqualTo(404);
    }
  }

  /** A Prometheus that reads one server each second. Closing ends it. */
  private record Prometheus(Command process, URI address, HttpClient http)
      implements AutoCloseable {

    static Prometheus start(Path directory, URI server) throws Exception {
      Path program = Tools.need("prometheus");
      Path config =
          Files.writeString(
              directory.resolve("prometheus.yml"),
              """
              scrape_configs:
                - job_name: chalkstream
                  scrape_interval: 1s
                  static_configs:
                    - targets: ["%s"]
              """
                  .formatted(server.getAuthority()));
      String place = "127.0.0.1:" + Ports.free();
      Command process =
          Command.start(
              program,
              "--web.listen-address=" + place,
              "--config.file=" + config,
              "--storage.tsdb.path=" + directory.resolve("tsdb"));
      return new Prometheus(
          process, URI.create("http://" + place + "/"), HttpClient.newHttpClient());
    }

    /** The value of a query, or nothing if there is none. */
    String value(String query) throws Exception {
      assertThat(process.isRunning()).as("%s", process.err()).isTrue();
      String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
      try {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(address.resolve("api/v1/query?query=" + encoded)).build(),
                BodyHandlers.ofString());
        Matcher found = VALUE.matcher(answer.body());
        return found.find() ? found.group(1) : "";
      } catch (ConnectException notYet) {
        return "";
      }
    }

    @Override
    public void close() throws IOException {
      process.end();
    }
  }
}
