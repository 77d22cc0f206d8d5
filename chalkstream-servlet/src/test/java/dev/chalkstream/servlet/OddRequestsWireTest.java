package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.WireServer.playlistPath;
import static dev.chalkstream.servlet.WireServer.segmentPath;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.StreamId;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a client sends, the fault is not the server's. */
@Tag("wire")
class OddRequestsWireTest {

  private static final int REQUESTS = Integer.getInteger("chalkstream.odd.requests", 500);
  private static final long SEED = Long.getLong("chalkstream.odd.seed", 20_261_128);
  private static final PlaybackTokens TOKENS = PlaybackTokens.of(new byte[32]);
  private static final Instant EXPIRY = Instant.parse("2100-01-01T00:00:00Z");
  private static final String LINK = "/t/" + TOKENS.sign(StreamId.of(WireServer.STREAM), EXPIRY);

  private static final WireServer.Options ASYNC = WireServer.Options.DEFAULT;

  private static List<String> paths() {
    String session = "/ingest/" + WireServer.SESSION + "/";
    TestSegment segment = TestSegment.of(1);
    return List.of(
        playlistPath(),
        segmentPath(segment),
        LINK + playlistPath(),
        LINK + segmentPath(segment),
        LINK + "/poster.ts",
        "/poster.ts",
        session + segment.name(),
        session + TestSegment.of(2).name(),
        session + "out.m3u8",
        session + "out0.ts",
        session + "720p/out0.ts",
        session + "init.mp4",
        session + TestFragments.initialization(0).name(),
        session + TestFragments.segment(0).name(),
        session + TestFragments.segment(1).name(),
        segmentPath(TestFragments.segment(0)),
        LINK + segmentPath(TestFragments.initialization(0)),
        session + "complete",
        "/",
        "/nothing");
  }

  private static Servlet signed(Chalkstream chalkstream) {
    return new ChalkstreamServlet(
        chalkstream,
        ServletOptions.builder()
            .playback(TOKENS)
            .cors(CorsPolicy.origins("https://studio.example"))
            .maxLiveStreams(1)
            .build());
  }

  @Test
  @Timeout(300)
  void noInputLeadsToAServerError() throws Exception {
    check(ASYNC, ChalkstreamServlet::new, SEED);
  }

  @Test
  @Timeout(300)
  void noInputLeadsToAServerErrorWithoutAsynchronousRequests() throws Exception {
    check(ASYNC.withoutAsync(), ChalkstreamServlet::new, SEED + 1);
  }

  @Test
  @Timeout(300)
  void noInputLeadsToAServerErrorBehindSignedLinksAndLimits() throws Exception {
    check(ASYNC, OddRequestsWireTest::signed, SEED + 2);
  }

  private static void check(
      WireServer.Options options, Function<Chalkstream, Servlet> servlet, long seed)
      throws Exception {
    OddRequests requests = new OddRequests(seed, paths());
    int answered = 0;
    int taken = 0;
    try (WireServer server = WireServer.start(options, servlet)) {
      server.publish(TestSegment.of(1), 0);
      for (int i = 0; i < REQUESTS; i++) {
        String request = requests.next();
        RawClient.Answer answer = answerTo(server, request);
        if (answer == null) {
          continue;
        }
        answered++;
        taken += answer.status() < 400 ? 1 : 0;
        if (answer.status() >= 500) {
          assertThat(answer.status()).as("%s", request).isEqualTo(503);
          assertThat(answer.header("Retry-After")).as("%s", request).isNotEmpty();
          assertThat(new String(answer.body(), UTF_8)).contains("\"detail\"");
        }
      }
      assertThat(server.get("/poster.ts").statusCode()).isEqualTo(200);
    }
    assertThat(answered).isGreaterThan(REQUESTS * 9 / 10);
    assertThat(taken).as("those that got through").isGreaterThan(REQUESTS / 20);
  }

  /** The answer, or null where the connection is closed without one. */
  private static RawClient.Answer answerTo(WireServer server, String request) throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send(request);
      return request.startsWith("HEAD") ? client.readHead() : client.read();
    } catch (IOException closed) {
      return null;
    }
  }
}
