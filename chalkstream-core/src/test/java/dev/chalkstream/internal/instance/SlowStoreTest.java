package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that hangs, fails, or loses answers: viewers go on, broadcasters are told. */
@Timeout(60)
class SlowStoreTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final int VIEWERS = 100;
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(50);

  private final ManualClock clock = new ManualClock();
  private final BlobStore memory = BlobStores.inMemory(clock);
  private final TracedStore store = new TracedStore(memory);
  private final Instance other = Nodes.on(memory).clock(clock).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch atGate = new CountDownLatch(1);
  private final List<Instance> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    gate.countDown();
    threads.shutdownNow();
    nodes.forEach(Chalkstream::close);
  }

  private Instance node(Duration patience) {
    return node(clock, patience);
  }

  private Instance node(InstantSource time, Duration patience) {
    var node =
        Nodes.on(store)
            .clock(time)
            .waiting(Workers.start(), new Patience(patience, patience, patience))
            .build();
    nodes.add(node);
    return node;
  }

  private static IngestResult ingest(Instance node, int sequence) throws Exception {
    return node.ingest(upload(SESSION, sequence, "s" + sequence).build());
  }

  private static int listed(Instance node) throws IOException {
    return node.playlist(STREAM).orElseThrow().playlist().segments().size();
  }

  private void hangAt(Call which) {
    store.before(
        (call, key) -> {
          if (call == which) {
            atGate.countDown();
            awaitGate();
          }
        });
  }

  private void awaitGate() throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("interrupted at the gate").initCause(e);
    }
  }

  @Test
  void aReadThatHangsHoldsNobodyUpAndIsNotAskedForAgain() throws Exception {
    Instance node = node(SOON);
    ingest(node, 0);
    ingest(other, 1);
    clock.advance(Duration.ofSeconds(1));
    hangAt(Call.READ_MANIFEST);
    store.resetCounts();
    for (int viewer = 0; viewer < VIEWERS; viewer++) {
      assertThat(listed(node)).isEqualTo(1);
    }
    assertThat(store.count(Call.READ_MANIFEST)).isEqualTo(1);

    gate.countDown();
    while (listed(node) < 2) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aStreamOfWhichNothingIsKnownIsNotWaitedForWithoutEnd() throws Exception {
    Instance node = node(SOON);
    hangAt(Call.READ_MANIFEST);
    assertThatIOException().isThrownBy(() -> node.playlist(STREAM)).withMessageContaining("within");
  }

  @Test
  void whoComesWhileTheStreamIsReadGetsWhatThatBrings() throws Exception {
    Instance node = node(LONG);
    ingest(node, 0);
    ingest(other, 1);
    clock.advance(Duration.ofSeconds(1));
    hangAt(Call.READ_MANIFEST);
    store.resetCounts();
    List<Future<Integer>> viewers = new ArrayList<>();
    for (int viewer = 0; viewer < VIEWERS; viewer++) {
      viewers.add(threads.submit(() -> listed(node)));
    }
    atGate.await();
    gate.countDown();
    for (Future<Integer> viewer : viewers) {
      assertThat(viewer.get()).isEqualTo(2);
    }
    assertThat(store.count(Call.READ_MANIFEST)).isEqualTo(1);
  }

  @Test
  void whoComesAsAReadingEndsDoesNotReadAgain() throws Exception {
    // Asked for the time once on arrival, and again when what is known is found too old.
    var times = new AtomicInteger(Integer.MIN_VALUE);
    var node = new AtomicReference<Instance>();
    InstantSource watched =
        () -> {
          if (times.incrementAndGet() == 2) {
            assertThatCode(() -> listed(node.get())).doesNotThrowAnyException();
          }
          return clock.instant();
        };
    node.set(node(watched, LONG));
    ingest(node.get(), 0);
    ingest(other, 1);
    clock.advance(Duration.ofSeconds(1));
    store.resetCounts();
    times.set(0);

    assertThat(listed(node.get())).isEqualTo(2);
    assertThat(times).hasValueGreaterThan(2);
    assertThat(store.count(Call.READ_MANIFEST)).isEqualTo(1);
  }

  @Test
  void aWriteThatHangsHoldsUpNeitherViewersNorOtherStreams() throws Exception {
    Instance node = node(SOON);
    ingest(node, 0);
    hangAt(Call.WRITE_MANIFEST);
    Future<IngestResult> hanging = threads.submit(() -> ingest(node, 2));
    atGate.await();

    assertThat(listed(node)).isEqualTo(1);
    ingest(other, 1);
    clock.advance(Duration.ofSeconds(1));
    while (listed(node) < 2) {
      Thread.onSpinWait();
    }
    assertThatIOException()
        .isThrownBy(() -> ingest(node, 3))
        .withMessageContaining("still on its way");
    store.heal();
    SessionId another = SessionId.of("another");
    node.ingest(upload(another, 0, "a").build());

    gate.countDown();
    assertThat(hanging.get()).isEqualTo(IngestResult.LISTED);
    assertThat(ingest(node, 3)).isEqualTo(IngestResult.LISTED);
    assertThat(listed(node)).isEqualTo(4);
  }

  @Test
  void aReadThatIsOvertakenByAnUploadDoesNotTakeItBack() throws Exception {
    Instance node = Nodes.on(store).clock(clock).build();
    ingest(node, 0);
    clock.advance(Duration.ofSeconds(1));
    store.after(
        (call, key) -> {
          store.heal();
          try {
            ingest(node, 1);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    assertThat(listed(node)).isEqualTo(2);
    assertThat(listed(node)).isEqualTo(2);
  }

  @Test
  void whileTheStoreFailsViewersGoOnAndAfterwardsAllDo() throws Exception {
    Instance node = Nodes.on(store).clock(clock).build();
    ingest(node, 0);
    ingest(node, 1);
    byte[] last = segment(node, 1);
    store.before(
        (call, key) -> {
          throw new IOException("scripted: out of reach");
        });
    for (int second = 0; second < 20; second++) {
      assertThat(listed(node)).isEqualTo(2);
      assertThat(segment(node, 1)).isEqualTo(last);
      assertThatIOException().isThrownBy(() -> ingest(node, 2));
      clock.advance(Duration.ofSeconds(1));
    }
    store.heal();
    assertThat(ingest(node, 2)).isEqualTo(IngestResult.LISTED);
    assertThat(listed(node)).isEqualTo(3);
  }

  @Test
  void whileTheStoreLosesAnswersNothingIsListedTwice() throws Exception {
    Instance node = Nodes.on(store).clock(clock).build();
    ingest(node, 0);
    store.after(
        (call, key) -> {
          throw new IOException("scripted: the answer is lost");
        });
    for (int second = 0; second < 20; second++) {
      assertThatIOException().isThrownBy(() -> ingest(node, 1));
      assertThat(listed(node)).isEqualTo(1);
      clock.advance(Duration.ofSeconds(1));
    }
    store.heal();
    assertThat(ingest(node, 1)).isEqualTo(IngestResult.LISTED);
    assertThat(ingest(node, 1)).isEqualTo(IngestResult.UNCHANGED);
    assertThat(listed(node)).isEqualTo(2);
  }

  private static byte[] segment(Instance node, int number) throws IOException {
    var name =
        SegmentName.of(
            SegmentDigest.compute(TestSegments.segment("s" + number)), MediaFile.MPEG_TS);
    try (Blob blob = node.segment(STREAM, name, ByteRange.all()).orElseThrow()) {
      return blob.body().readAllBytes();
    }
  }
}
