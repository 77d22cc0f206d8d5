package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.WireServer.segmentPath;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store hangs, and everyone who can do without it is served all the same. */
@Tag("wire")
class HangingStoreTest {

  /** Several times the threads that some containers have for all their connections. */
  private static final int HANGING = 4;

  private static final int TOO_MANY = 50;
  private static final int VIEWERS = 30;

  private static final String PUSHED_PLAYLIST_TEXT =
      "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:2.0,\nout0.ts\n";

  @Test
  void downloadsThatHangHoldUpNobodyElse() throws Exception {
    TestSegment large = TestSegment.ofPackets(5_000, 1);
    TestSegment small = TestSegment.of(2);
    CountDownLatch gate = new CountDownLatch(1);
    List<RawClient> hanging = new ArrayList<>();
    try (WireServer server = WireServer.start()) {
      server.publish(large, 0);
      server.publish(small, 1);
      server.store.bodyGate(small.bytes().length + 1, gate);
      for (int i = 0; i < HANGING; i++) {
        RawClient viewer = new RawClient(server);
        hanging.add(viewer);
        viewer.send("GET " + segmentPath(large) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      server.store.awaitWaiting(HANGING);

      server.publish(TestSegment.of(3), 2);
      assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);
      assertThat(server.get(segmentPath(small)).body()).isEqualTo(small.bytes());

      gate.countDown();
      for (RawClient viewer : hanging) {
        assertThat(viewer.read().body()).isEqualTo(large.bytes());
        viewer.close();
      }
    }
  }

  /** What broadcasters send, which all ends in a change of a stream. */
  private enum Change {
    SEGMENT,
    PUSHED_SEGMENT,
    PUSHED_PLAYLIST,
    COMPLETION;

    HttpRequest.Builder request(WireServer server, String session) {
      String path = "/ingest/" + session + "/";
      TestSegment segment = TestSegment.of(1);
      return switch (this) {
        case SEGMENT ->
            server
                .request(path + segment.name())
                .headers("X-Sequence", "0", "X-Duration", "2")
                .PUT(BodyPublishers.ofByteArray(segment.bytes()));
        case PUSHED_SEGMENT ->
            server.request(path + "out0.ts").PUT(BodyPublishers.ofByteArray(segment.bytes()));
        case PUSHED_PLAYLIST ->
            server.request(path + "out.m3u8").PUT(BodyPublishers.ofString(PUSHED_PLAYLIST_TEXT));
        case COMPLETION -> server.request(path + "complete").POST(BodyPublishers.noBody());
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesThatHangHoldUpNoViewerAndSoManyAreLetIn(Change change) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(TOO_MANY);
    try (WireServer server = WireServer.start()) {
      server.publish(TestSegment.of(1), 0);
      assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);
      server.store.gate = gate;
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < StoreThreads.MOST + TOO_MANY; i++) {
        HttpRequest request = change.request(server, "hangs-" + i).build();
        CompletableFuture<HttpResponse<String>> answer =
            client.sendAsync(request, BodyHandlers.ofString());
        answers.add(answer);
        answer.thenRun(refused::countDown);
      }
      refused.await();

      for (int viewer = 0; viewer < VIEWERS; viewer++) {
        assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);
      }
      gate.countDown();
      int taken = 0;
      for (CompletableFuture<HttpResponse<String>> each : answers) {
        HttpResponse<String> answer = each.join();
        if (answer.statusCode() == 202) {
          taken++;
        } else {
          assertThat(answer.statusCode()).isEqualTo(503);
          assertThat(answer.body()).contains("on its way to the store already");
          assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
      }
      assertThat(taken).isEqualTo(StoreThreads.MOST);
      assertThat(server.send(change.request(server, "afterwards")).statusCode()).isEqualTo(202);
    } finally {
      gate.countDown();
    }
  }
}
