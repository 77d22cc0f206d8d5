package dev.chalkstream.internal.segment;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.NodeBusyException;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.instance.Instance;
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
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** An address without a nonce leads to any stored segment with those bytes. */
class PlainNamesTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();

  private final ManualClock clock = new ManualClock();
  private final BlobStore memory = BlobStores.inMemory(clock);
  private final TracedStore store = new TracedStore(memory);
  private final Instance node = Nodes.on(store).clock(clock).build();

  private static SegmentName plain(String word) {
    return SegmentName.of(SegmentDigest.compute(TestSegments.segment(word)), MediaFile.MPEG_TS);
  }

  private Optional<byte[]> open(String word) throws IOException {
    Optional<Blob> found = node.segment(STREAM, plain(word), ByteRange.all());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Blob blob = found.get()) {
      return Optional.of(blob.body().readAllBytes());
    }
  }

  @Test
  void itLeadsToWhatIsListed() throws Exception {
    node.ingest(upload(SESSION, 0, "s0").build());
    node.ingest(upload(SESSION, 1, "s1").build());
    assertThat(open("s0")).contains(TestSegments.bytes("s0"));
    assertThat(open("s1")).contains(TestSegments.bytes("s1"));
  }

  @Test
  void whatWasFoundIsNotLookedForAgain() throws Exception {
    node.ingest(upload(SESSION, 0, "s0").build());
    store.resetCounts();
    for (int i = 0; i < 10; i++) {
      assertThat(open("s0")).isPresent();
    }
    assertThat(store.count(Call.LIST)).isEqualTo(1);
  }

  @Test
  void whatIsNotThereIsLookedForOnceInTheRefreshInterval() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(open("s0")).isEmpty();
    }
    assertThat(store.count(Call.LIST)).isEqualTo(1);

    node.ingest(upload(SESSION, 0, "s0").build());
    clock.advance(Duration.ofMillis(500));
    store.resetCounts();
    assertThat(open("s0")).isPresent();
    assertThat(store.count(Call.LIST)).isEqualTo(1);
  }

  @Test
  void whereTheOneThatWasFoundIsDeletedItLeadsToALaterOne() throws Exception {
    node.ingest(upload(SESSION, 0, "s0").build());
    assertThat(open("s0")).isPresent();
    node.delete(STREAM);
    assertThat(open("s0")).isEmpty();

    node.ingest(upload(SESSION, 0, "s0").build());
    clock.advance(Duration.ofMillis(500));
    assertThat(open("s0")).contains(TestSegments.bytes("s0"));
  }

  @Test
  void soManyAreLookedForAtOnceAndNoMore() throws Exception {
    var depth = new AtomicInteger();
    var last = new AtomicReference<Throwable>();
    store.before(
        (call, key) -> {
          if (call == Call.LIST) {
            try {
              open("nested-" + depth.incrementAndGet());
            } catch (IOException e) {
              last.compareAndSet(null, e);
            }
          }
        });
    assertThat(open("first")).isEmpty();
    assertThat(depth).hasValue(16);
    assertThat(last.get()).isInstanceOf(NodeBusyException.class);

    store.before(
        (call, key) -> {
          throw new IOException("scripted");
        });
    for (int i = 0; i < 20; i++) {
      String word = "failing-" + i;
      assertThatThrownBy(() -> open(word)).hasMessage("scripted");
    }
  }
}
