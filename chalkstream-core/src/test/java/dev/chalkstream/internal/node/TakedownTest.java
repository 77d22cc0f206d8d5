package dev.chalkstream.internal.node;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Taking a stream down: it ends, and nothing of it is left but its numbers. */
@Timeout(60)
class TakedownTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final String MANIFEST = STREAM + "/manifest.json";

  private final ManualClock clock = new ManualClock();
  private final TracedStore store = new TracedStore(BlobStores.inMemory(clock));
  private final Instance node = node(Duration.ofMinutes(1));

  private Instance node(Duration retention) {
    StreamPolicy policy = StreamPolicy.builder().retention(retention).build();
    return Nodes.on(store).clock(clock).policy(policy).build();
  }

  private void broadcast(Instance on, int from, int to) throws Exception {
    for (int sequence = from; sequence < to; sequence++) {
      on.ingest(upload(SESSION, sequence, "s" + sequence).build());
      clock.advance(Duration.ofSeconds(2));
    }
  }

  private List<String> keys() throws IOException {
    try (var blobs = store.list("")) {
      return blobs.map(info -> info.key().value()).toList();
    }
  }

  private static SegmentName name(int sequence) {
    ByteBuffer body = TestSegments.segment("s" + sequence);
    return SegmentName.of(SegmentDigest.compute(body), MediaFile.MPEG_TS);
  }

  @Test
  void aLiveStreamIsGoneAtOnceWithAllThatItListsAndHasWaiting() throws Exception {
    broadcast(node, 0, 5);
    node.ingest(upload(SESSION, 9, "early").build());

    assertThat(node.delete(STREAM)).isTrue();

    assertThat(keys()).containsExactly(MANIFEST);
    assertThat(node.playlist(STREAM)).isEmpty();
    assertThat(node.segment(STREAM, name(4), ByteRange.all())).as("not from memory").isEmpty();
    StreamStatus status = node.status(STREAM);
    assertThat(status.state()).isEqualTo(State.EXPIRED);
    assertThat(status.waitingSegments()).isZero();
    assertThat(status.listedBytes()).isZero();
  }

  @Test
  void whatHasLeftThePlaylistButIsStillKeptForPlayersGoesToo() throws Exception {
    broadcast(node, 0, 60);
    assertThat(keys()).hasSizeGreaterThan((int) node.status(STREAM).listedSegments() + 1);

    node.delete(STREAM);

    assertThat(keys()).containsExactly(MANIFEST);
  }

  @Test
  void aLongRecordingGoesWithThePagesOfItsHistory() throws Exception {
    Instance forEver = node(Duration.ZERO);
    broadcast(forEver, 0, 800);
    forEver.complete(SESSION);
    assertThat(keys())
        .filteredOn(key -> key.contains("/history/"))
        .hasSize((800 - PageNumbers.MIN_HEAD_LENGTH) / PageNumbers.PAGE_LENGTH);

    assertThat(forEver.delete(STREAM)).isTrue();

    assertThat(keys()).containsExactly(MANIFEST);
  }

  @Test
  void aStreamThatHasExpiredByItselfLosesWhatIsLeftOfIt() throws Exception {
    broadcast(node, 0, 5);
    node.complete(SESSION);
    clock.advance(Duration.ofMinutes(1));
    node.tick();
    assertThat(keys()).as("players may still be loading").hasSize(6);

    assertThat(node.delete(STREAM)).isTrue();

    assertThat(keys()).containsExactly(MANIFEST);
  }

  @Test
  void whatAnEncoderHasPushedGoesTooWhetherItWasNamedOrNot() throws Exception {
    node.pushSegment(SESSION, "out0.ts", TestSegments.segment("s0"));
    node.pushPlaylist(SESSION, "out.m3u8", "#EXTM3U\n#EXTINF:2,\nout0.ts\n");
    node.pushSegment(SESSION, "out1.ts", TestSegments.segment("s1"));
    assertThat(node.status(STREAM).listedSegments()).isEqualTo(1);
    assertThat(keys()).hasSize(3);

    assertThat(node.delete(STREAM)).isTrue();

    assertThat(keys()).containsExactly(MANIFEST);
  }

  @Test
  void whatAnEncoderHasPushedGoesFromAStreamThatHasExpired() throws Exception {
    broadcast(node, 0, 1);
    node.complete(SESSION);
    node.pushSegment(SESSION, "out1.ts", TestSegments.segment("s1"));
    clock.advance(Duration.ofMinutes(1));
    node.tick();
    assertThat(node.status(STREAM).state()).isEqualTo(State.EXPIRED);
    assertThat(keys()).hasSize(3);

    assertThat(node.delete(STREAM)).isTrue();

    assertThat(keys()).containsExactly(MANIFEST);
  }

  @Test
  void takingDownAgainChangesNothing() throws Exception {
    broadcast(node, 0, 5);
    node.delete(STREAM);
    long writes = store.count(Call.WRITE_MANIFEST);

    assertThat(node.delete(STREAM)).isTrue();

    assertThat(store.count(Call.WRITE_MANIFEST)).isEqualTo(writes);
  }

  @Test
  void whatTheStoreDoesNotKnowIsLeftAlone() throws Exception {
    assertThat(node.delete(STREAM)).isFalse();
    assertThat(keys()).isEmpty();
  }

  @Test
  void whoGoesOnResumesTheStreamAboveItsOldNumbers() throws Exception {
    broadcast(node, 0, 5);
    long last = node.status(STREAM).mediaSequence() + 4;
    node.delete(STREAM);

    broadcast(node, 5, 6);

    MediaPlaylist playlist = node.playlist(STREAM).orElseThrow().playlist();
    assertThat(playlist.mediaSequence()).isEqualTo(last + 1);
    assertThat(playlist.segments()).hasSize(1);
    assertThat(playlist.segments().get(0).discontinuity()).isTrue();
    assertThat(node.status(STREAM).liveSince()).contains(clock.instant().minusSeconds(2));
    assertThat(node.status(STREAM).startedAt()).contains(ManualClock.START);
  }

  @Test
  void anUploadThatIsFasterIsTakenDownWithTheRest() throws Exception {
    Instance other = node(Duration.ofMinutes(1));
    broadcast(node, 0, 3);
    var once = new AtomicBoolean(true);
    store.before(
        (call, key) -> {
          if (call == Call.WRITE_MANIFEST && once.getAndSet(false)) {
            ingest(other, 3);
          }
        });

    assertThat(node.delete(STREAM)).isTrue();

    assertThat(keys()).containsExactly(MANIFEST);
    clock.advance(Duration.ofMillis(500));
    assertThat(other.status(STREAM).state()).isEqualTo(State.EXPIRED);
  }

  private static void ingest(Instance on, int sequence) throws IOException {
    try {
      on.ingest(upload(SESSION, sequence, "s" + sequence).build());
    } catch (SegmentRejectedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anotherNodeForgetsItWhenItLooksAtTheStream() throws Exception {
    Instance other = node(Duration.ofMinutes(1));
    broadcast(node, 0, 3);
    assertThat(other.playlist(STREAM)).isPresent();
    other.segment(STREAM, name(2), ByteRange.all()).orElseThrow().close();
    node.delete(STREAM);
    assertThat(other.segment(STREAM, name(2), ByteRange.all())).as("has not looked").isPresent();

    clock.advance(Duration.ofMillis(500));

    assertThat(other.playlist(STREAM)).isEmpty();
    assertThat(other.segment(STREAM, name(2), ByteRange.all())).isEmpty();
  }

  @Test
  void aSegmentThatIsBeingReadMeanwhileIsNotKept() throws Exception {
    broadcast(node, 0, 3);
    var workers = Workers.start();
    var builder = Nodes.on(store).clock(clock).waiting(workers, Patience.STANDARD);
    var reading = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    store.after(
        (call, key) -> {
          if (call == Call.READ_SEGMENT) {
            reading.countDown();
            await(gate);
          }
        });
    try (Instance slow = builder.build()) {
      var viewer =
          CompletableFuture.runAsync(() -> assertThatNoException().isThrownBy(() -> watch(slow)));
      await(reading);
      slow.delete(STREAM);
      gate.countDown();
      viewer.join();
      store.heal();

      assertThat(slow.segment(STREAM, name(1), ByteRange.all())).isEmpty();
    }
  }

  private static void watch(Instance on) throws IOException {
    on.segment(STREAM, name(1), ByteRange.all()).orElseThrow().close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatADyingNodeLeavesAnotherOneDeletes() throws Exception {
    broadcast(node, 0, 5);
    store.before(
        (call, key) -> {
          if (call == Call.DELETE) {
            throw new IOException("scripted: no deletions");
          }
        });
    assertThatIOException().isThrownBy(() -> node.delete(STREAM)).withMessageContaining("deleted");
    assertThat(node.playlist(STREAM)).as("it has ended all the same").isEmpty();
    assertThat(keys()).hasSize(6);

    store.heal();
    node(Duration.ofMinutes(1)).scan();

    assertThat(keys()).containsExactly(MANIFEST);
  }

  @Test
  void aSweepFinishesWhatCouldNotBeDeletedAtOnce() throws Exception {
    broadcast(node, 0, 5);
    store.before(
        (call, key) -> {
          if (call == Call.DELETE) {
            throw new IOException("scripted: no deletions");
          }
        });
    assertThatIOException().isThrownBy(() -> node.delete(STREAM));
    store.heal();

    node.tick();

    assertThat(keys()).containsExactly(MANIFEST);
  }
}
