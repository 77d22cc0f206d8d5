package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.playlistPath;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.media.MediaFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("wire")
class WaitingRoomWireTest {

  private static final byte[] POSTER = posterBytes();

  @ParameterizedTest
  @CsvSource({"/, /*, /poster.ts", "/app, /live/*, /app/live/poster.ts", "/app, /, /app/poster.ts"})
  void theWaitingRoomsPlaylistLeadsToThePoster(String context, String mapping, String poster)
      throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT.mountedAt(context, mapping);
    try (WireServer server = WireServer.start(options)) {
      HttpResponse<byte[]> playlist = server.get(playlistPath());
      URI uri = playlist.uri().resolve(firstUri(playlist));

      assertThat(playlist.statusCode()).isEqualTo(200);
      assertThat(playlist.headers().firstValue("Cache-Control")).contains("no-cache");
      assertThat(uri.getPath()).isEqualTo(poster);
      assertThat(server.send(HttpRequest.newBuilder(uri)).body()).isEqualTo(POSTER);
    }
  }

  @Test
  void thePlaylistServletServesThePosterUnderAMappingOfItsOwn() throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT.mountedAt("/app", "/x/poster.ts");
    try (WireServer server = WireServer.start(options, PlaylistServlet::new)) {
      assertThat(server.get("/poster.ts").body()).isEqualTo(POSTER);
    }
  }

  @Test
  void aPosterSaysWhatItIsAndIsKeptForAWhile() throws Exception {
    try (WireServer server = WireServer.start()) {
      HttpResponse<byte[]> poster = server.get("/poster.ts");

      assertThat(poster.statusCode()).isEqualTo(200);
      assertThat(poster.headers().firstValue("Content-Type")).contains("video/mp2t");
      assertThat(poster.headers().firstValue("Cache-Control")).contains("public, max-age=60");
      assertThat(poster.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
      assertThat(poster.headers().firstValue("ETag")).get().asString().matches("\"[0-9a-f]{64}\"");
      assertThat(poster.headers().firstValueAsLong("Content-Length")).hasValue(POSTER.length);
    }
  }

  @Test
  void aPosterThatTheViewerHasIsNotSentAgain() throws Exception {
    try (WireServer server = WireServer.start()) {
      String tag = server.get("/poster.ts").headers().firstValue("ETag").orElseThrow();

      HttpResponse<byte[]> again = server.get("/poster.ts", "If-None-Match", tag);

      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.headers().firstValue("ETag")).contains(tag);
    }
  }

  @Test
  void headIsGetWithoutTheBody() throws Exception {
    try (WireServer server = WireServer.start()) {
      HttpResponse<byte[]> get = server.get("/poster.ts");
      HttpResponse<byte[]> head =
          server.send(server.request("/poster.ts").method("HEAD", BodyPublishers.noBody()));

      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      for (String header : List.of("Content-Type", "Content-Length", "ETag", "Cache-Control")) {
        assertThat(head.headers().allValues(header)).isEqualTo(get.headers().allValues(header));
      }
    }
  }

  @Test
  void aPosterIsNotTaken() throws Exception {
    try (WireServer server = WireServer.start()) {
      HttpResponse<byte[]> put =
          server.send(server.request("/poster.ts").PUT(BodyPublishers.noBody()));

      assertProblem(put, 405);
      assertThat(put.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }
  }

  @Test
  void withoutAWaitingRoomAnUnknownStreamIsNotFoundAndThereIsNoPoster() throws Exception {
    try (WireServer server = WireServer.with(b -> b.waitingRoom(WaitingRoom.closed()))) {
      assertProblem(server.get(playlistPath()), 404);
      assertProblem(server.get("/poster.ts"), 404);
    }
  }

  @Test
  void aStreamThatHasExpiredIsGone() throws Exception {
    AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    try (WireServer server = WireServer.with(b -> b.clock(time::get))) {
      server.publish(TestSegment.of(1), 0);
      server.chalkstream.complete(SessionId.of(WireServer.SESSION));
      assertThat(server.get(playlistPath()).statusCode()).isEqualTo(200);

      time.updateAndGet(now -> now.plus(Duration.ofHours(1)));

      assertProblem(server.get(playlistPath()), 410);
    }
  }

  private static String firstUri(HttpResponse<byte[]> playlist) {
    return new String(playlist.body(), UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] posterBytes() {
    try (var in = WaitingRoom.standard().poster(MediaFile.MPEG_TS).orElseThrow().open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
