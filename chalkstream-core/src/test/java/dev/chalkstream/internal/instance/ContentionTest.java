package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many nodes write to one stream at once, on a store to which the way is long. */
@Timeout(120)
class ContentionTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final int NODES = 4;
  private static final int CLIENTS = 4;
  private static final int EACH = 15;

  private final TracedStore store = new TracedStore(BlobStores.inMemory());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong longest = new AtomicLong();
  private final List<Instance> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    nodes.forEach(Chalkstream::close);
  }

  /** Each node has clients of its own that send as fast as they can, so none waits for another. */
  @ParameterizedTest
  @ValueSource(ints = {1, 25})
  void nobodyStarvesAndNothingIsLost(int millisThere) throws Exception {
    StreamPolicy policy =
        StreamPolicy.builder()
            .completionTimeout(Duration.ofHours(1))
            .maxWaitingSegments(NODES * CLIENTS * EACH)
            .build();
    TracedStore.Hook way = (call, key) -> travel(millisThere);
    store.before(way);
    store.after(way);
    List<Future<?>> done = new ArrayList<>();
    for (int n = 0; n < NODES; n++) {
      Instance node =
          Nodes.on(store)
              .policy(policy)
              .clock(InstantSource.system())
              .waiting(Workers.start(), Patience.STANDARD)
              .build();
      nodes.add(node);
      for (int c = 0; c < CLIENTS; c++) {
        int first = n * CLIENTS + c;
        done.add(threads.submit(() -> uploadAll(node, first)));
      }
    }
    for (Future<?> each : done) {
      each.get();
    }
    store.heal();
    int total = NODES * CLIENTS * EACH;
    assertThat(Nodes.on(store).build().status(SESSION.streamId()).listedSegments())
        .isEqualTo(total);
    assertThat(store.count(Call.WRITE_SEGMENT)).isEqualTo(total);
    System.out.printf(
        "%d ms a way: %d uploads took %d manifest writes and %d reads, the longest %d ms%n",
        millisThere,
        total,
        store.count(Call.WRITE_MANIFEST),
        store.count(Call.READ_MANIFEST),
        longest.get() / 1_000_000);
  }

  private Void uploadAll(Instance node, int first) throws Exception {
    for (int i = 0; i < EACH; i++) {
      int sequence = i * NODES * CLIENTS + first;
      // Nothing is given up for lost on a machine that has other things to do.
      SegmentUpload.Builder upload = upload(SESSION, sequence, "s" + sequence).run("run");
      long began = System.nanoTime();
      node.ingest(upload.targetDuration(TargetDuration.ofSeconds(60)).build());
      longest.accumulateAndGet(System.nanoTime() - began, Math::max);
    }
    return null;
  }

  private static void travel(int millis) {
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    LockSupport.parkNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos));
  }

  @Test
  void aNodeThatIsNotAloneLooksBeforeItWritesAndLosesNoMoreRaces() throws Exception {
    var clock = new ManualClock();
    for (int n = 0; n < 3; n++) {
      nodes.add(Nodes.on(store).clock(clock).build());
    }
    for (int sequence = 0; sequence < 30; sequence++) {
      nodes.get(sequence % 3).ingest(upload(SESSION, sequence, "s" + sequence).build());
      clock.advance(Duration.ofSeconds(2));
    }
    assertThat(store.count(Call.WRITE_MANIFEST)).isEqualTo(30 + 2 + 1);
    store.resetCounts();
    for (int sequence = 30; sequence < 40; sequence++) {
      nodes.get(0).ingest(upload(SESSION, sequence, "s" + sequence).build());
      clock.advance(Duration.ofSeconds(2));
    }
    assertThat(store.count(Call.WRITE_MANIFEST)).isEqualTo(10);
    assertThat(store.count(Call.READ_MANIFEST)).as("it is alone again").isEqualTo(2);
  }
}
