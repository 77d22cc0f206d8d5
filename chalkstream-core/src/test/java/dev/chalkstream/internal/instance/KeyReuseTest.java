package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deletion never hits what has just been listed under the same bytes. */
class KeyReuseTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final BlobStore memory = BlobStores.inMemory(clock);
  private final TracedStore store = new TracedStore(memory);

  private Instance node(BlobStore on) {
    StreamPolicy policy = StreamPolicy.builder().retention(MINUTE).build();
    return Nodes.on(on).clock(clock).policy(policy).build();
  }

  /** A key of such bytes that no upload of this test has. */
  private static BlobKey key(String word) {
    return Keys.segment(
        STREAM, StreamScript.name(SegmentDigest.compute(TestSegments.segment(word))));
  }

  /** Whether such bytes lie under a key. */
  private static boolean isOf(BlobKey key, String word) {
    String digest = SegmentDigest.compute(TestSegments.segment(word)).value();
    return key.value().startsWith(STREAM + "/" + digest);
  }

  /** A recording of 500 segments that has expired and is due to be deleted, a page and the rest. */
  private Instance expiredRecording() throws Exception {
    Instance node = node(store);
    for (int i = 0; i < 500; i++) {
      node.ingest(upload(SESSION, i, "s" + i).build());
    }
    node.complete(SESSION);
    clock.advance(MINUTE);
    node.tick();
    assertThat(node.status(STREAM).state()).isEqualTo(StreamStatus.State.EXPIRED);
    clock.advance(Duration.ofMinutes(20));
    return node;
  }

  private void assertAllListedAreThere(Instance node, int count) throws IOException {
    var segments = node.playlist(STREAM).orElseThrow().playlist().segments();
    assertThat(segments).hasSize(count);
    for (var segment : segments) {
      String name = segment.uri().substring(segment.uri().lastIndexOf('/') + 1);
      assertThat(memory.head(BlobKey.of(STREAM + "/" + name))).as(name).isPresent();
    }
  }

  @Test
  void aRecordingIsBroadcastAgainWhileItsPageIsHalfDeleted() throws Exception {
    Instance dying = expiredRecording();
    var left = new AtomicInteger(400);
    store.before(
        (call, key) -> {
          if (call == Call.DELETE && left.decrementAndGet() < 0) {
            throw new IOException("scripted: the node dies");
          }
        });
    dying.tick();
    store.heal();

    Instance next = node(store);
    for (int i = 0; i < 5; i++) {
      next.ingest(upload(SESSION, i, "s" + i).build());
    }
    for (int i = 0; i < 6; i++) {
      clock.advance(Duration.ofSeconds(5));
      next.tick();
      dying.tick();
    }
    assertAllListedAreThere(next, 5);
    try (var pages = memory.list(STREAM + "/history/")) {
      assertThat(pages)
          .as("the old page's segments are gone")
          .hasSizeLessThanOrEqualTo((500 - PageNumbers.MIN_HEAD_LENGTH) / PageNumbers.PAGE_LENGTH);
    }
  }

  @Test
  void aRecordingIsBroadcastAgainWhileTwoNodesDeleteItsPage() throws Exception {
    Instance slow = expiredRecording();
    TracedStore fastStore = new TracedStore(memory);
    Instance fast = node(fastStore);
    fast.tick();
    fast.status(STREAM);
    Instance third = node(memory);
    var first = new AtomicBoolean(true);
    var last = new AtomicBoolean(true);
    store.before(
        (call, key) -> {
          if (call == Call.DELETE && isOf(key, "s0") && first.getAndSet(false)) {
            fast.tick();
          }
        });
    fastStore.before(
        (call, key) -> {
          if (call == Call.DELETE && isOf(key, "s249") && last.getAndSet(false)) {
            ingest(third, "s0");
          }
        });
    slow.tick();
    assertThat(last).isFalse();
    assertAllListedAreThere(third, 1);
  }

  private static void ingest(Instance node, String word) {
    try {
      node.ingest(upload(SESSION, 0, word).build());
    } catch (SegmentRejectedException | IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aScanDoesNotHitTheUploadOfBytesThatAnotherUploadHasLeftLongAgo() throws Exception {
    BlobKey left = key("s0");
    memory.putIf(left, BlobContent.of(TestSegments.bytes("s0")), PutCondition.always());
    clock.advance(Duration.ofHours(25));
    Instance taking = node(memory);
    var once = new AtomicBoolean(true);
    store.before(
        (call, key) -> {
          if (call == Call.DELETE && key.equals(left) && once.getAndSet(false)) {
            ingest(taking, "s0");
          }
        });
    node(store).scan();
    assertThat(once).isFalse();
    assertThat(memory.head(left)).isEmpty();
    assertAllListedAreThere(taking, 1);
  }

  @Test
  void theSameBytesHaveAnotherKeyEachTime() throws Exception {
    Instance node = node(memory);
    ingest(node, "s0");
    node.complete(SESSION);
    ingest(node, "s0");
    var segments = node.playlist(STREAM).orElseThrow().playlist().segments();
    assertThat(segments).hasSize(2);
    assertThat(segments.get(0).uri()).isNotEqualTo(segments.get(1).uri());
    assertAllListedAreThere(node, 2);
  }

  @Test
  void aRetryLeavesNoSecondCopy() throws Exception {
    Instance node = node(store);
    Instance other = node(memory);
    var once = new AtomicBoolean(true);
    store.after(
        (call, key) -> {
          if (call == Call.WRITE_SEGMENT && once.getAndSet(false)) {
            ingest(other, "s0");
          }
        });
    ingest(node, "s0");
    assertThat(once).isFalse();
    assertAllListedAreThere(node, 1);
    try (var blobs = memory.list(STREAM + "/")) {
      assertThat(blobs).as("the manifest and one segment").hasSize(2);
    }
  }

  @Test
  void anUploadThatATakedownOvertakesIsStoredAgain() throws Exception {
    Instance node = node(store);
    Instance other = node(memory);
    node.ingest(upload(SESSION, 1, "s1").build());
    var once = new AtomicBoolean(true);
    store.after(
        (call, key) -> {
          if (call == Call.WRITE_SEGMENT && once.getAndSet(false)) {
            other.delete(STREAM);
          }
        });
    ingest(node, "s0");
    assertThat(once).isFalse();
    clock.advance(Duration.ofSeconds(5));
    node.tick();
    assertAllListedAreThere(node, 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {13, -13})
  void whatWasStoredLongAgoIsStoredAgainBeforeItIsListed(long hours) throws Exception {
    Instance node = node(store);
    var written = new AtomicInteger();
    store.before(
        (call, key) -> {
          if (call == Call.WRITE_SEGMENT && written.getAndIncrement() == 0) {
            clock.advance(Duration.ofHours(hours));
          }
        });
    ingest(node, "s0");
    assertThat(written).hasValue(hours > 0 ? 2 : 1);
    assertAllListedAreThere(node, 1);
  }

  @Test
  void aScanLeavesAPageThatAnAppendMaySealAtAnyTime() throws Exception {
    StreamPolicy forEver = StreamPolicy.builder().retention(Duration.ZERO).build();
    Instance node = Nodes.on(store).clock(clock).policy(forEver).build();
    node.ingest(upload(SESSION, 0, "s0").build());
    node.ingest(upload(SESSION, 1, "s1").build());
    long head = Nodes.manifests(memory).read(STREAM, null).manifest().window().headSequence();
    // Left by an append that sealed a page and could not write its manifest.
    BlobKey coming = Keys.page(STREAM, head);
    BlobKey nobodys = Keys.page(STREAM, head + 1);
    memory.putIf(coming, BlobContent.of(new byte[1]), PutCondition.always());
    memory.putIf(nobodys, BlobContent.of(new byte[1]), PutCondition.always());
    clock.advance(Duration.ofHours(25));
    node.scan();
    assertThat(memory.head(coming)).isPresent();
    assertThat(memory.head(nobodys)).isEmpty();
  }
}
