package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.segment;
import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.NodeBusyException;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TracedStore;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However changes come, so many and no more are on their way to a store that hangs. */
@Timeout(60)
class WriteGateTest {

  private static final String PLAYLIST =
      """
      #EXTM3U
      #EXT-X-VERSION:3
      #EXT-X-TARGETDURATION:2
      #EXT-X-MEDIA-SEQUENCE:0
      #EXTINF:2.0,
      out0.ts
      """;

  /** What broadcasters do, and operators. */
  private enum Change {
    SEGMENT,
    PUSHED_SEGMENT,
    PUSHED_PLAYLIST,
    COMPLETION,
    TAKEDOWN;

    void make(Instance node, SessionId session) throws Exception {
      switch (this) {
        case SEGMENT -> node.ingest(upload(session, 0, "a").build());
        case PUSHED_SEGMENT -> node.pushSegment(session, "out0.ts", segment("a"));
        case PUSHED_PLAYLIST -> node.pushPlaylist(session, "out.m3u8", PLAYLIST);
        case COMPLETION -> node.complete(session);
        case TAKEDOWN -> node.delete(session.streamId());
      }
    }

    int most() {
      return this == TAKEDOWN ? WriteGate.MOST_TAKEDOWNS : WriteGate.MOST_AT_ONCE;
    }

    boolean sharesPlacesWith(Change other) {
      return (this == TAKEDOWN) == (other == TAKEDOWN);
    }
  }

  private final TracedStore store = new TracedStore(BlobStores.inMemory());
  private final Instance node = Nodes.on(store).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void stop() {
    gate.countDown();
    threads.shutdownNow();
    node.close();
  }

  /** Makes as many changes as there are places, all of which hang. */
  private List<Future<Void>> fill(Change change) throws Exception {
    List<SessionId> sessions = new ArrayList<>();
    Set<String> hanging = new HashSet<>();
    for (int i = 0; i < change.most(); i++) {
      SessionId session = SessionId.of("hangs-" + i);
      sessions.add(session);
      hanging.add(session.streamId().value());
    }
    var full = new CountDownLatch(change.most());
    store.before(
        (call, key) -> {
          if (hanging.contains(key.value().split("/", -1)[0])) {
            full.countDown();
            awaitGate();
          }
        });
    List<Future<Void>> changes = new ArrayList<>();
    for (SessionId session : sessions) {
      changes.add(
          threads.submit(
              () -> {
                change.make(node, session);
                return null;
              }));
    }
    full.await();
    return changes;
  }

  private void awaitGate() throws InterruptedIOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted before the gate");
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneMoreThanThereIsRoomForIsTurnedAwayAtOnce(Change change) throws Exception {
    List<Future<Void>> hanging = fill(change);
    for (Change other : Change.values()) {
      SessionId session = SessionId.of("one-more-" + other);
      if (other.sharesPlacesWith(change)) {
        assertThatExceptionOfType(NodeBusyException.class)
            .isThrownBy(() -> other.make(node, session));
      } else {
        other.make(node, session);
      }
    }

    gate.countDown();
    for (Future<Void> each : hanging) {
      each.get();
    }
    for (Change other : Change.values()) {
      other.make(node, SessionId.of("afterwards-" + other));
    }
  }

  @Test
  void anOperatorTakesAStreamDownInTheMiddleOfAFlood() throws Exception {
    SessionId session = SessionId.of("unwanted");
    node.ingest(upload(session, 0, "a").build());
    fill(Change.PUSHED_PLAYLIST);

    assertThat(node.delete(session.streamId())).isTrue();
    assertThat(node.status(session.streamId()).state()).isEqualTo(StreamStatus.State.EXPIRED);
  }

  @Test
  void whatFailsLeavesItsPlace() throws Exception {
    for (int i = 0; i < 2 * WriteGate.MOST_AT_ONCE; i++) {
      SessionId session = SessionId.of("refused");
      assertThatExceptionOfType(SegmentRejectedException.class)
          .isThrownBy(() -> node.pushSegment(session, "out0.ts", segment("").slice(0, 10)));
    }
    Change.SEGMENT.make(node, SessionId.of("taken"));
  }
}
