package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.ScriptedStore;
import dev.chalkstream.testing.TestSegments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many clients, many nodes, and a store that loses answers: nothing acknowledged may be lost. */
class ConcurrentIngestTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final int SEGMENTS = 1_000;
  private static final int CLIENTS = 8;

  private final ManualClock clock = new ManualClock();
  private final ScriptedStore store = new ScriptedStore(BlobStores.inMemory(clock));
  private final List<Instance> nodes = new ArrayList<>();

  private Instance node() {
    Instance node = Nodes.on(store).clock(clock).refreshInterval(Duration.ZERO).build();
    nodes.add(node);
    return node;
  }

  private static void assertAllListedInOrder(Instance node, int count) throws Exception {
    List<String> expected =
        IntStream.range(0, count)
            .mapToObj(n -> SegmentDigest.compute(TestSegments.segment("s" + n)))
            .map(digest -> "../chunk/" + STREAM + "/" + digest)
            .toList();
    assertThat(node.playlist(STREAM).orElseThrow().playlist().segments())
        .extracting(segment -> segment.uri().replaceAll("-[0-9a-v]{16}\\.ts$", ""))
        .isEqualTo(expected);
  }

  /** Every client sends, one after another, the numbers that its share gives for 0, 1, 2, … */
  private void uploadFromAll(List<Instance> targets, List<IntUnaryOperator> shares)
      throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Instance target = targets.get(client % targets.size());
        IntUnaryOperator share = shares.get(client);
        done.add(
            clients.submit(
                () -> {
                  for (int k = 0; k < SEGMENTS / CLIENTS; k++) {
                    int sequence = share.applyAsInt(k);
                    target.ingest(upload(SESSION, sequence, "s" + sequence).build());
                  }
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private static List<IntUnaryOperator> interleaved() {
    return IntStream.range(0, CLIENTS)
        .mapToObj(client -> (IntUnaryOperator) k -> k * CLIENTS + client)
        .toList();
  }

  private static List<IntUnaryOperator> inBlocks() {
    return IntStream.range(0, CLIENTS)
        .mapToObj(client -> (IntUnaryOperator) k -> client * (SEGMENTS / CLIENTS) + k)
        .toList();
  }

  @Test
  void aThousandUploadsFromEightClientsAreAllListedInOrder() throws Exception {
    uploadFromAll(List.of(node()), interleaved());
    assertAllListedInOrder(nodes.get(0), SEGMENTS);
  }

  @Test
  void alsoWhenEachClientSendsABlockOfItsOwn() throws Exception {
    uploadFromAll(List.of(node()), inBlocks());
    assertAllListedInOrder(nodes.get(0), SEGMENTS);
  }

  @Test
  void alsoThroughThreeNodesOnOneStore() throws Exception {
    uploadFromAll(List.of(node(), node(), node()), interleaved());
    for (Instance node : nodes) {
      assertAllListedInOrder(node, SEGMENTS);
    }
  }

  @Test
  void uploadsThatWaitTogetherBecomeOneRevision() throws Exception {
    Instance node = node();
    ingestUnchecked(node, 0, "s0");
    List<Thread> clients = new ArrayList<>();
    store.beforeNextManifest(
        () -> {
          for (int sequence = 2; sequence < 7; sequence++) {
            int number = sequence;
            clients.add(new Thread(() -> ingestUnchecked(node, number, "s" + number)));
          }
          clients.forEach(Thread::start);
          clients.forEach(ConcurrentIngestTest::awaitQueued);
        });
    ingestUnchecked(node, 1, "s1");
    for (Thread client : clients) {
      client.join();
    }
    assertAllListedInOrder(node, 7);
    assertThat(store.written()).filteredOn(key -> key.value().endsWith(".json")).hasSize(3);
  }

  /** The writer of the moment holds the lock that the thread comes to wait for. */
  private static void awaitQueued(Thread client) {
    while (client.getState() != Thread.State.TIMED_WAITING) {
      assertThat(client.getState()).isNotEqualTo(Thread.State.TERMINATED);
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ScriptedStore.Fault.class,
      names = {"ANSWER_LOST", "SENT_TWICE"})
  void aWriteWhoseAnswerWasLostIsRecognisedAndNotMadeTwice(ScriptedStore.Fault fault)
      throws Exception {
    Instance node = node();
    store.failWrites(fault);
    assertThat(node.ingest(upload(SESSION, 0, "s0").build())).isEqualTo(IngestResult.LISTED);
    assertThat(node.ingest(upload(SESSION, 1, "s1").build())).isEqualTo(IngestResult.LISTED);
    assertAllListedInOrder(node, 2);
    assertThat(store.written()).hasSize(4);
  }

  @Test
  void aWriteThatDidNotHappenIsAFaultAndTheNextTrySucceeds() throws Exception {
    Instance node = node();
    store.failWrites(ScriptedStore.Fault.NOT_WRITTEN);
    assertThatIOException().isThrownBy(() -> node.ingest(upload(SESSION, 0, "s0").build()));
    assertThat(node.playlist(STREAM)).isEmpty();
    store.failWrites(ScriptedStore.Fault.NONE);
    assertThat(node.ingest(upload(SESSION, 0, "s0").build())).isEqualTo(IngestResult.LISTED);
    assertAllListedInOrder(node, 1);
  }

  @Test
  void aWriteThatWasGivenUpAndLandsLateIsNotTakenForTheOneBehindIt() throws Exception {
    Instance node = node();
    node.ingest(upload(SESSION, 0, "s0").build());
    store.failWrites(ScriptedStore.Fault.LANDS_LATE);
    assertThatIOException().isThrownBy(() -> node.ingest(upload(SESSION, 1, "s1").build()));
    store.failWrites(ScriptedStore.Fault.NONE);
    store.beforeNextManifest(store::landLate);
    assertThat(node.ingest(upload(SESSION, 2, "s2").build())).isEqualTo(IngestResult.LISTED);
    assertAllListedInOrder(node, 3);
  }

  @Test
  void aLostRaceIsRunAgainOnWhatTheWinnerWrote() throws Exception {
    Instance node = node();
    Instance other = node();
    node.ingest(upload(SESSION, 0, "s0").build());
    store.beforeNextManifest(() -> ingestUnchecked(other, 1, "s1"));
    assertThat(node.ingest(upload(SESSION, 2, "s2").build())).isEqualTo(IngestResult.LISTED);
    assertAllListedInOrder(node, 3);
  }

  @Test
  void theLoserOfASlotIsRejectedAlthoughItLookedFree() throws Exception {
    Instance node = node();
    Instance other = node();
    node.ingest(upload(SESSION, 0, "s0").build());
    store.beforeNextManifest(() -> ingestUnchecked(other, 1, "s1"));
    assertThat(
            catchThrowableOfType(
                SegmentRejectedException.class,
                () -> node.ingest(upload(SESSION, 1, "mine").build())))
        .returns(SegmentRejectedException.Reason.SEQUENCE_TAKEN, SegmentRejectedException::reason);
    assertAllListedInOrder(node, 2);
  }

  @Test
  void aSegmentIsStoredBeforeItIsListed() throws Exception {
    node().ingest(upload(SESSION, 0, "s0").build());
    assertThat(store.written()).hasSize(2).last().asString().endsWith("manifest.json");
  }

  @Test
  void whileTheStoreIsOutOfReachViewersKeepThePlaylistAndBroadcastersAreTold() throws Exception {
    Instance node = node();
    node.ingest(upload(SESSION, 0, "s0").build());
    store.setUnreachable(true);
    clock.advance(Duration.ofSeconds(40));
    assertAllListedInOrder(node, 1);
    assertThatIOException().isThrownBy(() -> node.ingest(upload(SESSION, 1, "s1").build()));
    assertThatIOException().isThrownBy(() -> node().playlist(STREAM));

    store.setUnreachable(false);
    assertThat(node.playlist(STREAM).orElseThrow().playlist().ended()).isTrue();
  }

  @Test
  void anotherNodeSeesWhatThisOneTook() throws Exception {
    Instance viewerNode = node();
    assertThat(viewerNode.playlist(STREAM)).isEmpty();
    node().ingest(upload(SESSION, 0, "s0").build());
    assertAllListedInOrder(viewerNode, 1);
  }

  @Test
  void aNodeLooksAtTheStoreAgainOnlyAfterTheRefreshInterval() throws Exception {
    try (var lazy = Nodes.on(store).clock(clock).refreshInterval(Duration.ofMillis(400)).build()) {
      assertThat(lazy.playlist(STREAM)).isEmpty();
      node().ingest(upload(SESSION, 0, "s0").build());
      clock.advance(Duration.ofMillis(399));
      assertThat(lazy.playlist(STREAM)).isEmpty();
      clock.advance(Duration.ofMillis(1));
      assertThat(lazy.playlist(STREAM)).isPresent();
    }
  }

  private static void ingestUnchecked(Instance node, long sequence, String word) {
    try {
      node.ingest(upload(SESSION, sequence, word).build());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoKnewAStreamAsNotBegunTakesItsNextSegmentWhenItHasGrownLong() throws Exception {
    Instance late = node();
    assertThat(late.playlist(STREAM)).isEmpty();
    Instance busy = node();
    int count = PageNumbers.PAGE_LENGTH + PageNumbers.MIN_HEAD_LENGTH + 1;
    for (int n = 0; n < count; n++) {
      busy.ingest(upload(SESSION, n, "s" + n).build());
    }

    assertThat(late.ingest(upload(SESSION, count, "s" + count).build()))
        .isEqualTo(IngestResult.LISTED);
    assertAllListedInOrder(late, count + 1);
  }
}
