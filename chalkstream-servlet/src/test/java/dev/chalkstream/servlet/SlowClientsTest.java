package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many more slow clients than threads, and everyone else is served all the same. */
@Tag("wire")
@Tag("smoke")
class SlowClientsTest {

  private static final int THREADS = 6;
  private static final int SLOW_CLIENTS = 40;

  private final List<RawClient> slow = new ArrayList<>();

  @Test
  void slowUploadsHoldNoThread() throws Exception {
    TestSegment segment = TestSegment.of(1);
    try (WireServer server = WireServer.start(WireServer.Options.DEFAULT.withThreads(THREADS))) {
      for (int i = 0; i < SLOW_CLIENTS; i++) {
        RawClient client = new RawClient(server);
        slow.add(client);
        client.send(
            RawClient.uploadHead(
                "slow-" + i, segment, 0, "Content-Length: " + segment.bytes().length));
        client.send(segment.bytes(), 0, 500);
      }

      server.publish(TestSegment.of(2), 0);
      assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);

      for (RawClient client : slow) {
        client.send(segment.bytes(), 500, segment.bytes().length - 500);
      }
      for (RawClient client : slow) {
        assertThat(client.read().status()).isEqualTo(202);
        client.close();
      }
    }
  }

  @Test
  void slowViewersHoldNoThreadAndNoSegmentStaysOpen() throws Exception {
    TestSegment large = TestSegment.ofPackets(5_000, 1);
    WireServer server = WireServer.start(WireServer.Options.DEFAULT.withThreads(THREADS));
    try (server) {
      server.publish(large, 0);
      for (int i = 0; i < SLOW_CLIENTS; i++) {
        RawClient viewer = new RawClient(server, 4 << 10);
        slow.add(viewer);
        viewer.send("GET " + WireServer.segmentPath(large) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      for (RawClient viewer : slow) {
        viewer.awaitFirstByte();
      }

      server.publish(TestSegment.of(2), 1);

      int half = SLOW_CLIENTS / 2;
      for (RawClient patient : slow.subList(0, half)) {
        assertThat(patient.read().body()).isEqualTo(large.bytes());
      }
      for (RawClient viewer : slow) {
        viewer.close();
      }
      assertThat(server.get(WireServer.segmentPath(large)).body()).isEqualTo(large.bytes());
    }
    assertThat(server.store.openSegments()).isZero();
  }

  @Test
  void anUploadThatTakesTooLongIsCutOff() throws Exception {
    TestSegment segment = TestSegment.of(1);
    try (WireServer server =
            WireServer.start(WireServer.Options.DEFAULT.with("chalkstream.upload-timeout", "1"));
        RawClient client = new RawClient(server)) {
      client.send(RawClient.uploadHead(segment, 0, "Content-Length: 10000"));
      client.send(segment.bytes(), 0, 500);

      assertThat(client.read().status()).isEqualTo(408);
      assertThat(client.isAtEnd()).isTrue();
      assertThat(server.store.keys()).isEmpty();
    }
  }
}
