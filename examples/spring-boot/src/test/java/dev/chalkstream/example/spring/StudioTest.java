package dev.chalkstream.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.TinySegment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chalkstream.store=memory:",
      "studio.session-key=a key of the test of some length"
    })
@ActiveProfiles("demo")
class StudioTest {

  private static final String ALICE = "alice:wonderland";
  private static final String BOB = "bob:builder";
  private static final String CAROL = "carol:christmas";
  private static final byte[] SEGMENT = TinySegment.of(0);

  private final HttpClient http = HttpClient.newHttpClient();

  @LocalServerPort private int port;
  @Autowired private Channels channels;

  @Test
  void whoIsNotLoggedInIsAskedToDoSo() throws Exception {
    HttpResponse<String> refused = send(upload("alice", 0));

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic");
    assertThat(send(completion("alice")).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice:guessed", "alice:", "mallory:wonderland"})
  void whoHasAnotherPasswordIsNotLoggedIn(String login) throws Exception {
    assertThat(send(as(login, upload("alice", 0))).statusCode()).isEqualTo(401);
  }

  @Test
  void anotherRoleDoesNotPublishNotEvenToItsOwnSession() throws Exception {
    assertForbidden(send(as(CAROL, upload("carol", 0))));
    assertForbidden(send(as(CAROL, completion("carol"))));
  }

  @Test
  void aBroadcasterDoesNotPublishToTheSessionOfAnother() throws Exception {
    assertForbidden(send(as(BOB, upload("alice", 0))));
    assertForbidden(send(as(BOB, completion("alice"))));
  }

  @Test
  void aBroadcasterPublishesAndAnybodyWatches() throws Exception {
    assertThat(send(as(ALICE, upload("alice", 0))).statusCode()).isEqualTo(202);

    HttpResponse<String> playlist = send(to(playlistOf("alice")));
    assertThat(playlist.statusCode()).isEqualTo(200);
    assertThat(playlist.headers().firstValue("Content-Type"))
        .contains("application/vnd.apple.mpegurl");
    assertThat(playlist.headers().firstValue("Set-Cookie")).isEmpty();
    HttpResponse<byte[]> segment = segmentOf(playlist);
    assertThat(segment.body()).isEqualTo(SEGMENT);
    assertThat(segment.headers().allValues("Cache-Control"))
        .as("Chalkstream's word, and not Spring Security's")
        .containsExactly("public, max-age=31536000, immutable");
    assertThat(send(as(ALICE, completion("alice"))).statusCode()).isEqualTo(202);
    assertThat(send(to("/channels/alice")).body()).contains("\"COMPLETE\"");
  }

  @Test
  void theControllerTellsEachBroadcasterTheOwnSession() throws Exception {
    HttpResponse<String> studio = send(as(BOB, to("/studio")));

    assertThat(studio.statusCode()).isEqualTo(200);
    assertThat(studio.body())
        .contains("/live/ingest/" + sessionOf("bob"))
        .contains(playlistOf("bob"));
    assertThat(studio.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(send(as(CAROL, to("/studio"))).statusCode()).isEqualTo(403);
    assertThat(send(to("/studio")).statusCode()).isEqualTo(401);
  }

  @Test
  void theControllerTellsEverybodyWhereToWatch() throws Exception {
    HttpResponse<String> channel = send(to("/channels/bob"));

    assertThat(channel.statusCode()).isEqualTo(200);
    assertThat(channel.body())
        .contains("\"WAITING\"", playlistOf("bob"))
        .doesNotContain(sessionOf("bob"));
  }

  @Test
  void errorsInsideChalkstreamAreItsOwn() throws Exception {
    byte[] text = "no transport stream".getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder badDigest =
        to("/live/ingest/" + sessionOf("bob") + "/" + TinySegment.name(text))
            .headers("X-Sequence", "0", "X-Duration", "2")
            .PUT(BodyPublishers.ofByteArray(SEGMENT));

    assertProblem(send(as(BOB, badDigest)), 422);
    assertProblem(send(to("/live/nothing")), 404);
    assertProblem(send(as(BOB, to("/live/ingest/" + sessionOf("bob") + "/complete"))), 405);
  }

  @Test
  void pagesOfOtherOriginsMayAskBeforeTheyPublish() throws Exception {
    HttpResponse<String> preflight =
        send(
            to("/live/ingest/" + sessionOf("bob") + "/complete")
                .header("Origin", "https://studio.example")
                .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(preflight.statusCode()).isBetween(200, 204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
  }

  @Test
  void aPageOfAnotherOriginSeesThatItHasToLogIn() throws Exception {
    for (HttpRequest.Builder request : List.of(upload("bob", 0), completion("bob"))) {
      HttpResponse<String> refused =
          send(as("bob:guessed", request.header("Origin", "https://studio.example")));

      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
      assertThat(refused.headers().firstValue("Access-Control-Expose-Headers"))
          .contains("WWW-Authenticate");
    }
    assertThat(send(to("/studio")).headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void everythingElseIsGuardedAgainstForgeryAndClosed() throws Exception {
    HttpRequest.Builder forged = to("/studio").POST(BodyPublishers.noBody());

    assertThat(send(as(BOB, forged)).statusCode()).isEqualTo(403);
    assertThat(send(as(BOB, to("/elsewhere"))).statusCode()).isEqualTo(403);
  }

  private void assertForbidden(HttpResponse<String> response) {
    assertProblem(response, 403);
  }

  private static void assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(response.body()).contains("\"detail\"").doesNotContain("\"path\"");
  }

  private String sessionOf(String user) {
    return channels.sessionOf(user).value();
  }

  private String playlistOf(String user) {
    return "/live/playlist/" + channels.sessionOf(user).streamId() + ".m3u8";
  }

  private HttpRequest.Builder upload(String owner, int sequence) {
    return to("/live/ingest/" + sessionOf(owner) + "/" + TinySegment.name(SEGMENT))
        .headers("X-Sequence", Integer.toString(sequence), "X-Duration", "2")
        .PUT(BodyPublishers.ofByteArray(SEGMENT));
  }

  private HttpRequest.Builder completion(String owner) {
    return to("/live/ingest/" + sessionOf(owner) + "/complete").POST(BodyPublishers.noBody());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static HttpRequest.Builder as(String login, HttpRequest.Builder request) {
    String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    return request.header("Authorization", "Basic " + encoded);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<byte[]> segmentOf(HttpResponse<String> playlist) throws Exception {
    String line = playlist.body().lines().filter(l -> !l.startsWith("#")).findFirst().orElseThrow();
    URI uri = playlist.uri().resolve(line);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }
}
