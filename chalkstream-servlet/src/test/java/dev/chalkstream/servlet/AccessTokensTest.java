package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several broadcasters, each with a token and sessions of its own. */
@Tag("wire")
class AccessTokensTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);
  private static final IngestAuthorizer AUTHORIZER =
      IngestAuthorizer.bearerTokens(
          Map.of(
              "alice",
              Pattern.compile("a-[0-9]+"),
              "bob",
              Pattern.compile(".*"),
              "b:ob",
              Pattern.compile("b")));

  private static HttpResponse<byte[]> publish(WireServer server, String session, String token)
      throws Exception {
    return send(server, session, "Bearer " + token);
  }

  private static HttpResponse<byte[]> send(WireServer server, String session, String credentials)
      throws Exception {
    return server.send(
        server
            .request("/ingest/" + session + "/" + SEGMENT.name())
            .headers("X-Sequence", "0", "X-Duration", "2", "Authorization", credentials)
            .PUT(BodyPublishers.ofByteArray(SEGMENT.bytes())));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  @Test
  void aTokenIsGoodAsAPasswordOfAnyUser() throws Exception {
    ServletOptions options = ServletOptions.builder().ingest(AUTHORIZER).build();
    try (WireServer server =
        WireServer.start(
            WireServer.Options.DEFAULT,
            chalkstream -> new ChalkstreamServlet(chalkstream, options))) {
      assertThat(send(server, "a-1", basic("anybody:alice")).statusCode()).isEqualTo(202);
      assertThat(send(server, "a-1", basic(":alice")).statusCode()).isEqualTo(202);
      assertThat(send(server, "b", basic("jürgen:bob").replace("Basic", "bAsIc")).statusCode())
          .isEqualTo(202);
      assertThat(send(server, "b", basic("u:b:ob")).statusCode()).as("one colon").isEqualTo(202);
      assertProblem(send(server, "b-1", basic("bob:alice")), 403);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic", "Basic ", "Basic !!!", "Basic YWxpY2U", "Basic YWxpY2U6", "Basi"})
  void whatIsNoPairIsNoCredentials(String credentials) throws Exception {
    ServletOptions options = ServletOptions.builder().ingest(AUTHORIZER).build();
    try (WireServer server =
        WireServer.start(
            WireServer.Options.DEFAULT,
            chalkstream -> new ChalkstreamServlet(chalkstream, options))) {
      assertProblem(send(server, "a-1", credentials), 401);
      assertProblem(send(server, "a-1", basic("alice:x")), 401);
      assertProblem(send(server, "a-1", basic("alice:\u0000alice")), 401);
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @Test
  void aTokenIsGoodForSessionsThatMatchAsAWhole() throws Exception {
    ServletOptions options = ServletOptions.builder().ingest(AUTHORIZER).build();
    try (WireServer server =
        WireServer.start(
            WireServer.Options.DEFAULT,
            chalkstream -> new ChalkstreamServlet(chalkstream, options))) {
      assertThat(publish(server, "a-1", "alice").statusCode()).isEqualTo(202);
      assertThat(publish(server, "b-1", "bob").statusCode()).isEqualTo(202);
      assertProblem(publish(server, "a-1x", "alice"), 403);
      assertProblem(publish(server, "b-1", "alice"), 403);
      assertProblem(publish(server, "a-1", "carol"), 401);
      assertProblem(publish(server, "a-1", "alicebob"), 401);
    }
  }

  @Test
  void thereIsATokenAndEachIsVisible() {
    assertThatIllegalArgumentException().isThrownBy(() -> IngestAuthorizer.bearerTokens(Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IngestAuthorizer.bearerTokens(Map.of("a b", Pattern.compile(".*"))));
    assertThatIllegalArgumentException().isThrownBy(PlaybackAuthorizer::bearerToken);
    assertThatIllegalArgumentException().isThrownBy(() -> PlaybackAuthorizer.bearerToken("a", ""));
  }
}
