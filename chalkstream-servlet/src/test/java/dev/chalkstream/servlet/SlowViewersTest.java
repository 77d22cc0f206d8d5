package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Viewers who ask for much and take little. */
@Tag("wire")
class SlowViewersTest {

  private static final int VIEWERS = 40;

  /** The library's buffer, the container's, and the network's on both sides, with room to spare. */
  private static final long ON_THE_WAY = 256 << 10;

  @Test
  void noMoreIsReadForAViewerThanItTakes() throws Exception {
    TestSegment large = TestSegment.ofPackets(5_000, 1);
    List<RawClient> viewers = new ArrayList<>();
    try (WireServer server = WireServer.start()) {
      server.publish(large, 0);
      for (int i = 0; i < VIEWERS; i++) {
        RawClient viewer = new RawClient(server, 4 << 10);
        viewers.add(viewer);
        viewer.send("GET " + WireServer.segmentPath(large) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      for (RawClient viewer : viewers) {
        viewer.awaitFirstByte();
      }
      assertThat(server.get(WireServer.playlistPath()).statusCode()).isEqualTo(200);

      assertThat(server.store.segmentBytesRead()).isLessThan(VIEWERS * ON_THE_WAY);

      for (RawClient viewer : viewers) {
        assertThat(viewer.read().body()).isEqualTo(large.bytes());
        viewer.close();
      }
      assertThat(server.store.segmentBytesRead()).isEqualTo((long) VIEWERS * large.bytes().length);
    }
  }
}
