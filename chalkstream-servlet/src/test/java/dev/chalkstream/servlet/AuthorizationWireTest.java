package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.SessionId;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
class AuthorizationWireTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);

  private static WireServer start(IngestAuthorizer authorizer) throws Exception {
    return WireServer.start(
        WireServer.Options.DEFAULT,
        chalkstream -> new ChalkstreamServlet(chalkstream, authorizer, CorsPolicy.anyOrigin()));
  }

  @Test
  void whoHasTheTokenPublishesAndEveryoneWatches() throws Exception {
    try (WireServer server = start(IngestAuthorizer.bearerToken("t0ken"))) {
      HttpRequest.Builder upload =
          server.upload(SEGMENT, 0).header("Authorization", "bearer t0ken");

      assertThat(server.send(upload).statusCode()).isEqualTo(202);
      assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer t0keN", "Bearer", "Bearer ", "Basic dDo=", "t0ken", "Bearer t0ken2"})
  void whoHasAnotherTokenIsToldThatOneIsNeeded(String credentials) throws Exception {
    try (WireServer server = start(IngestAuthorizer.bearerToken("t0ken"))) {
      HttpRequest.Builder upload = server.upload(SEGMENT, 0).header("Authorization", credentials);
      HttpResponse<byte[]> response = server.send(upload);

      assertProblem(response, 401);
      assertThat(response.headers().allValues("WWW-Authenticate"))
          .containsExactly("Bearer", "Basic realm=\"publishing\", charset=\"UTF-8\"");
      assertProblem(server.send(server.upload(SEGMENT, 0)), 401);
      assertProblem(server.send(complete(server)), 401);
      assertThat(server.store.keys()).isEmpty();
    }
  }

  /** Basic would make its browser ask for a name and a password. */
  @ParameterizedTest
  @CsvSource({
    "Origin, https://studio.example",
    "Sec-Fetch-Site, same-origin",
    "Sec-Fetch-Mode, cors",
    "Sec-Fetch-Dest, empty"
  })
  void aPageIsNotAskedForAPassword(String header, String value) throws Exception {
    try (WireServer server = start(IngestAuthorizer.bearerToken("t0ken"));
        RawClient client = new RawClient(server)) {
      client.send(RawClient.uploadHead(SEGMENT, 0, "Content-Length: 0", header + ": " + value));
      RawClient.Answer answer = client.read();

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
  }

  @Test
  void aTokenInTheQueryIsRefusedInWords() throws Exception {
    try (WireServer server = start(IngestAuthorizer.bearerToken("t0ken"))) {
      HttpRequest.Builder push =
          server
              .request("/ingest/" + WireServer.SESSION + "/out.m3u8?token=t0ken")
              .PUT(BodyPublishers.ofString("#EXTM3U\n"));

      assertThat(assertProblem(server.send(push), 401).get("detail"))
          .contains("Bearer", "Basic", "in the query");
    }
  }

  @Test
  void playbackTakesNoBasic() throws Exception {
    ServletOptions options =
        ServletOptions.builder().playback(PlaybackAuthorizer.bearerToken("t0ken")).build();
    try (WireServer server =
        WireServer.start(
            WireServer.Options.DEFAULT,
            chalkstream -> new ChalkstreamServlet(chalkstream, options))) {
      HttpResponse<byte[]> answer =
          server.get(WireServer.playlistPath(), "Authorization", "Basic dTp0MGtlbg==");

      assertProblem(answer, 401);
      assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
    }
  }

  @Test
  void whoMayNotPublishIsForbidden() throws Exception {
    try (WireServer server = start((request, session) -> IngestAuthorizer.Decision.FORBIDDEN)) {
      assertProblem(server.send(server.upload(SEGMENT, 0)), 403);
      assertProblem(server.send(complete(server)), 403);
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @Test
  void anAuthorizerThatFailsRefusesNobodyForGood() throws Exception {
    try (WireServer server =
        start(
            (request, session) -> {
              throw new IllegalArgumentException("the directory is down");
            })) {
      HttpResponse<byte[]> response = server.send(server.upload(SEGMENT, 0));

      assertThat(assertProblem(response, 503).get("detail")).doesNotContain("directory");
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @Test
  @Timeout(60)
  void theAuthorizerIsAskedBeforeTheBodyIsRead() throws Exception {
    AtomicReference<SessionId> asked = new AtomicReference<>();
    IngestAuthorizer authorizer =
        (request, session) -> {
          asked.set(session);
          return IngestAuthorizer.Decision.UNAUTHENTICATED;
        };
    try (WireServer server = start(authorizer);
        RawClient client = new RawClient(server)) {
      client.send(RawClient.uploadHead(SEGMENT, 0, "Content-Length: 1000"));
      while (asked.get() == null) {
        Thread.onSpinWait();
      }
      client.send(new byte[1_000], 0, 1_000);

      assertThat(client.read().status()).isEqualTo(401);
      assertThat(asked.get()).isEqualTo(SessionId.of(WireServer.SESSION));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "ä", "a\n"})
  void aTokenIsMadeOfVisibleCharacters(String token) {
    assertThatIllegalArgumentException().isThrownBy(() -> IngestAuthorizer.bearerToken(token));
  }

  private static HttpRequest.Builder complete(WireServer server) {
    return server
        .request("/ingest/" + WireServer.SESSION + "/complete")
        .POST(BodyPublishers.noBody());
  }
}
