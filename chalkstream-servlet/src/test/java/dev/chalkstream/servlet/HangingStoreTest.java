package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.WireServer.segmentPath;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The store hangs in the middle of segments, and everyone else is served all the same. */
@Tag("wire")
class HangingStoreTest {

  /** Several times the threads that some containers have for all their connections. */
  private static final int HANGING = 4;

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
}
