package dev.chalkstream.internal.node;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deleting from a store that is far away: several at once, and no upload waits for it. */
class DeletionTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final int AT_ONCE = 16;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final TracedStore store = new TracedStore(BlobStores.inMemory(clock));
  private final Workers workers = Workers.start();
  private final Instance node =
      Nodes.on(store)
          .clock(clock)
          .policy(StreamPolicy.builder().retention(MINUTE).build())
          .waiting(workers, Patience.STANDARD)
          .build();

  @AfterEach
  void stop() {
    node.close();
  }

  private void broadcast(int from, int to, Duration pace) throws Exception {
    for (int sequence = from; sequence < to; sequence++) {
      node.ingest(upload(SESSION, sequence, "s" + sequence).build());
      clock.advance(pace);
    }
  }

  @Test
  void aPageIsDeletedSixteenAtATimeAndNoMore() throws Exception {
    broadcast(0, 500, Duration.ZERO);
    node.complete(SESSION);
    clock.advance(MINUTE);
    node.tick();
    AtomicInteger present = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    var barrier = new CyclicBarrier(AT_ONCE);
    var full = new CountDownLatch(AT_ONCE);
    store.before(
        (call, key) -> {
          if (call == Call.DELETE && key.value().endsWith(".ts")) {
            most.accumulateAndGet(present.incrementAndGet(), Math::max);
            // The first that come wait for one another: one at a time would never get on.
            full.countDown();
            if (full.getCount() > 0 || barrier.getNumberWaiting() > 0) {
              await(barrier);
            }
          }
        });
    store.after(
        (call, key) -> {
          if (call == Call.DELETE && key.value().endsWith(".ts")) {
            present.decrementAndGet();
          }
        });

    clock.advance(Duration.ofMinutes(20));
    node.tick();

    assertThat(most).hasValue(AT_ONCE);
    assertThat(store.count(Call.DELETE)).isGreaterThanOrEqualTo(500);
    clock.advance(Duration.ofMinutes(5));
    node.tick();
    try (var keys = store.list("")) {
      assertThat(keys.map(info -> info.key().value())).containsExactly(manifestKey());
    }
  }

  private static String manifestKey() {
    return SESSION.streamId() + "/manifest.json";
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("not as many at once as there should be", e);
    }
  }

  @Test
  void anAppendDoesNotWaitForADeletion() throws Exception {
    var gate = new CountDownLatch(1);
    Set<String> deleting = ConcurrentHashMap.newKeySet();
    store.before(
        (call, key) -> {
          if (call == Call.DELETE) {
            assertThat(deleting.add(key.value())).as("deleted once").isTrue();
            awaitGate(gate);
          }
        });
    broadcast(0, 90, Duration.ofSeconds(2));
    assertThat(node.status(SESSION.streamId()).listedSegments()).isEqualTo(30);
    gate.countDown();
  }

  private static void awaitGate(CountDownLatch gate) {
    try {
      assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
