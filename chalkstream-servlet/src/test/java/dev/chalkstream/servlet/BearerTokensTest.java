package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several broadcasters, each with a token and sessions of its own. */
@Tag("wire")
class BearerTokensTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);
  private static final IngestAuthorizer AUTHORIZER =
      IngestAuthorizer.bearerTokens(
          Map.of("alice", Pattern.compile("a-[0-9]+"), "bob", Pattern.compile(".*")));

  private static HttpResponse<byte[]> publish(WireServer server, String session, String token)
      throws Exception {
    return server.send(
        server
            .request("/ingest/" + session + "/" + SEGMENT.name())
            .headers("X-Sequence", "0", "X-Duration", "2", "Authorization", "Bearer " + token)
            .PUT(BodyPublishers.ofByteArray(SEGMENT.bytes())));
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
