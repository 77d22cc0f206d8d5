package dev.chalkstream.internal.sweep;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A scan of a store with very many blobs takes long, and nothing waits for it. */
@Timeout(60)
class LargeStoreTest {

  private static final int BLOBS = 1_000_000;

  private static final List<SessionId> SESSIONS =
      Stream.of("one", "two", "three")
          .map(name -> SessionId.of("the-secret-" + name))
          .sorted(Comparator.comparing(session -> session.streamId().value()))
          .toList();

  private static final SessionId LARGE = SESSIONS.get(0);
  private static final SessionId SILENT = SESSIONS.get(1);
  private static final SessionId EXPIRED = SESSIONS.get(2);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final BlobStore memory = BlobStores.inMemory(clock);
  private final TracedStore store =
      new TracedStore(
          new LargeStore(memory, LARGE.streamId(), BLOBS, ManualClock.START, this::walk));
  private final Instance node =
      Nodes.on(store)
          .clock(clock)
          .policy(StreamPolicy.builder().retention(MINUTE).build())
          .waiting(Workers.start(), Patience.STANDARD)
          .build();
  private final CountDownLatch completed = new CountDownLatch(1);
  private final CountDownLatch deleted = new CountDownLatch(1);
  private final CountDownLatch scanned = new CountDownLatch(1);

  /** The next scan may begin before the background is closed. */
  private final AtomicBoolean isFirst = new AtomicBoolean(true);

  @AfterEach
  void close() {
    node.close();
  }

  private void ingest(SessionId session, int count) throws Exception {
    for (int sequence = 0; sequence < count; sequence++) {
      node.ingest(upload(session, sequence, "s" + sequence).build());
    }
  }

  /** Something becomes due early in the listing, which does not end before that is done. */
  private void walk(int blob) {
    if (blob == BLOBS / 10 && isFirst.getAndSet(false)) {
      clock.advance(Duration.ofSeconds(40));
    } else if (blob == BLOBS - BLOBS / 10) {
      await(completed);
      await(deleted);
    } else if (blob == BLOBS - 1) {
      scanned.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Manifest stored(SessionId session) throws IOException {
    return Objects.requireNonNull(
        Nodes.manifests(memory).read(session.streamId(), null).manifest());
  }

  @Test
  void whileAMillionBlobsAreScannedStreamsAreCompletedAndDeleted() throws Exception {
    ingest(EXPIRED, 20);
    node.complete(EXPIRED);
    clock.advance(MINUTE);
    node.tick();
    ingest(LARGE, 1);
    ingest(SILENT, 1);
    assertThat(stored(EXPIRED).state()).isEqualTo(State.EXPIRED);
    assertThat(store.count(Call.DELETE)).isZero();
    store.after(
        (call, key) -> {
          if (call == Call.WRITE_MANIFEST && key.equals(Keys.manifest(SILENT.streamId()))) {
            completed.countDown();
          } else if (call == Call.DELETE) {
            deleted.countDown();
          }
        });

    try (Background background = node.backgroundWork().start(Duration.ofMillis(10))) {
      assertThat(background).isNotNull();
      scanned.await();
    }

    assertThat(stored(SILENT).state()).isEqualTo(State.COMPLETE);
    assertThat(store.count(Call.DELETE)).isPositive();
  }
}
