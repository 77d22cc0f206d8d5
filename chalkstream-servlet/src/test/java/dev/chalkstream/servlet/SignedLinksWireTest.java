package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.PlaybackTokensTest.key;
import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.playlistPath;
import static dev.chalkstream.servlet.WireServer.segmentPath;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links with a token in the path, from playlist to segments. */
@Tag("wire")
class SignedLinksWireTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(600);
  private static final StreamId STREAM = StreamId.of(WireServer.STREAM);
  private static final StreamId OTHER = SessionId.of("another-session").streamId();

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final PlaybackTokens tokens = PlaybackTokens.of(time::get, key(1));
  private WireServer server;

  @BeforeEach
  void start() throws Exception {
    server = start(tokens);
    server.publish(SEGMENT, 0);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static WireServer start(PlaybackAuthorizer playback) throws Exception {
    ServletOptions options = ServletOptions.builder().playback(playback).build();
    return WireServer.start(
        WireServer.Options.DEFAULT.mountedAt("/app", "/live/*"),
        chalkstream -> new ChalkstreamServlet(chalkstream, options));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLinkLeadsFromThePlaylistToItsSegments(boolean waiting) throws Exception {
    StreamId stream = waiting ? OTHER : STREAM;
    HttpResponse<byte[]> playlist = server.get("/" + tokens.playlistPath(stream, LATER));
    URI first = firstListed(playlist);
    HttpResponse<byte[]> segment = server.send(HttpRequest.newBuilder(first));

    assertThat(playlist.statusCode()).isEqualTo(200);
    assertThat(playlist.headers().allValues("Cache-Control")).containsExactly("private, no-cache");
    assertThat(first.getPath()).startsWith("/app/live/t/");
    assertThat(segment.statusCode()).isEqualTo(200);
    if (!waiting) {
      assertThat(segment.body()).isEqualTo(SEGMENT.bytes());
      assertThat(segment.headers().allValues("Cache-Control"))
          .containsExactly("private, max-age=31536000, immutable");
    }
  }

  @Test
  void withoutALinkNothingIsWatched() throws Exception {
    assertRefused(server.get(playlistPath()), "link-missing");
    assertRefused(server.get(segmentPath(SEGMENT)), "link-missing");
    assertRefused(server.get(segmentPath(SEGMENT), "If-None-Match", "*"), "link-missing");
    assertThat(server.get("/poster.ts").statusCode()).isEqualTo(200);
  }

  @Test
  void anExpiredLinkEndsInTheMiddleOfAStream() throws Exception {
    String token = tokens.sign(STREAM, LATER);
    HttpResponse<byte[]> playlist = get(token, playlistPath());
    String tag = playlist.headers().firstValue("ETag").orElseThrow();
    time.set(LATER);

    assertRefused(get(token, playlistPath()), "link-expired");
    assertRefused(get(token, playlistPath(), "If-None-Match", tag), "link-expired");
    assertRefused(get(token, segmentPath(SEGMENT)), "link-expired");
  }

  @Test
  void aLinkToOneStreamLeadsToNoPlaylistOrSegmentOfAnother() throws Exception {
    String token = tokens.sign(OTHER, LATER);

    assertRefused(get(token, playlistPath()), "link-of-another-stream");
    assertRefused(get(token, segmentPath(SEGMENT)), "link-of-another-stream");
    assertRefused(
        get(token, segmentPath(SEGMENT).replace("/chunk/", "/chunks/")), "link-of-another-stream");
  }

  @Test
  void aLinkOfAnotherKeyOrWithAnotherExpiryIsNotValid() throws Exception {
    String foreign = PlaybackTokens.of(time::get, key(2)).sign(STREAM, LATER);
    String own = tokens.sign(STREAM, LATER);
    String longer = tokens.sign(STREAM, LATER.plusSeconds(3_600));
    String tampered = longer.substring(0, 8) + own.substring(8);

    for (String token : List.of(foreign, tampered, "x", own + "A", own.substring(1))) {
      assertRefused(get(token, playlistPath()), "link-invalid");
      assertRefused(get(token, segmentPath(SEGMENT)), "link-invalid");
    }
  }

  @Test
  void aLinkIsForWatchingOnly() throws Exception {
    String token = tokens.sign(STREAM, LATER);
    String upload = "/ingest/" + WireServer.SESSION + "/" + SEGMENT.name();

    assertProblem(
        server.send(server.request("/t/" + token + upload).PUT(BodyPublishers.noBody())), 404);
    assertProblem(server.get("/t/" + token + "/t/" + token + playlistPath()), 404);
    assertProblem(server.get("/t/" + token), 404);
    assertProblem(server.get("/t/"), 404);
    HttpResponse<byte[]> wrongMethod =
        server.send(server.request("/t/" + token + playlistPath()).DELETE());
    assertProblem(wrongMethod, 405);
    assertThat(wrongMethod.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
  }

  @Test
  void whereEveryoneMayWatchThereAreNoLinks() throws Exception {
    try (WireServer open = start(PlaybackAuthorizer.ALLOW_ALL)) {
      open.publish(SEGMENT, 0);

      assertProblem(open.get("/" + tokens.playlistPath(STREAM, LATER)), 404);
    }
  }

  @Test
  void anApplicationMayTakeLinksOrItsOwnLogin() throws Exception {
    PlaybackAuthorizer either =
        (request, stream) ->
            "me".equals(request.getHeader("X-User"))
                ? PlaybackAuthorizer.Decision.ALLOW
                : tokens.authorize(request, stream);
    try (WireServer mixed = start(either)) {
      mixed.publish(SEGMENT, 0);

      assertThat(mixed.get(playlistPath(), "X-User", "me").statusCode()).isEqualTo(200);
      assertThat(mixed.get("/" + tokens.playlistPath(STREAM, LATER)).statusCode()).isEqualTo(200);
      assertProblem(mixed.get(playlistPath()), 403);
      assertProblem(mixed.get("/" + tokens.playlistPath(STREAM, NOW)), 403);
    }
  }

  private HttpResponse<byte[]> get(String token, String path, String... headers) throws Exception {
    return server.get("/t/" + token + path, headers);
  }

  private static void assertRefused(HttpResponse<byte[]> response, String kind) throws Exception {
    assertThat(assertProblem(response, 403).get("type")).isEqualTo(Problems.TYPE + kind);
    assertThat(response.headers().firstValue("ETag")).isEmpty();
  }

  private static URI firstListed(HttpResponse<byte[]> playlist) {
    return new String(playlist.body(), UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .findFirst()
        .map(playlist.uri()::resolve)
        .orElseThrow();
  }
}
