package dev.chalkstream.internal.segment;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.metrics.Counters;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Reading;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HotSegmentsTest {

  private static final int LIMIT = 4_000;
  private static final int VIEWERS = 1_000;
  private static final SessionId SESSION = SessionId.of("a-secret");

  private final ManualClock clock = new ManualClock();
  private final BlobStore memory = BlobStores.inMemory(clock);
  private final TracedStore store = new TracedStore(memory);
  private final ExecutorService viewers = Executors.newFixedThreadPool(50);
  private final HotSegments segments = segments(Workers.none(), Patience.STANDARD);

  @AfterEach
  void stop() {
    viewers.shutdownNow();
  }

  private HotSegments segments(Workers workers, Patience patience) {
    return new HotSegments(store, Counters.off(), Nodes.reading(workers, patience), clock, LIMIT);
  }

  private static BlobKey key(int number) {
    return BlobKey.of("stream/" + number + ".ts");
  }

  private static byte[] bytes(int number, int size) {
    byte[] bytes = new byte[size];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  private void put(int number, int size) throws IOException {
    memory.putIf(key(number), BlobContent.of(bytes(number, size)), PutCondition.always());
  }

  private static byte[] read(HotSegments from, int number, ByteRange range) throws IOException {
    try (Blob blob = from.open(key(number), range).orElseThrow()) {
      assertThat(blob.info().key()).isEqualTo(key(number));
      return blob.body().readAllBytes();
    }
  }

  private byte[] read(int number) throws IOException {
    return read(segments, number, ByteRange.all());
  }

  private long reads() {
    return store.count(Call.READ_SEGMENT);
  }

  @Test
  void whatWasReadOnceIsThereForAllAndInParts() throws Exception {
    put(1, 500);
    assertThat(read(1)).isEqualTo(bytes(1, 500));
    assertThat(read(1)).isEqualTo(bytes(1, 500));
    assertThat(read(segments, 1, ByteRange.between(10, 19)))
        .isEqualTo(Arrays.copyOfRange(bytes(1, 500), 10, 20));
    assertThat(read(segments, 1, ByteRange.last(5)))
        .isEqualTo(Arrays.copyOfRange(bytes(1, 500), 495, 500));
    assertThat(read(segments, 1, ByteRange.from(600))).isEmpty();
    assertThat(reads()).isEqualTo(1);
  }

  @Test
  void whatANodeTookItselfItNeedNotRead() throws Exception {
    var node = Nodes.on(store).clock(clock).build();
    ByteBuffer body = TestSegments.segment("a");
    node.ingest(upload(SESSION, 0, "a").body(body).build());
    byte[] sent = body.array().clone();
    Arrays.fill(body.array(), (byte) 0);
    var name = SegmentName.of(SegmentDigest.compute(ByteBuffer.wrap(sent)), MediaFile.MPEG_TS);
    try (Blob blob = node.segment(SESSION.streamId(), name, ByteRange.all()).orElseThrow()) {
      assertThat(blob.body().readAllBytes()).as("the caller has its buffer again").isEqualTo(sent);
    }
    assertThat(reads()).isZero();
  }

  @Test
  void whatIsMissingIsNotLookedForAgainWithinTheRefreshInterval() throws Exception {
    for (int request = 0; request < 100; request++) {
      assertThat(segments.open(key(1), ByteRange.all())).isEmpty();
      assertThat(segments.open(key(1), ByteRange.between(0, 0))).isEmpty();
    }
    assertThat(reads()).isEqualTo(1);
    put(1, 500);
    clock.advance(Duration.ofMillis(500));
    assertThat(read(1)).hasSize(500);
  }

  @Test
  void rangesOfOneSegmentCostOneReadTogether() throws Exception {
    put(1, 500);
    for (int at = 0; at < 100; at++) {
      assertThat(read(segments, 1, ByteRange.between(at, at))).hasSize(1);
    }
    assertThat(reads()).isEqualTo(1);
  }

  @Test
  void aThousandViewersAtOnceCostOneRead() throws Exception {
    put(1, 500);
    HotSegments shared = segments(Workers.start(), Patience.STANDARD);
    var waiting = new CountDownLatch(50);
    store.before((call, key) -> await(waiting));
    List<Future<byte[]>> answers = new ArrayList<>();
    for (int viewer = 0; viewer < VIEWERS; viewer++) {
      answers.add(
          viewers.submit(
              () -> {
                waiting.countDown();
                return read(shared, 1, ByteRange.all());
              }));
    }
    for (Future<byte[]> answer : answers) {
      assertThat(answer.get()).isEqualTo(bytes(1, 500));
    }
    assertThat(reads()).isEqualTo(1);
    assertThat(shared.bytes()).isEqualTo(500);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aReadThatHangsIsNotWaitedForWithoutEndAndAFailureIsNotRemembered() throws Exception {
    put(1, 500);
    Duration soon = Duration.ofMillis(20);
    HotSegments impatient = segments(Workers.start(), new Patience(soon, soon, soon));
    var gate = new CountDownLatch(1);
    store.before((call, key) -> await(gate));
    for (int viewer = 0; viewer < 10; viewer++) {
      assertThatIOException().isThrownBy(() -> read(impatient, 1, ByteRange.all()));
    }
    assertThat(reads()).isEqualTo(1);
    gate.countDown();
    store.before(
        (call, key) -> {
          throw new IOException("scripted: out of reach");
        });
    assertThatIOException().isThrownBy(() -> read(2));
    store.heal();
    put(2, 500);
    assertThat(read(2)).hasSize(500);
  }

  @Test
  void theLatestAreKeptAndNoMoreThanThereIsRoomFor() throws Exception {
    for (int number = 0; number < 100; number++) {
      put(number, 900);
      read(number);
      assertThat(segments.bytes()).isLessThanOrEqualTo(LIMIT);
    }
    long before = reads();
    for (int number = 99; number > 95; number--) {
      read(number);
    }
    assertThat(reads()).isEqualTo(before);
    read(95);
    assertThat(reads()).isEqualTo(before + 1);
  }

  @Test
  void aGiantIsNotKeptButReadForEachViewer() throws Exception {
    put(1, LIMIT / 4 + 1);
    assertThat(read(1)).hasSize(LIMIT / 4 + 1);
    assertThat(segments.bytes()).isZero();
    long first = reads();
    assertThat(read(1)).hasSize(LIMIT / 4 + 1);
    assertThat(reads()).isEqualTo(first + 1);
  }

  @Test
  void slowViewersDoNotMakeItGrowWithoutEnd() throws Exception {
    List<Blob> slow = new ArrayList<>();
    for (int number = 0; number < 50; number++) {
      put(number, 900);
      slow.add(segments.open(key(number), ByteRange.all()).orElseThrow());
      assertThat(segments.bytes()).isLessThanOrEqualTo(2L * LIMIT);
    }
    for (int number = 0; number < slow.size(); number++) {
      assertThat(slow.get(number).body().readAllBytes()).isEqualTo(bytes(number, 900));
      slow.get(number).close();
      slow.get(number).close();
    }
    assertThat(segments.bytes()).isLessThanOrEqualTo(LIMIT);
    put(60, 900);
    read(60);
    long before = reads();
    read(60);
    assertThat(reads()).as("there is room again").isEqualTo(before);
  }

  @Test
  void whatWasReadLongAgoIsReadAnewSoThatWhatIsDeletedGoesHereToo() throws Exception {
    put(1, 500);
    read(1);
    memory.delete(key(1));
    clock.advance(Duration.ofMinutes(5));
    assertThat(segments.open(key(1), ByteRange.all())).isEmpty();
    assertThat(segments.bytes()).isZero();
  }

  @Test
  void whatANodeDeletesItForgets() throws Exception {
    StreamPolicy policy = StreamPolicy.builder().retention(Duration.ofMinutes(1)).build();
    var node = Nodes.on(store).clock(clock).policy(policy).build();
    node.ingest(upload(SESSION, 0, "a").build());
    node.complete(SESSION);
    clock.advance(Duration.ofMinutes(1));
    node.tick();
    clock.advance(Duration.ofMinutes(1));
    var name = SegmentName.of(SegmentDigest.compute(TestSegments.segment("a")), MediaFile.MPEG_TS);
    node.segment(SESSION.streamId(), name, ByteRange.all()).orElseThrow().close();
    node.tick();
    assertThat(node.segment(SESSION.streamId(), name, ByteRange.all())).isEmpty();
  }

  @Test
  void whereNothingIsToBeKeptEachViewerReads() throws Exception {
    Reading reading = Nodes.reading(Workers.none(), Patience.STANDARD);
    var none = new HotSegments(store, Counters.off(), reading, clock, 0);
    put(1, 500);
    none.add(key(1), ByteBuffer.wrap(bytes(1, 500)), BlobVersion.of("1"));
    read(none, 1, ByteRange.all());
    read(none, 1, ByteRange.all());
    assertThat(reads()).isEqualTo(2);
    assertThat(none.bytes()).isZero();
  }
}
