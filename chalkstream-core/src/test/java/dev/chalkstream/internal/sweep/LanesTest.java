package dev.chalkstream.internal.sweep;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One stream whose store hangs holds up neither the other streams nor other kinds of work. */
@Timeout(60)
class LanesTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final SessionId OTHER = SessionId.of("another-secret");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final TracedStore store = new TracedStore(BlobStores.inMemory(clock));
  private final Workers workers = Workers.start();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Instance node =
      Nodes.on(store)
          .clock(clock)
          .policy(StreamPolicy.builder().retention(MINUTE).build())
          .waiting(workers, Patience.STANDARD)
          .build();

  @AfterEach
  void stop() {
    gate.countDown();
    node.close();
  }

  private void hang() throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("interrupted at the gate").initCause(e);
    }
  }

  private void ingest(SessionId session, int count) throws Exception {
    for (int sequence = 0; sequence < count; sequence++) {
      node.ingest(upload(session, sequence, "s" + sequence).build());
    }
  }

  private State stored(SessionId session) throws IOException {
    Manifest manifest = Nodes.manifests(store).read(session.streamId(), null).manifest();
    return manifest == null ? State.WAITING : manifest.state();
  }

  private void awaitState(SessionId session, State state) throws IOException {
    while (stored(session) != state) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aDeletionThatHangsKeepsNoStreamFromCompletingAndTheBoundIsKept() throws Exception {
    ingest(SESSION, 40);
    node.complete(SESSION);
    clock.advance(MINUTE);
    node.tick();
    clock.advance(MINUTE);
    ingest(OTHER, 1);
    clock.advance(Duration.ofSeconds(40));
    var inFlight = new AtomicInteger();
    var most = new AtomicInteger();
    var full = new CountDownLatch(16);
    store.before(
        (call, key) -> {
          if (call == Call.DELETE) {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            full.countDown();
            hang();
          }
        });
    store.after(
        (call, key) -> {
          if (call == Call.DELETE) {
            inFlight.decrementAndGet();
          }
        });
    var deletion = new Thread(node.lanes()::delete);
    deletion.start();
    full.await();

    node.lanes().keepTime(workers.sweeps());
    awaitState(OTHER, State.COMPLETE);
    assertThat(deletion.isAlive()).isTrue();

    gate.countDown();
    deletion.join();
    assertThat(most).hasValue(16);
    assertThat(store.count(Call.DELETE)).isEqualTo(40);
  }

  @Test
  void aStreamWhoseManifestDoesNotComeKeepsNoOtherFromCompleting() throws Exception {
    ingest(SESSION, 1);
    ingest(OTHER, 1);
    clock.advance(Duration.ofSeconds(40));
    store.before(
        (call, key) -> {
          if (call == Call.READ_MANIFEST && key.equals(Keys.manifest(SESSION.streamId()))) {
            hang();
          }
        });
    node.lanes().keepTime(workers.sweeps());
    awaitState(OTHER, State.COMPLETE);
    gate.countDown();
    awaitState(SESSION, State.COMPLETE);
  }

  @Test
  void aScanThatHangsKeepsNoStreamFromCompletingAndDeletesSideBySide() throws Exception {
    ingest(OTHER, 1);
    for (int n = 0; n < 40; n++) {
      SegmentName orphan = StreamScript.name(StreamScript.digest("orphan" + n));
      BlobKey key = Keys.segment(OTHER.streamId(), orphan);
      store.putIf(key, BlobContent.of(new byte[1]), PutCondition.always());
    }
    clock.advance(Duration.ofHours(25));
    node.tick();
    ingest(SESSION, 1);
    clock.advance(Duration.ofSeconds(40));
    store.resetCounts();
    var inFlight = new CountDownLatch(16);
    store.before(
        (call, key) -> {
          if (call == Call.DELETE) {
            inFlight.countDown();
            hang();
          }
        });
    var scan = new Thread(this::scan);
    scan.start();
    inFlight.await();

    node.lanes().keepTime(workers.sweeps());
    awaitState(SESSION, State.COMPLETE);
    assertThat(store.count(Call.DELETE)).isEqualTo(16);
    gate.countDown();
    scan.join();
    assertThat(store.count(Call.DELETE)).isEqualTo(40);
  }

  private void scan() {
    try {
      node.lanes().scan();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
