package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoders that go faster than real time, and wait for no answer. */
@Tag("wire")
class PushOrderWireTest {

  private static final int SEGMENTS = 150;
  private static final int WINDOW = 5;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static HttpRequest put(WireServer server, String session, String name, byte[] body) {
    return server
        .request("/ingest/" + session + "/" + name)
        .PUT(BodyPublishers.ofByteArray(body))
        .build();
  }

  private static byte[] playlist(int last) {
    int first = Math.max(0, last - WINDOW + 1);
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:2\n");
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
    for (int n = first; n <= last; n++) {
      text.append("#EXTINF:2,\nout").append(n).append(".ts\n");
    }
    return text.toString().getBytes(UTF_8);
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private static String path(String session) {
    return "/playlist/" + SessionId.of(session).streamId() + ".m3u8";
  }

  private static void assertAllTaken(List<CompletableFuture<HttpResponse<String>>> answers) {
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.join().statusCode()).as(() -> answer.join().body()).isEqualTo(202);
    }
  }

  private List<CompletableFuture<HttpResponse<String>>> sendAll(WireServer server, String session) {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int n = 0; n < SEGMENTS; n++) {
      answers.add(send(put(server, session, "out" + n + ".ts", TestSegment.of(n).bytes())));
      answers.add(send(put(server, session, "out.m3u8", playlist(n))));
    }
    return answers;
  }

  @Test
  void aBroadcastThatIsSentAllAtOnceIsListedWholeAndInOrder() throws Exception {
    try (WireServer server = WireServer.start()) {
      assertAllTaken(sendAll(server, "fast"));

      String listed = new String(server.get(path("fast")).body(), UTF_8);
      assertThat(listed).doesNotContain("#EXT-X-GAP");
      int at = 0;
      for (int n = 0; n < SEGMENTS; n++) {
        at = listed.indexOf(TestSegment.of(n).digest().value(), at);
        assertThat(at).as("segment %s in its place", n).isPositive();
      }
    }
  }

  @Test
  void oneFastSessionTakesNoPlacesFromOthersWhileTheStoreHangs() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (WireServer server = WireServer.start()) {
      server.store.gate = gate;
      List<CompletableFuture<HttpResponse<String>>> fast = sendAll(server, "fast");
      List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();
      for (int i = 0; i < StoreThreads.MOST - 2 * WINDOW; i++) {
        others.add(send(put(server, "other-" + i, "out0.ts", TestSegment.of(1).bytes())));
      }
      // A change of one more session, which would be turned away if there were no place.
      CompletableFuture<HttpResponse<String>> last =
          send(put(server, "last", "out.m3u8", playlist(0)));
      gate.countDown();

      assertAllTaken(others);
      assertAllTaken(List.of(last));
      assertAllTaken(fast);
    } finally {
      gate.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSessionThatFillsItsShareIsReadMoreSlowlyAndLosesNothing(boolean async) throws Exception {
    WireServer.Options mount =
        async
            ? WireServer.Options.DEFAULT
            : WireServer.Options.DEFAULT.withoutAsync().withThreads(64);
    byte[] large = TestSegment.ofPackets(WireServer.MAX_SEGMENT_BYTES / 188 - 1, 1).bytes();
    ServletOptions options =
        ServletOptions.builder().maxUploadBytes(4L * WireServer.MAX_SEGMENT_BYTES).build();
    CountDownLatch gate = new CountDownLatch(1);
    try (WireServer server =
        WireServer.start(mount, chalkstream -> new ChalkstreamServlet(chalkstream, options))) {
      server.store.gate = gate;
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int n = 0; n < 20; n++) {
        answers.add(send(put(server, "fast", "out" + n + ".ts", large)));
      }
      // Others find room meanwhile, as one session has half of it at most.
      CompletableFuture<HttpResponse<String>> other =
          send(put(server, "other", "out0.ts", TestSegment.of(1).bytes()));
      gate.countDown();

      assertAllTaken(List.of(other));
      assertAllTaken(answers);
    } finally {
      gate.countDown();
    }
  }

  @Test
  @Timeout(60)
  void whatFindsNoRoomInTimeIsToldToComeAgain() throws Exception {
    byte[] large = TestSegment.ofPackets(WireServer.MAX_SEGMENT_BYTES / 188 - 1, 1).bytes();
    ServletOptions options =
        ServletOptions.builder().maxUploadBytes(2L * WireServer.MAX_SEGMENT_BYTES).build();
    CountDownLatch gate = new CountDownLatch(1);
    try (WireServer server =
        WireServer.start(
            WireServer.Options.DEFAULT.with("chalkstream.upload-timeout", "2"),
            chalkstream -> new ChalkstreamServlet(chalkstream, options))) {
      server.store.gate = gate;
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        answers.add(send(put(server, "fast", "out" + n + ".ts", large)));
      }
      List<Integer> statuses =
          answers.stream().map(answer -> answer.join().statusCode()).distinct().toList();
      gate.countDown();

      assertThat(statuses).isSubsetOf(429, 503).contains(503);
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.join().headers().firstValue("Retry-After")).isPresent();
      }
      assertProblem(
          answers.get(0).join().body().getBytes(UTF_8), answers.get(0).join().statusCode());
      int again = 503;
      while (again == 429 || again == 503) {
        again = send(put(server, "fast", "out9.ts", large)).join().statusCode();
      }
      assertThat(again).isEqualTo(202);
    } finally {
      gate.countDown();
    }
  }

  @Test
  void aCompletionComesBehindWhatWasSentBeforeIt() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (WireServer server = WireServer.start();
        RawClient first = new RawClient(server)) {
      byte[] segment = TestSegment.of(1).bytes();
      send(put(server, WireServer.SESSION, "out.m3u8", playlist(0))).join();
      server.store.gate = gate;
      first.send(
          "PUT /ingest/"
              + WireServer.SESSION
              + "/out0.ts HTTP/1.1\r\nHost: x\r\n"
              + "Expect: 100-continue\r\nContent-Length: "
              + segment.length
              + "\r\n\r\n");
      assertThat(first.readHead().status()).isEqualTo(100);
      first.send(segment);
      CompletableFuture<HttpResponse<String>> completion =
          send(
              server
                  .request("/ingest/" + WireServer.SESSION + "/complete")
                  .POST(BodyPublishers.noBody())
                  .build());
      gate.countDown();

      assertThat(first.read().status()).isEqualTo(202);
      assertThat(completion.join().statusCode()).isEqualTo(202);
      assertThat(server.get(WireServer.playlistPath()).body())
          .asString(UTF_8)
          .contains(TestSegment.of(1).digest().value());
    } finally {
      gate.countDown();
    }
  }
}
