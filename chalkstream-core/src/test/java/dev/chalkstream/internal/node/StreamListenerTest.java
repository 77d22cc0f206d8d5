package dev.chalkstream.internal.node;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamListener;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StreamListenerTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();

  private final ManualClock clock = new ManualClock();
  private final BlobStore store = BlobStores.inMemory(clock);

  /** Writes down in a word what it is told. */
  private static final class Diary implements StreamListener {

    private final Queue<String> entries = new ConcurrentLinkedQueue<>();

    @Override
    public void started(StreamId stream) {
      entries.add("started");
    }

    @Override
    public void segmentListed(StreamId stream, long mediaSequence, Duration duration, long bytes) {
      entries.add("listed " + mediaSequence);
    }

    @Override
    public void stalled(StreamId stream) {
      entries.add("stalled");
    }

    @Override
    public void resumed(StreamId stream) {
      entries.add("resumed");
    }

    @Override
    public void completed(StreamId stream) {
      entries.add("completed");
    }

    @Override
    public void expired(StreamId stream) {
      entries.add("expired");
    }
  }

  private Instance node(StreamListener listener) {
    return Nodes.on(store).clock(clock).refreshInterval(Duration.ZERO).listener(listener).build();
  }

  /** Nodes stay open here, so the events are awaited by one that comes behind them. */
  private static void awaitTold(Instance node) throws InterruptedException {
    node.flushEvents();
  }

  private static void ingest(Instance node, long sequence) throws Exception {
    node.ingest(upload(SESSION, sequence, "s" + sequence).build());
  }

  @Test
  void everyEventOfAStreamsLifeIsToldOnceAndInOrder() throws Exception {
    var diary = new Diary();
    Instance node = node(diary);
    ingest(node, 1);
    ingest(node, 0);
    clock.advance(Duration.ofSeconds(3));
    node.tick();
    node.tick();
    ingest(node, 2);
    clock.advance(Duration.ofSeconds(30));
    node.tick();
    ingest(node, 3);
    node.complete(SESSION);
    clock.advance(Duration.ofMinutes(10));
    node.tick();
    awaitTold(node);
    assertThat(diary.entries)
        .containsExactly(
            "started",
            "listed 0",
            "listed 1",
            "stalled",
            "listed 2",
            "completed",
            "resumed",
            "listed 3",
            "completed",
            "expired");
  }

  @Test
  void aGapIsNotToldAsASegment() throws Exception {
    var diary = new Diary();
    Instance node = node(diary);
    ingest(node, 0);
    ingest(node, 2);
    node.complete(SESSION);
    awaitTold(node);
    assertThat(diary.entries).containsExactly("started", "listed 0", "listed 2", "completed");
  }

  @Test
  void aNodeThatWatchesIsToldWhatAnotherTook() throws Exception {
    var diary = new Diary();
    Instance watching = node(diary);
    watching.playlist(STREAM);
    Instance taking = node(StreamListener.NONE);
    ingest(taking, 0);
    watching.playlist(STREAM);
    ingest(taking, 1);
    taking.complete(SESSION);
    watching.playlist(STREAM);
    awaitTold(watching);
    assertThat(diary.entries).containsExactly("started", "listed 0", "listed 1", "completed");
  }

  @Test
  void aStreamThatAnotherNodeFeedsHasNotStalled() throws Exception {
    var diary = new Diary();
    Instance first = node(diary);
    Instance second = node(StreamListener.NONE);
    ingest(first, 0);
    clock.advance(Duration.ofSeconds(2));
    ingest(second, 1);
    clock.advance(Duration.ofSeconds(1));
    first.tick();
    awaitTold(first);
    assertThat(diary.entries).doesNotContain("stalled");
    // It is judged by how long this node has known of the last segment.
    clock.advance(Duration.ofSeconds(3));
    first.tick();
    awaitTold(first);
    assertThat(diary.entries).endsWith("stalled");
  }

  @Test
  void aListenerThatThrowsHarmsNobody() throws Exception {
    var diary = new Diary();
    Instance node =
        node(
            new StreamListener() {
              @Override
              public void started(StreamId stream) {
                throw new IllegalStateException("thrown by a test");
              }

              @Override
              public void completed(StreamId stream) {
                diary.completed(stream);
              }
            });
    ingest(node, 0);
    node.complete(SESSION);
    awaitTold(node);
    assertThat(diary.entries).containsExactly("completed");
  }

  @Test
  void aListenerThatBlocksHoldsNobodyUpAndItsEventsAreDroppedAndCounted() throws Exception {
    var release = new CountDownLatch(1);
    Instance node =
        node(
            new StreamListener() {
              @Override
              public void started(StreamId stream) {
                try {
                  release.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    for (int sequence = 0; sequence < 1_100; sequence++) {
      ingest(node, sequence);
    }
    assertThat(node.status(STREAM).listedSegments()).isEqualTo(1_100);
    // One event is being told, and 1,024 wait behind it.
    assertThat(node.droppedEvents()).isEqualTo(1_101 - 1 - 1_024);
    release.countDown();
  }

  @Test
  void aStreamThatIsTakenDownIsCompletedAndExpired() throws Exception {
    var diary = new Diary();
    Instance node = node(diary);
    ingest(node, 0);
    node.delete(STREAM);
    ingest(node, 1);
    awaitTold(node);
    assertThat(diary.entries)
        .filteredOn(entry -> !entry.startsWith("listed"))
        .containsExactly("started", "completed", "expired", "resumed");
  }
}
