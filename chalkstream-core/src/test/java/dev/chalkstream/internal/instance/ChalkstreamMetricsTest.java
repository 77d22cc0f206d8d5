package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.ChalkstreamMetrics.Operation;
import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamListener;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.metrics.Counters;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.ScriptedStore;
import dev.chalkstream.testing.TestSegments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChalkstreamMetricsTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final int SEGMENT_BYTES = 3 * 188;

  private final ManualClock clock = new ManualClock();
  private final ScriptedStore store = new ScriptedStore(BlobStores.inMemory(clock));
  private final Counters metrics = new Counters();

  private InstanceBuilder builder() {
    return Nodes.on(store).clock(clock).refreshInterval(Duration.ZERO);
  }

  private final Instance node = builder().metrics(metrics).build();

  private static void ingest(Instance node, SessionId session, long sequence) throws Exception {
    node.ingest(upload(session, sequence, "s" + sequence).build());
  }

  private void ingest(long sequence) throws Exception {
    ingest(node, SESSION, sequence);
  }

  @Test
  void theLifeOfAStreamIsCounted() throws Exception {
    ingest(0);
    ingest(1);
    assertThat(metrics.streamsLive()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(3));
    node.tick();
    clock.advance(Duration.ofSeconds(30));
    node.tick();
    assertThat(metrics.streamsLive()).isZero();
    ingest(2);
    node.complete(SESSION);
    clock.advance(Duration.ofMinutes(10));
    node.tick();

    assertThat(metrics.streamsStarted()).isEqualTo(1);
    assertThat(metrics.streamsStalled()).isEqualTo(1);
    assertThat(metrics.streamsResumed()).isEqualTo(1);
    assertThat(metrics.streamsCompleted()).isEqualTo(2);
    assertThat(metrics.streamsExpired()).isEqualTo(1);
    assertThat(metrics.streamsLive()).isZero();
    assertThat(metrics.segmentsListed()).isEqualTo(3);
    assertThat(metrics.bytesListed()).isEqualTo(3 * SEGMENT_BYTES);
    assertThat(metrics.mediaListed()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void uploadsAreCountedByWhatBecomesOfThem() throws Exception {
    ingest(1);
    ingest(0);
    ingest(0);
    SegmentUpload other = upload(SESSION, 1, "other").build();
    assertThatThrownBy(() -> node.ingest(other)).isInstanceOf(SegmentRejectedException.class);
    SegmentUpload broken = upload(SESSION, 2, "s2").body(TestSegments.segment("x")).build();
    assertThatThrownBy(() -> node.ingest(broken)).isInstanceOf(SegmentRejectedException.class);
    store.setUnreachable(true);
    assertThatThrownBy(() -> ingest(2)).isInstanceOf(IOException.class);

    assertThat(metrics.uploadsTaken(IngestResult.WAITING)).isEqualTo(1);
    assertThat(metrics.uploadsTaken(IngestResult.LISTED)).isEqualTo(1);
    assertThat(metrics.uploadsTaken(IngestResult.UNCHANGED)).isEqualTo(1);
    assertThat(metrics.uploadsRejected(Reason.SEQUENCE_TAKEN)).isEqualTo(1);
    assertThat(metrics.uploadsRejected(Reason.DIGEST_MISMATCH)).isEqualTo(1);
    assertThat(metrics.uploadsRejected(Reason.TOO_LARGE)).isZero();
    assertThat(metrics.faults(Operation.INGEST)).isEqualTo(1);
    assertThat(metrics.count(Operation.INGEST)).isEqualTo(6);
  }

  @Test
  void whatIsPushedIsCountedAsUploadsAre() throws Exception {
    node.pushSegment(SESSION, "out0.ts", TestSegments.segment("s0"));
    node.pushPlaylist(SESSION, "out.m3u8", "#EXTM3U\n#EXTINF:2,\nout0.ts\n#EXTINF:2,\nout1.ts\n");
    node.pushSegment(SESSION, "out1.ts", TestSegments.segment("s1"));
    ByteBuffer noSegment = ByteBuffer.allocate(188);
    assertThatThrownBy(() -> node.pushSegment(SESSION, "out2.ts", noSegment))
        .isInstanceOf(SegmentRejectedException.class);

    assertThat(metrics.uploadsTaken(IngestResult.STORED)).isEqualTo(1);
    assertThat(metrics.uploadsTaken(IngestResult.LISTED)).isEqualTo(1);
    assertThat(metrics.uploadsRejected(Reason.NOT_A_TRANSPORT_STREAM)).isEqualTo(1);
    assertThat(metrics.segmentsListed()).isEqualTo(2);
  }

  @Test
  void playlistsAreCountedWhetherHandedOutOrNot() throws Exception {
    assertThat(node.playlist(STREAM)).isEmpty();
    ingest(0);
    node.playlist(STREAM);
    node.playlist(STREAM);

    assertThat(metrics.playlistsHandedOut()).isEqualTo(2);
    assertThat(metrics.count(Operation.PLAYLIST)).isEqualTo(3);
    assertThat(metrics.total(Operation.PLAYLIST)).isGreaterThan(Duration.ZERO);
    assertThat(metrics.longest(Operation.PLAYLIST))
        .isPositive()
        .isLessThanOrEqualTo(metrics.total(Operation.PLAYLIST));
  }

  @Test
  void aSegmentIsOpenedFromMemoryOrFromTheStore() throws Exception {
    ingest(0);
    ByteBuffer body = TestSegments.segment("s0");
    SegmentName name = SegmentName.parse(SegmentDigest.compute(body) + ".ts");
    SegmentName absent =
        SegmentName.parse(SegmentDigest.compute(TestSegments.segment("x")) + ".ts");
    var later = new Counters();
    Instance second = builder().metrics(later).build();

    open(node, name);
    open(second, name);
    open(second, name);
    assertThat(second.segment(STREAM, absent, ByteRange.all())).isEmpty();

    assertThat(metrics.segmentsFromMemory()).isEqualTo(1);
    assertThat(metrics.segmentsFromStore()).isZero();
    assertThat(later.segmentsFromStore()).isEqualTo(1);
    assertThat(later.segmentsFromMemory()).isEqualTo(1);
    assertThat(later.count(Operation.SEGMENT)).isEqualTo(3);
  }

  private static void open(Instance node, SegmentName name) throws IOException {
    try (Blob blob = node.segment(STREAM, name, ByteRange.all()).orElseThrow()) {
      assertThat(blob.length()).isEqualTo(SEGMENT_BYTES);
    }
  }

  @Test
  void callsOfTheStoreAreTimedAndItsFaultsAreCounted() throws Exception {
    ingest(0);
    // The segment and the manifest.
    assertThat(metrics.count(Operation.STORE_PUT)).isEqualTo(2);
    assertThat(metrics.count(Operation.STORE_GET)).isPositive();
    assertThat(metrics.faults(Operation.STORE_GET)).isZero();

    store.setUnreachable(true);
    node.playlist(STREAM);
    assertThat(metrics.faults(Operation.STORE_GET)).isEqualTo(1);
    assertThat(metrics.faults(Operation.PLAYLIST)).as("viewers keep the last one").isZero();

    store.setUnreachable(false);
    for (BlobKey key :
        List.of(
            Keys.segment(STREAM, StreamScript.name(StreamScript.digest("orphan"))),
            Keys.page(STREAM, 1_000))) {
      store.putIf(key, BlobContent.of(new byte[1]), PutCondition.always());
    }
    clock.advance(Duration.ofHours(25));
    node.scan();
    assertThat(metrics.count(Operation.STORE_LIST)).isPositive();
    assertThat(metrics.count(Operation.STORE_HEAD)).isPositive();
    assertThat(metrics.count(Operation.STORE_DELETE)).isPositive();
  }

  @Test
  void aRecorderIsToldWhatIsCounted() throws Exception {
    Map<Operation, AtomicLong> nanos = new ConcurrentHashMap<>();
    metrics.recordTo(
        (operation, took) ->
            nanos.computeIfAbsent(operation, fresh -> new AtomicLong()).addAndGet(took));
    ingest(0);
    node.playlist(STREAM);

    assertThat(nanos)
        .containsOnlyKeys(
            Operation.INGEST,
            Operation.PLAYLIST,
            Operation.STORE_GET,
            Operation.STORE_PUT,
            Operation.STORE_LIST);
    nanos.forEach(
        (operation, sum) -> assertThat(metrics.total(operation).toNanos()).isEqualTo(sum.get()));
  }

  @Test
  void aListenerBesideThemIsToldToo() throws Exception {
    List<StreamId> started = new ArrayList<>();
    StreamListener listener =
        new StreamListener() {
          @Override
          public void started(StreamId stream) {
            started.add(stream);
          }
        };
    Instance both = builder().metrics(metrics).listener(listener).build();
    ingest(both, SESSION, 0);
    both.flushEvents();

    assertThat(started).containsExactly(STREAM);
    assertThat(metrics.streamsStarted()).isEqualTo(1);
  }

  @Test
  void aListenerThatIsTooSlowLosesNoCount() throws Exception {
    var release = new CountDownLatch(1);
    StreamListener slow =
        new StreamListener() {
          @Override
          public void started(StreamId stream) {
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    Instance busy = builder().metrics(metrics).listener(slow).build();
    for (int sequence = 0; sequence < 1_100; sequence++) {
      ingest(busy, SESSION, sequence);
    }
    release.countDown();

    assertThat(metrics.segmentsListed()).isEqualTo(1_100);
    assertThat(metrics.eventsDropped()).isEqualTo(busy.droppedEvents()).isPositive();
  }

  @Test
  void aStreamThatEndsOnAnotherNodeIsNotLiveForEver() throws Exception {
    ingest(0);
    Instance other = builder().build();
    other.complete(SESSION);
    assertThat(metrics.streamsLive()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(30));
    node.tick();

    assertThat(metrics.streamsLive()).isZero();
  }

  @Test
  void whatManyThreadsDoAddsUp() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        SessionId session = SessionId.of("session-" + i);
        all.add(
            threads.submit(
                () -> {
                  for (int sequence = 0; sequence < 50; sequence++) {
                    ingest(node, session, sequence);
                    node.playlist(session.streamId());
                  }
                  return session;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(metrics.streamsStarted()).isEqualTo(8);
    assertThat(metrics.streamsLive()).isEqualTo(8);
    assertThat(metrics.uploadsTaken(IngestResult.LISTED)).isEqualTo(400);
    assertThat(metrics.segmentsListed()).isEqualTo(400);
    assertThat(metrics.playlistsHandedOut()).isEqualTo(400);
  }

  @Test
  void whereNobodyAsksNothingIsTimed() throws Exception {
    Counters off = Counters.off();
    Instance unwatched = builder().metrics(off).build();
    ingest(unwatched, SESSION, 0);
    unwatched.playlist(STREAM);

    assertThat(off.count(Operation.INGEST)).isZero();
    assertThat(off.count(Operation.STORE_PUT)).isZero();
    assertThat(off.playlistsHandedOut()).isZero();
    assertThat(off.streamsLive()).isZero();
  }
}
