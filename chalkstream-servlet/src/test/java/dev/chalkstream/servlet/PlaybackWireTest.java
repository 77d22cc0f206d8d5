package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.STREAM;
import static dev.chalkstream.servlet.WireServer.playlistPath;
import static dev.chalkstream.servlet.WireServer.segmentPath;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamId;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may watch, where it is not for everyone. */
@Tag("wire")
class PlaybackWireTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);

  private static WireServer start(ServletOptions.Builder options) throws Exception {
    return WireServer.start(
        WireServer.Options.DEFAULT,
        chalkstream -> new ChalkstreamServlet(chalkstream, options.build()));
  }

  private static WireServer start(PlaybackAuthorizer authorizer) throws Exception {
    return start(ServletOptions.builder().playback(authorizer));
  }

  private static void assertCacheControl(HttpResponse<byte[]> response, int status, String value) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().allValues("Cache-Control")).containsExactly(value);
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
  }

  @Test
  void whoHasATokenWatchesAndKeepsItForItself() throws Exception {
    try (WireServer server = start(PlaybackAuthorizer.bearerToken("old", "new"))) {
      server.publish(SEGMENT, 0);
      String segments = "private, max-age=31536000, immutable";
      for (String token : List.of("old", "new")) {
        String[] bearer = {"Authorization", "Bearer " + token};
        HttpResponse<byte[]> playlist = server.get(playlistPath(), bearer);
        assertCacheControl(playlist, 200, "private, no-cache");
        assertCacheControl(server.get(segmentPath(SEGMENT), bearer), 200, segments);
        assertCacheControl(
            server.get(segmentPath(SEGMENT), with(bearer, "Range", "bytes=0-9")), 206, segments);
        assertCacheControl(
            server.get(segmentPath(SEGMENT), with(bearer, "If-None-Match", "*")), 304, segments);
        String tag = playlist.headers().firstValue("ETag").orElseThrow();
        assertCacheControl(
            server.get(playlistPath(), with(bearer, "If-None-Match", tag)),
            304,
            "private, no-cache");
        HttpResponse<byte[]> gzip =
            server.get(playlistPath(), with(bearer, "Accept-Encoding", "gzip"));
        assertCacheControl(gzip, 200, "private, no-cache");
        assertThat(gzip.headers().firstValue("Content-Encoding")).contains("gzip");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer t0keN", "Bearer ", "Basic dDo=", "t0ken"})
  void whoHasNoTokenIsToldThatOneIsNeededWhateverItHoldsAlready(String credentials)
      throws Exception {
    try (WireServer server = start(PlaybackAuthorizer.bearerToken("t0ken"))) {
      server.publish(SEGMENT, 0);
      for (String path : List.of(playlistPath(), segmentPath(SEGMENT))) {
        for (HttpResponse<byte[]> response :
            List.of(
                server.get(path),
                server.get(path, "Authorization", credentials),
                server.get(path, "If-None-Match", "*"))) {
          assertProblem(response, 401);
          assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
      }
    }
  }

  @Test
  void theHeadOfWhatMayNotBeWatchedTellsNothing() throws Exception {
    try (WireServer server = start((request, stream) -> PlaybackAuthorizer.Decision.FORBIDDEN)) {
      server.publish(SEGMENT, 0);

      HttpResponse<byte[]> head =
          server.send(server.request(segmentPath(SEGMENT)).method("HEAD", BodyPublishers.noBody()));

      assertThat(head.statusCode()).isEqualTo(403);
      assertThat(head.headers().firstValue("ETag")).isEmpty();
      assertProblem(server.get(segmentPath(SEGMENT)), 403);
      assertProblem(server.get(segmentPath(TestSegment.of(2))), 403);
      assertProblem(server.get("/playlist/" + "0".repeat(40) + ".m3u8"), 403);
    }
  }

  @Test
  void theApplicationDecidesByRequestAndStream() throws Exception {
    PlaybackAuthorizer authorizer =
        (HttpServletRequest request, StreamId stream) ->
            "me".equals(request.getHeader("X-User")) && stream.value().equals(STREAM)
                ? PlaybackAuthorizer.Decision.ALLOW
                : PlaybackAuthorizer.Decision.FORBIDDEN;
    try (WireServer server = start(authorizer)) {
      server.publish(SEGMENT, 0);

      assertThat(server.get(playlistPath(), "X-User", "me").statusCode()).isEqualTo(200);
      assertProblem(server.get(playlistPath(), "X-User", "you"), 403);
      assertProblem(server.get("/chunk/" + "0".repeat(40) + "/x.ts", "X-User", "me"), 400);
      assertProblem(
          server.get("/chunk/" + "0".repeat(40) + "/" + SEGMENT.name(), "X-User", "me"), 403);
    }
  }

  @Test
  void theWaitingRoomIsWatchedByThoseWhoMayAndItsPosterIsForAll() throws Exception {
    try (WireServer server = start(PlaybackAuthorizer.bearerToken("t0ken"))) {
      assertCacheControl(
          server.get(playlistPath(), "Authorization", "Bearer t0ken"), 200, "private, no-cache");
      assertProblem(server.get(playlistPath()), 401);
      assertCacheControl(server.get("/poster.ts"), 200, "public, max-age=60");
    }
  }

  @Test
  void whoeverIsSentElsewhereMayWatch() throws Exception {
    ServletOptions.Builder options =
        ServletOptions.builder()
            .playback(PlaybackAuthorizer.bearerToken("t0ken"))
            .segmentRedirect(SegmentRedirect.toBase(URI.create("https://cdn.example/")));
    try (WireServer server = start(options)) {
      assertProblem(server.get(WireServer.storedPath(SEGMENT)), 401);
      assertCacheControl(
          server.get(WireServer.storedPath(SEGMENT), "Authorization", "Bearer t0ken"),
          302,
          "private, max-age=300");
    }
  }

  @Test
  void anAuthorizerThatFailsRefusesNobodyForGood() throws Exception {
    try (WireServer server =
        start(
            (request, stream) -> {
              throw new IllegalStateException("the directory is down");
            })) {
      assertUndecided(server);
    }
  }

  @Test
  void anAuthorizerThatSaysNothingRefusesNobodyForGood() throws Exception {
    try (WireServer server = start((request, stream) -> null)) {
      assertUndecided(server);
    }
  }

  @Test
  void everyoneMayWatchWithPublicCaches() throws Exception {
    try (WireServer server = start(PlaybackAuthorizer.ALLOW_ALL)) {
      server.publish(SEGMENT, 0);

      assertCacheControl(server.get(playlistPath()), 200, "no-cache");
      assertCacheControl(
          server.get(segmentPath(SEGMENT)), 200, "public, max-age=31536000, immutable");
    }
  }

  private static void assertUndecided(WireServer server) throws Exception {
    for (String path : List.of(playlistPath(), segmentPath(SEGMENT))) {
      HttpResponse<byte[]> response = server.get(path);

      assertThat(assertProblem(response, 503).get("detail")).doesNotContain("directory");
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
  }

  private static String[] with(String[] headers, String name, String value) {
    return new String[] {headers[0], headers[1], name, value};
  }
}
