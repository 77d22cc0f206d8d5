package dev.chalkstream.internal.sweep;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamListener;
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
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One stream whose store hangs holds up neither the other streams nor other kinds of work. */
@Timeout(60)
class BackgroundWorkTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final SessionId OTHER = SessionId.of("another-secret");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FOR_EVER = Duration.ofHours(1);

  /** Of the threads that delete, one stream has half, and so many leave one to another. */
  private static final int MOST_HANGING = 5;

  private static final int HALF = 16;

  private final ManualClock clock = new ManualClock();
  private final TracedStore store = new TracedStore(BlobStores.inMemory(clock));
  private final Workers workers = Workers.start();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Queue<StreamId> stalled = new ConcurrentLinkedQueue<>();
  private final Instance node =
      Nodes.on(store)
          .clock(clock)
          .policy(StreamPolicy.builder().retention(MINUTE).build())
          .waiting(workers, new Patience(FOR_EVER, FOR_EVER, FOR_EVER))
          .listener(
              new StreamListener() {
                @Override
                public void stalled(StreamId stream) {
                  stalled.add(stream);
                }
              })
          .build();

  @AfterEach
  void stop() {
    gate.countDown();
    node.close();
  }

  private void hang() throws IOException {
    await(gate);
  }

  private static void await(CountDownLatch gate) throws IOException {
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

  private void awaitState(SessionId session, State state) throws Exception {
    while (stored(session) != state) {
      spin();
    }
  }

  /** Waits a little, and ends when the time of the test is over. */
  private static void spin() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("waited in vain");
    }
    Thread.onSpinWait();
  }

  /** Lets streams become due for deletion. */
  private void expire(List<SessionId> sessions) throws Exception {
    for (SessionId session : sessions) {
      ingest(session, 40);
      node.complete(session);
    }
    clock.advance(MINUTE);
    node.tick();
    clock.advance(MINUTE.multipliedBy(2));
  }

  private List<String> keys(SessionId session) throws IOException {
    try (var blobs = store.list(Keys.prefix(session.streamId()))) {
      return blobs.map(blob -> blob.key().value()).toList();
    }
  }

  private void awaitTombstone(SessionId session) throws Exception {
    while (keys(session).size() > 1) {
      spin();
    }
  }

  @Test
  void aDeletionThatHangsKeepsNoStreamFromCompletingAndTheBoundIsKept() throws Exception {
    expire(List.of(SESSION));
    ingest(OTHER, 1);
    var inFlight = new AtomicInteger();
    var most = new AtomicInteger();
    var full = new CountDownLatch(HALF);
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
    node.backgroundWork().handOut();
    full.await();

    clock.advance(Duration.ofSeconds(40));
    node.backgroundWork().handOut();
    awaitState(OTHER, State.COMPLETE);
    assertThat(stored(SESSION)).isEqualTo(State.EXPIRED);

    gate.countDown();
    awaitTombstone(SESSION);
    assertThat(most).hasValue(HALF);
    assertThat(store.count(Call.DELETE)).isEqualTo(40);
  }

  @Test
  void streamsWhoseDeletionsHangKeepNoOtherFromBeingDeletedAndAreDeletedOnce() throws Exception {
    List<SessionId> hanging =
        IntStream.range(0, MOST_HANGING).mapToObj(n -> SessionId.of("hangs-" + n)).toList();
    Set<StreamId> hang =
        hanging.stream().map(SessionId::streamId).collect(Collectors.toUnmodifiableSet());
    expire(Stream.concat(hanging.stream(), Stream.of(OTHER)).toList());
    var hung = new CountDownLatch(MOST_HANGING);
    Set<StreamId> met = ConcurrentHashMap.newKeySet();
    store.resetCounts();
    store.before(
        (call, key) -> {
          Optional<StreamId> owner = Keys.owner(key).filter(hang::contains);
          if (call == Call.DELETE && owner.isPresent()) {
            if (met.add(owner.get())) {
              hung.countDown();
            }
            hang();
          } else if (call == Call.DELETE) {
            await(hung);
          }
        });
    for (int tick = 0; tick < 3; tick++) {
      node.backgroundWork().handOut();
      clock.advance(Duration.ofSeconds(10));
    }
    awaitTombstone(OTHER);

    gate.countDown();
    for (SessionId session : hanging) {
      awaitTombstone(session);
    }
    assertThat(store.count(Call.DELETE)).isEqualTo(40 * (MOST_HANGING + 1));
  }

  @Test
  void aStreamWhoseManifestDoesNotComeKeepsNoOtherFromCompleting() throws Exception {
    ingest(SESSION, 1);
    ingest(OTHER, 1);
    clock.advance(Duration.ofSeconds(40));
    hangManifest(SESSION);
    node.backgroundWork().handOut();
    awaitState(OTHER, State.COMPLETE);
    gate.countDown();
    awaitState(SESSION, State.COMPLETE);
  }

  private void hangManifest(SessionId session) {
    store.before(
        (call, key) -> {
          if (call == Call.READ_MANIFEST && key.equals(Keys.manifest(session.streamId()))) {
            hang();
          }
        });
  }

  @Test
  void aStreamWhoseManifestDoesNotComeKeepsNoOtherStallFromBeingToldAndIsToldOnce()
      throws Exception {
    ingest(SESSION, 1);
    ingest(OTHER, 1);
    clock.advance(Duration.ofSeconds(4));
    hangManifest(SESSION);
    for (int tick = 0; tick < 3; tick++) {
      node.backgroundWork().handOut();
    }
    awaitStalls(1);
    assertThat(stalled).containsExactly(OTHER.streamId());

    gate.countDown();
    awaitStalls(2);
    node.tick();
    node.flushEvents();
    assertThat(stalled).containsExactly(OTHER.streamId(), SESSION.streamId());
  }

  private void awaitStalls(int count) throws InterruptedException {
    while (stalled.size() < count) {
      spin();
    }
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
    var inFlight = new CountDownLatch(HALF);
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

    node.backgroundWork().handOut();
    awaitState(SESSION, State.COMPLETE);
    assertThat(store.count(Call.DELETE)).isEqualTo(HALF);
    gate.countDown();
    scan.join();
    awaitTombstone(OTHER);
    assertThat(store.count(Call.DELETE)).as("with the segment that has expired").isEqualTo(41);
  }

  private void scan() {
    try {
      node.backgroundWork().scan();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
