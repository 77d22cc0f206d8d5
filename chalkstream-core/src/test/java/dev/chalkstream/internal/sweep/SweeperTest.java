package dev.chalkstream.internal.sweep;

import static dev.chalkstream.testing.TestSegments.segment;
import static dev.chalkstream.testing.TestSegments.upload;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.ScriptedStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to streams that nobody touches: completion, expiry, deletion, orphans. */
class SweeperTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final ScriptedStore store = new ScriptedStore(BlobStores.inMemory(clock));
  private final Instance node = node();

  private Instance node() {
    StreamPolicy policy = StreamPolicy.builder().retention(MINUTE).build();
    return Nodes.on(store).clock(clock).policy(policy).build();
  }

  private void broadcast(int from, int to) throws Exception {
    for (int sequence = from; sequence < to; sequence++) {
      node.ingest(upload(SESSION, sequence, "s" + sequence).build());
      clock.advance(Duration.ofSeconds(2));
      node.tick();
    }
  }

  /** The manifest as it lies in the store, whoever put it there. */
  private Manifest stored() throws IOException {
    return requireNonNull(Nodes.manifests(store).read(STREAM, null).manifest());
  }

  private List<String> keys() throws IOException {
    try (var blobs = store.list("")) {
      return blobs.map(info -> info.key().value()).toList();
    }
  }

  @Test
  void aStreamThatNobodyWatchesIsCompletedAndExpiresAndLeavesATombstone() throws Exception {
    broadcast(0, 20);
    clock.advance(Duration.ofSeconds(30));
    node.tick();
    assertThat(stored().state()).isEqualTo(State.COMPLETE);
    assertThat(keys()).hasSize(21);

    clock.advance(MINUTE);
    node.tick();
    assertThat(stored().state()).isEqualTo(State.EXPIRED);
    assertThat(keys()).as("players may still be loading").hasSize(21);

    clock.advance(Duration.ofSeconds(40));
    node.tick();
    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
    assertThat(stored().ledger().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60})
  void whatWasPushedAndNeverNamedLeavesATombstoneOnly(int retention) throws Exception {
    var policy = StreamPolicy.builder().retention(MINUTE.multipliedBy(retention)).build();
    Instance pushed = Nodes.on(store).clock(clock).policy(policy).build();
    pushed.pushSegment(SESSION, "out0.ts", segment("s0"));
    pushed.pushSegment(SESSION, "out1.ts", segment("s1"));
    pushed.pushPlaylist(SESSION, "out.m3u8", "#EXTM3U\n" + "#EXTINF:2,\nother.ts\n".repeat(1_000));
    assertThat(keys()).hasSize(3);

    for (int minute = 0; minute < 15; minute++) {
      clock.advance(MINUTE);
      pushed.tick();
    }

    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
    assertThat(stored().state()).isEqualTo(State.EXPIRED);
    assertThat(store.head(Keys.manifest(STREAM)).orElseThrow().size()).isLessThan(1_000);
  }

  @Test
  void aWindowOfManyPagesExpiresToATombstoneToo() throws Exception {
    StreamPolicy policy = StreamPolicy.builder().retention(Duration.ofMinutes(30)).build();
    var long30 = Nodes.on(store).clock(clock).policy(policy).build();
    for (int sequence = 0; sequence < 1_400; sequence++) {
      long30.ingest(upload(SESSION, sequence, "s" + sequence).build());
      clock.advance(Duration.ofSeconds(2));
    }
    assertThat(keys())
        .anyMatch(key -> key.endsWith("/history/" + PageNumbers.PAGE_LENGTH + ".json"));
    for (int minute = 0; minute < 100; minute++) {
      clock.advance(MINUTE);
      long30.tick();
    }
    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
  }

  @Test
  void aLiveStreamsUnlistedSegmentsAreDeletedInTime() throws Exception {
    broadcast(0, 200);
    long listed = node.status(STREAM).listedSegments();
    assertThat(listed).isEqualTo(30);
    // Unlisted ones stay for their 2 s and the longest playlist, 62 s; and there is the manifest.
    assertThat(keys()).hasSize(30 + 32 + 1);
  }

  @Test
  void aResumedStreamKeepsWhatItListsWhileTheOldSegmentsGo() throws Exception {
    broadcast(0, 5);
    node.complete(SESSION);
    clock.advance(MINUTE);
    node.tick();
    assertThat(stored().state()).isEqualTo(State.EXPIRED);

    node.ingest(upload(SESSION, 0, "s0").build());
    clock.advance(Duration.ofSeconds(20));
    node.tick();
    clock.advance(Duration.ofSeconds(39));
    node.tick();
    var playlist = node.playlist(STREAM).orElseThrow().playlist();
    String uri = playlist.segments().get(0).uri();
    assertThat(uri).as("the old name was still to be deleted").contains("-");
    assertThat(keys())
        .containsExactlyInAnyOrder(STREAM + "/manifest.json", uri.substring("../chunk/".length()));
  }

  @Test
  void whatCannotBeDeletedNowIsDeletedLater() throws Exception {
    broadcast(0, 5);
    node.complete(SESSION);
    clock.advance(MINUTE);
    node.tick();
    store.setUnreachable(true);
    clock.advance(MINUTE);
    node.tick();
    store.setUnreachable(false);
    assertThat(keys()).hasSize(6);
    clock.advance(Duration.ofSeconds(10));
    node.tick();
    assertThat(keys()).hasSize(1);
  }

  @Test
  void anotherNodesScanFindsWhatADeadNodeLeftBehind() throws Exception {
    broadcast(0, 5);
    Instance other = node();
    clock.advance(Duration.ofMinutes(5));
    other.tick();
    assertThat(stored().state()).as("nobody knows of it").isEqualTo(State.LIVE);
    other.scan();
    assertThat(stored().state()).isEqualTo(State.EXPIRED);
    clock.advance(MINUTE);
    other.tick();
    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
  }

  @Test
  void orphansAreDeletedWhenTheyAreADayOldAndNotBefore() throws Exception {
    BlobKey orphan =
        Keys.segment(STREAM, SegmentName.of(StreamScript.digest("nobody's"), MediaFile.MPEG_TS));
    BlobKey stranger = BlobKey.of("not-ours/at-all");
    for (BlobKey key : List.of(orphan, stranger)) {
      store.putIf(key, BlobContent.of(new byte[] {1}), PutCondition.always());
    }
    clock.advance(Duration.ofHours(23));
    broadcast(0, 3);
    node.scan();
    assertThat(keys()).contains(orphan.value());

    clock.advance(Duration.ofMinutes(61));
    node.ingest(upload(SESSION, 3, "s3").build());
    node.scan();
    assertThat(keys()).doesNotContain(orphan.value()).contains(stranger.value());
    assertThat(keys()).as("the scan leaves nothing of its own").noneMatch(k -> k.contains("scan"));
  }

  @Test
  void aScanLeavesWhatAManifestOrAPageNames() throws Exception {
    var forever =
        Nodes.on(store)
            .clock(clock)
            .policy(StreamPolicy.builder().retention(Duration.ZERO).build())
            .build();
    for (int sequence = 0; sequence < 320; sequence++) {
      forever.ingest(upload(SESSION, sequence, "s" + sequence).build());
    }
    forever.ingest(upload(SESSION, 400, "waits").build());
    List<String> before = keys();
    int pages = (320 - PageNumbers.MIN_HEAD_LENGTH) / PageNumbers.PAGE_LENGTH;
    clock.advance(Duration.ofDays(2));
    node().scan();
    assertThat(keys()).containsExactlyElementsOf(before).hasSize(320 + 1 + pages + 1);
  }

  @Test
  void manyNodesMaySweepAtOnce() throws Exception {
    broadcast(0, 5);
    Instance other = node();
    other.status(STREAM);
    node.complete(SESSION);
    for (int second = 0; second < 120; second++) {
      clock.advance(Duration.ofSeconds(1));
      node.tick();
      other.tick();
    }
    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
  }
}
