package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.storage.BlobStores;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is taken from all clients together, and from one session. */
@Tag("wire")
class UploadLimitsWireTest {

  private static final int LARGEST = WireServer.MAX_SEGMENT_BYTES;
  private static final int GREEDY_CLIENTS = 200;
  private static final int SLOW_CLIENTS = 500;
  private static final int THREADS = 6;
  private static final int ATTEMPTS = 200;
  private static final long RETRY_MILLIS = 100;

  private final AtomicReference<ChalkstreamServlet> servlet = new AtomicReference<>();

  private WireServer start(WireServer.Options mount, ServletOptions.Builder options)
      throws Exception {
    return WireServer.start(
        mount,
        chalkstream -> {
          servlet.set(new ChalkstreamServlet(chalkstream, options.build()));
          return servlet.get();
        });
  }

  private static HttpRequest.Builder upload(WireServer server, String session, TestSegment segment)
      throws Exception {
    return server
        .request("/ingest/" + session + "/" + segment.name())
        .headers("X-Sequence", "0", "X-Duration", "2")
        .PUT(BodyPublishers.ofByteArray(segment.bytes()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: " + LARGEST, "Transfer-Encoding: chunked"})
  void whateverIsAnnouncedMemoryIsTakenForWhatCameAndNoMoreThanMayBe(String announcement)
      throws Exception {
    long limit = 8L * LARGEST;
    TestSegment large = TestSegment.ofPackets(LARGEST / 188, 1);
    boolean chunked = announcement.endsWith("chunked");
    List<RawClient> greedy = new ArrayList<>();
    try (WireServer server =
        start(
            WireServer.Options.DEFAULT.withThreads(THREADS),
            ServletOptions.builder().maxUploadBytes(limit))) {
      for (int i = 0; i < GREEDY_CLIENTS; i++) {
        RawClient client = new RawClient(server);
        greedy.add(client);
        client.send(RawClient.uploadHead("greedy-" + i, large, 0, announcement));
      }
      server.publish(TestSegment.of(2), 0);
      assertThat(servlet.get().uploadBytesHeld()).as("on their word").isZero();

      // Each sends half of what it has announced, so that all together send much more than may be.
      byte[] half = new byte[LARGEST / 2];
      Map<Integer, Integer> answers = new HashMap<>();
      for (RawClient client : greedy) {
        if (chunked) {
          client.sendChunk(half);
        } else {
          client.send(half);
        }
        assertThat(servlet.get().uploadBytesHeld()).isLessThanOrEqualTo(limit);
      }
      for (RawClient client : greedy) {
        if (chunked) {
          client.send("0\r\n\r\n");
        } else {
          client.endOutput();
        }
        RawClient.Answer answer = client.read();
        answers.merge(answer.status(), 1, Integer::sum);
        if (answer.status() == 503) {
          assertThat(answer.header("Retry-After")).isNotEmpty();
          assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
          assertProblem(answer.body(), 503);
        }
        client.close();
      }

      assertThat(answers.keySet()).isSubsetOf(chunked ? 415 : 400, 503);
      assertThat(answers.get(503)).isGreaterThan(GREEDY_CLIENTS / 2);
      server.publish(TestSegment.of(3), 1);
      assertThat(servlet.get().uploadBytesHeld()).as("when all are done").isZero();
    }
  }

  @Test
  void fiveHundredClientsOfAByteAtATimeKeepNobodyFromPublishing() throws Exception {
    TestSegment segment = TestSegment.of(1);
    List<RawClient> slow = new ArrayList<>();
    try (WireServer server =
        start(WireServer.Options.DEFAULT.withThreads(THREADS), ServletOptions.builder())) {
      for (int i = 0; i < SLOW_CLIENTS; i++) {
        RawClient client = new RawClient(server);
        slow.add(client);
        int length = segment.bytes().length;
        client.send(RawClient.uploadHead("slow-" + i, segment, 0, "Content-Length: " + length));
      }
      for (int round = 0; round < 3; round++) {
        for (RawClient client : slow) {
          client.send(segment.bytes(), round, 1);
        }
        server.publish(TestSegment.of(10 + round), round);
        assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);
      }
      assertThat(servlet.get().uploadBytesHeld()).isLessThan(SLOW_CLIENTS * (8L << 10));
      for (RawClient client : slow) {
        client.send(segment.bytes(), 3, segment.bytes().length - 3);
      }
      for (RawClient client : slow) {
        assertThat(client.read().status()).isEqualTo(202);
        client.close();
      }
    }
  }

  @Test
  void clientsThatHoldAllTheRoomAndStandStillGiveWay() throws Exception {
    TestSegment large = TestSegment.ofPackets(LARGEST / 188, 1);
    int announced = large.bytes().length;
    try (WireServer server =
            start(
                WireServer.Options.DEFAULT.withThreads(THREADS),
                ServletOptions.builder().maxUploadBytes(2L * LARGEST));
        RawClient greedy = new RawClient(server)) {
      greedy.send(RawClient.uploadHead("greedy", large, 0, "Content-Length: " + announced));
      greedy.send(large.bytes(), 0, announced - 2);
      while (servlet.get().uploadBytesHeld() < announced) {
        Thread.onSpinWait();
      }

      int status = 503;
      for (int attempt = 0; status == 503 && attempt < ATTEMPTS; attempt++) {
        HttpResponse<byte[]> answer = server.send(upload(server, "another", large));
        status = answer.statusCode();
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
      assertThat(status).isEqualTo(202);

      greedy.send(large.bytes(), announced - 2, 2);
      assertThat(greedy.read().status()).isEqualTo(503);
    }
  }

  @Test
  void slowClientsAreCutOffTogetherAndLeaveNothingBehind() throws Exception {
    TestSegment segment = TestSegment.of(1);
    List<RawClient> slow = new ArrayList<>();
    try (WireServer server =
        start(
            WireServer.Options.DEFAULT.withThreads(THREADS).with("chalkstream.upload-timeout", "1"),
            ServletOptions.builder())) {
      for (int i = 0; i < 100; i++) {
        RawClient client = new RawClient(server);
        slow.add(client);
        client.send(RawClient.uploadHead("slow-" + i, segment, 0, "Content-Length: 1000"));
        client.send(segment.bytes(), 0, 1);
      }
      for (RawClient client : slow) {
        assertThat(client.read().status()).isEqualTo(408);
        assertThat(client.isAtEnd()).isTrue();
        client.close();
      }
      server.publish(segment, 0);

      assertThat(servlet.get().uploadBytesHeld()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatEndsInAnyWayIsCountedNoMore(boolean async) throws Exception {
    WireServer.Options mount =
        async ? WireServer.Options.DEFAULT : WireServer.Options.DEFAULT.withoutAsync();
    TestSegment segment = TestSegment.of(1);
    try (WireServer server = start(mount, ServletOptions.builder().maxLiveStreams(1))) {
      TestSegment notMedia = TestSegment.of(new byte[10]);
      assertThat(server.send(upload(server, "a", notMedia)).statusCode()).isEqualTo(415);
      byte[] tooLong = new byte[LARGEST + 1];
      assertThat(server.send(upload(server, "b", TestSegment.of(tooLong))).statusCode())
          .isEqualTo(413);
      server.store.failing = true;
      assertThat(server.send(upload(server, "c", segment)).statusCode()).isEqualTo(503);
      server.store.failing = false;

      assertThat(server.send(upload(server, "d", segment)).statusCode()).isEqualTo(202);
      assertThat(servlet.get().uploadBytesHeld()).isZero();
    }
  }

  @Test
  void oneStreamMoreThanMayBeLiveComesLater() throws Exception {
    TestSegment segment = TestSegment.of(1);
    try (WireServer server =
        start(WireServer.Options.DEFAULT, ServletOptions.builder().maxLiveStreams(1))) {
      server.publish(segment, 0);
      HttpResponse<byte[]> refused = server.send(upload(server, "another", segment));

      assertThat(assertProblem(refused, 429).get("type"))
          .isEqualTo(Problems.TYPE + "too-many-streams");
      assertThat(refused.headers().firstValue("Retry-After")).contains("30");
      server.publish(TestSegment.of(2), 1);

      server.send(
          server
              .request("/ingest/" + WireServer.SESSION + "/complete")
              .POST(BodyPublishers.noBody()));
      assertThat(server.send(upload(server, "another", segment)).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aSessionThatSendsTooFastIsToldToWait() throws Exception {
    try (WireServer server =
        start(WireServer.Options.DEFAULT, ServletOptions.builder().maxUploadsPerMinute(1))) {
      server.publish(TestSegment.of(1), 0);
      HttpResponse<byte[]> refused = server.send(server.upload(TestSegment.of(2), 1));

      assertThat(assertProblem(refused, 429).get("type")).isEqualTo(Problems.TYPE + "too-fast");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(server.send(upload(server, "another", TestSegment.of(2))).statusCode())
          .isEqualTo(202);
    }
  }

  private static HttpRequest.Builder playlist(WireServer server, String session) {
    return server
        .request("/ingest/" + session + "/out.m3u8")
        .PUT(BodyPublishers.ofString("#EXTM3U\n#EXTINF:2,\nout0.ts\n"));
  }

  private static HttpRequest.Builder completion(WireServer server, String session) {
    return server.request("/ingest/" + session + "/complete").POST(BodyPublishers.noBody());
  }

  @Test
  void aPushedPlaylistIsAnUploadOfThoseThatASessionMaySendInAMinute() throws Exception {
    try (WireServer server =
        start(WireServer.Options.DEFAULT, ServletOptions.builder().maxUploadsPerMinute(2))) {
      assertThat(server.send(playlist(server, "a")).statusCode()).isEqualTo(202);
      assertThat(server.send(playlist(server, "a")).statusCode()).isEqualTo(202);
      HttpResponse<byte[]> refused = server.send(playlist(server, "a"));
      assertThat(assertProblem(refused, 429).get("type")).isEqualTo(Problems.TYPE + "too-fast");
      assertThat(server.send(completion(server, "a")).statusCode()).isEqualTo(202);
      assertThat(server.send(completion(server, "a")).statusCode()).isEqualTo(429);
      assertThat(server.send(playlist(server, "b")).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aPushedPlaylistTakesThePlaceOfALiveStream() throws Exception {
    try (WireServer server =
        start(WireServer.Options.DEFAULT, ServletOptions.builder().maxLiveStreams(1))) {
      assertThat(server.send(playlist(server, "a")).statusCode()).isEqualTo(202);
      for (HttpRequest.Builder request :
          List.of(
              playlist(server, "b"),
              completion(server, "b"),
              upload(server, "b", TestSegment.of(1)))) {
        assertThat(assertProblem(server.send(request), 429).get("type"))
            .isEqualTo(Problems.TYPE + "too-many-streams");
      }
      assertThat(server.store.keys()).hasSize(1);

      assertThat(server.send(completion(server, "a")).statusCode()).isEqualTo(202);
      assertThat(server.send(playlist(server, "b")).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aPlaylistThatIsRefusedTakesNoPlace() throws Exception {
    try (WireServer server =
        start(WireServer.Options.DEFAULT, ServletOptions.builder().maxLiveStreams(1))) {
      HttpRequest.Builder wrong =
          server.request("/ingest/a/out.m3u8").PUT(BodyPublishers.ofString("hello"));
      assertProblem(server.send(wrong), 400);
      assertThat(server.send(playlist(server, "b")).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void whoMayNotPublishTakesNoPlaceOfThoseWhoMay() throws Exception {
    ServletOptions.Builder options =
        ServletOptions.builder()
            .maxLiveStreams(1)
            .ingest(
                (request, session) ->
                    session.value().equals(WireServer.SESSION)
                        ? IngestAuthorizer.Decision.ALLOW
                        : IngestAuthorizer.Decision.FORBIDDEN);
    try (WireServer server = start(WireServer.Options.DEFAULT, options)) {
      assertProblem(server.send(upload(server, "another", TestSegment.of(1))), 403);
      server.publish(TestSegment.of(1), 0);
    }
  }

  @Test
  void theLargestSegmentMustFit() throws Exception {
    ServletOptions options = ServletOptions.builder().maxUploadBytes(1_000).build();
    try (Chalkstream chalkstream = Chalkstream.builder(BlobStores.open("memory:")).build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ChalkstreamServlet(chalkstream, options));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServletOptions.builder().maxUploadBytes(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServletOptions.builder().maxLiveStreams(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServletOptions.builder().maxUploadsPerMinute(-1));
  }
}
