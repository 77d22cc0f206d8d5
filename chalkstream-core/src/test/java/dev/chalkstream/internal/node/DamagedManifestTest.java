package dev.chalkstream.internal.node;

import static dev.chalkstream.testing.TestSegments.upload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A manifest that is damaged, or gone: never taken for that of a stream which has not begun. */
class DamagedManifestTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final BlobKey MANIFEST = Keys.manifest(STREAM);
  private static final Duration DAY = Duration.ofHours(25);

  /** What has become of a manifest. */
  enum Harm {
    /** Its last byte is missing, and the store cannot tell. */
    CUT_SHORT,
    /** It is something else. */
    GARBAGE,
    /** The store can tell that it is damaged, for every call about it. */
    TOLD_BY_STORE,
    /** Somebody has deleted it. */
    GONE
  }

  private final ManualClock clock = new ManualClock();
  private final BlobStore memory = BlobStores.inMemory(clock);
  private final TracedStore store = new TracedStore(memory);
  private final Instance node = node(WaitingRoom.standard());

  private Instance node(WaitingRoom waitingRoom) {
    StreamPolicy policy = StreamPolicy.builder().retention(Duration.ZERO).build();
    return Nodes.on(store).clock(clock).policy(policy).waitingRoom(waitingRoom).build();
  }

  private void broadcast(int from, int to) throws Exception {
    for (int sequence = from; sequence < to; sequence++) {
      node.ingest(upload(SESSION, sequence, "s" + sequence).build());
      clock.advance(Duration.ofSeconds(2));
    }
  }

  private void harm(Harm harm) throws IOException {
    byte[] bytes = bytes();
    switch (harm) {
      case CUT_SHORT -> put(Arrays.copyOf(bytes, bytes.length - 1));
      case GARBAGE -> put("x".repeat(1_000).getBytes(UTF_8));
      case TOLD_BY_STORE ->
          store.before(
              (call, key) -> {
                if (key.equals(MANIFEST) && call != Call.DELETE) {
                  throw new DamagedBlobException("scripted: torn");
                }
                if (key.equals(MANIFEST)) {
                  store.heal();
                }
              });
      case GONE -> memory.delete(MANIFEST);
    }
    clock.advance(Duration.ofSeconds(1));
  }

  private byte[] bytes() throws IOException {
    try (Blob blob = memory.get(MANIFEST, ByteRange.all()).orElseThrow()) {
      return blob.body().readAllBytes();
    }
  }

  private void put(byte[] bytes) throws IOException {
    memory.putIf(MANIFEST, BlobContent.of(bytes), PutCondition.always());
  }

  private static PlaylistSnapshot shown(Instance where) throws IOException {
    return where.playlist(STREAM).orElseThrow();
  }

  private List<String> keys() throws IOException {
    try (var blobs = memory.list("")) {
      return blobs.map(info -> info.key().value()).toList();
    }
  }

  private void assertUploadsFail(Instance where, int sequence) {
    assertThatExceptionOfType(DamagedBlobException.class)
        .isThrownBy(() -> where.ingest(upload(SESSION, sequence, "s" + sequence).build()));
  }

  @ParameterizedTest
  @EnumSource
  void aRunningNodeForgetsNothingOfWhatItKnows(Harm harm) throws Exception {
    broadcast(0, 40);
    PlaylistSnapshot before = shown(node);
    byte[] good = bytes();
    harm(harm);
    for (int poll = 0; poll < 20; poll++) {
      assertThat(shown(node)).as("not the waiting room, nor other numbers").isSameAs(before);
      clock.advance(Duration.ofMillis(300));
    }
    assertThat(node.status(STREAM).state()).isEqualTo(State.DAMAGED);
    assertThat(node.status(STREAM).listedSegments()).isEqualTo(40);
    int blobs = keys().size();
    assertUploadsFail(node, 40);
    assertThat(keys()).as("nothing is stored for what cannot be listed").hasSize(blobs);

    store.heal();
    put(good);
    clock.advance(Duration.ofSeconds(1));
    broadcast(40, 41);
    assertThat(node.status(STREAM).state()).isEqualTo(State.LIVE);
    assertThat(shown(node).playlist().segments()).hasSize(41);
  }

  @ParameterizedTest
  @EnumSource(names = "GONE", mode = EnumSource.Mode.EXCLUDE)
  void aNodeThatKnowsNothingSaysThatItIsDamagedAndNotThatItHasNotBegun(Harm harm) throws Exception {
    broadcast(0, 40);
    harm(harm);
    Instance fresh = node(WaitingRoom.standard());
    assertThatExceptionOfType(DamagedBlobException.class).isThrownBy(() -> fresh.playlist(STREAM));
    assertThat(fresh.status(STREAM).state()).isEqualTo(State.DAMAGED);
    assertUploadsFail(fresh, 40);
  }

  @Test
  void viewersOfADamagedStreamCostOneReadARefreshInterval() throws Exception {
    broadcast(0, 3);
    harm(Harm.CUT_SHORT);
    Instance fresh = node(WaitingRoom.standard());
    store.resetCounts();
    for (int poll = 0; poll < 100; poll++) {
      assertThatExceptionOfType(DamagedBlobException.class)
          .isThrownBy(() -> fresh.playlist(STREAM));
      clock.advance(Duration.ofMillis(10));
    }
    assertThat(store.count(Call.READ_MANIFEST)).isBetween(1L, 3L);
  }

  /** Recordings are kept for ever here, and a day has passed. */
  @ParameterizedTest
  @EnumSource
  void nothingOfARecordingIsCollected(Harm harm) throws Exception {
    broadcast(0, 40);
    node.complete(SESSION);
    harm(harm);
    clock.advance(DAY);
    List<String> before = keys();

    node(WaitingRoom.standard()).scan();
    node.scan();

    assertThat(keys()).isEqualTo(before);
  }

  @Test
  void nothingIsCollectedOfAShortRecordingThatHasPagesAndNoManifest() throws Exception {
    broadcast(0, PageNumbers.PAGE_LENGTH + PageNumbers.MIN_HEAD_LENGTH + 50);
    harm(Harm.GONE);
    for (String key : keys()) {
      if (key.endsWith(".ts")) {
        memory.delete(BlobKey.of(key));
      }
    }
    clock.advance(DAY);
    node(WaitingRoom.standard()).scan();
    assertThat(keys()).containsExactly(STREAM + "/history/" + firstPage() + ".json");
  }

  private String firstPage() throws IOException {
    return keys().get(0).replaceAll(".*/([0-9]+)\\.json", "$1");
  }

  @Test
  void aHandfulThatAFailedFirstUploadHasLeftIsCollectedAfterADay() throws Exception {
    for (int n = 0; n < 16; n++) {
      BlobKey key =
          Keys.segment(STREAM, SegmentName.of(StreamScript.digest("s" + n), MediaFile.MPEG_TS));
      memory.putIf(key, BlobContent.of(TestSegments.bytes("s" + n)), PutCondition.always());
    }
    clock.advance(DAY);
    node.scan();
    assertThat(keys()).isEmpty();
  }

  /** Without a history nothing proves to a node that knows nothing that there was a stream. */
  @Test
  void whatWasThereBeforeAStreamBeganAnewIsKeptUntilItIsTakenDown() throws Exception {
    broadcast(0, 40);
    harm(Harm.GONE);
    Instance fresh = node(WaitingRoom.standard());
    for (int n = 0; n < 3; n++) {
      fresh.ingest(upload(SESSION, n, "anew" + n).build());
    }
    clock.advance(DAY);
    fresh.scan();
    assertThat(keys()).hasSize(40 + 3 + 1);

    fresh.delete(STREAM);
    assertThat(keys()).containsExactly(MANIFEST.value());
  }

  @Test
  void aStreamWithAHistoryIsNotBegunAnewBecauseItsManifestIsGone() throws Exception {
    broadcast(0, 400);
    harm(Harm.GONE);
    Instance fresh = node(WaitingRoom.standard());
    assertUploadsFail(fresh, 400);
    assertThat(keys()).doesNotContain(MANIFEST.value());
  }

  @ParameterizedTest
  @EnumSource
  void anOperatorTakesItDownAndItBeginsAgainAboveItsOldNumbers(Harm harm) throws Exception {
    broadcast(0, 620);
    long last = shown(node).playlist().mediaSequence() + 619;
    harm(harm);
    Instance fresh = node(WaitingRoom.standard());

    assertThat(fresh.delete(STREAM)).isTrue();

    assertThat(keys()).containsExactly(MANIFEST.value());
    assertThat(fresh.status(STREAM).state()).isEqualTo(State.EXPIRED);
    assertThat(fresh.playlist(STREAM)).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(node.playlist(STREAM)).as("a node that has known it").isEmpty();

    broadcast(620, 621);
    clock.advance(Duration.ofSeconds(5));
    MediaPlaylist again = shown(node).playlist();
    assertThat(again.segments()).hasSize(1);
    assertThat(again.mediaSequence()).isGreaterThan(last);
    assertThat(again.segments().get(0).discontinuity()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void withoutAWaitingRoomNumbersDoNotGoBackEither(Harm harm) throws Exception {
    Instance plain = node(WaitingRoom.closed());
    for (int n = 0; n < 10; n++) {
      plain.ingest(upload(SESSION, n, "s" + n).build());
    }
    harm(harm);
    assertThat(plain.delete(STREAM)).isTrue();
    plain.ingest(upload(SESSION, 10, "s10").build());
    clock.advance(Duration.ofSeconds(5));
    assertThat(shown(plain).playlist().mediaSequence()).isGreaterThan(9);
    assertThat(keys()).hasSize(2);
  }

  @Test
  void whoTakesDownWhatSomebodyHasRestoredTakesDownThat() throws Exception {
    broadcast(0, 5);
    byte[] good = bytes();
    harm(Harm.CUT_SHORT);
    store.after(
        (call, key) -> {
          if (call == Call.LIST) {
            put(good);
          }
        });
    assertThat(node.delete(STREAM)).isTrue();
    store.heal();
    assertThat(keys()).containsExactly(MANIFEST.value());
    assertThat(node.status(STREAM).state()).isEqualTo(State.EXPIRED);
  }
}
