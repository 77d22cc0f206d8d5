package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.audit.ChangeRules;
import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.manifest.Window;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the history that are damaged or gone: their segments become gaps, and all goes on. */
class LostPagesTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();

  private final StreamScript script = new StreamScript();
  private final ManualClock clock = new ManualClock();
  private final BlobStore memory = BlobStores.inMemory(clock);
  private final TracedStore store = new TracedStore(memory);

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

  private static BlobKey page(long first) {
    return Keys.page(STREAM, first);
  }

  private void cut(BlobKey key) throws IOException {
    byte[] bytes = bytes(key);
    memory.putIf(key, BlobContent.of(Arrays.copyOf(bytes, 1_000)), PutCondition.always());
  }

  private byte[] bytes(BlobKey key) throws IOException {
    try (Blob blob = memory.get(key, ByteRange.all()).orElseThrow()) {
      return blob.body().readAllBytes();
    }
  }

  private List<String> keys() throws IOException {
    try (var blobs = memory.list("")) {
      return blobs.map(info -> info.key().value()).toList();
    }
  }

  /** How many pages are sealed of a recording. */
  private static int pagesOf(int segments) {
    return (segments - PageNumbers.MIN_HEAD_LENGTH) / PageNumbers.PAGE_LENGTH;
  }

  private static MediaPlaylist shown(Instance on) throws IOException {
    return on.playlist(STREAM).orElseThrow().playlist();
  }

  /** Segments of 1 and 2 seconds, with a new run now and then. */
  private void record(int segments) {
    for (int n = 0; n < segments; n++) {
      String run = "run" + n / 70;
      script.append(n % 70, "s" + n, run, Duration.ofSeconds(1 + n % 2));
      script.pass(Duration.ofSeconds(2));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, PageNumbers.PAGE_LENGTH, 2 * PageNumbers.PAGE_LENGTH})
  void theGapsTakeTheTimeTheNumbersAndTheDiscontinuitiesOfWhatIsLost(long first) {
    script.policy(StreamPolicy.builder().retention(Duration.ZERO).build());
    record(850);
    MediaPlaylist whole = script.playlist();
    MediaPlaylist holed = script.losePage(first).playlist();

    assertThat(holed.segments()).hasSize(850);
    assertThat(holed.mediaSequence()).isEqualTo(whole.mediaSequence());
    assertThat(holed.discontinuitySequence()).isEqualTo(whole.discontinuitySequence());
    assertThat(holed.targetDuration()).isEqualTo(whole.targetDuration());
    int from = (int) first;
    int to = from + PageNumbers.PAGE_LENGTH;
    assertThat(holed.segments().subList(from, to)).allMatch(MediaSegment::gap);
    assertThat(holed.segments().subList(to + 1, 850))
        .isEqualTo(whole.segments().subList(to + 1, 850));
    assertThat(discontinuities(holed)).isEqualTo(discontinuities(whole));
    assertThat(length(holed)).isEqualTo(length(whole));
    assertThat(ReadPlaylist.parse(holed.toString()).segments()).hasSize(850);
  }

  private static long discontinuities(MediaPlaylist playlist) {
    return playlist.segments().stream().filter(MediaSegment::discontinuity).count();
  }

  private static Duration length(MediaPlaylist playlist) {
    return playlist.segments().stream()
        .map(MediaSegment::duration)
        .reduce(Duration.ZERO, Duration::plus);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, PageNumbers.PAGE_LENGTH, 2 * PageNumbers.PAGE_LENGTH})
  void theFrontSlidesOverALostPageAndTheTotalsComeOutRight(long lost) {
    script.policy(StreamPolicy.builder().retention(Duration.ofMinutes(25)).build());
    record(740);
    script.losePage(lost);
    MediaPlaylist before = script.playlist();
    for (int n = 740; n < 1_900; n++) {
      script.append(n % 70, "s" + n, "run" + n / 70, Duration.ofSeconds(1 + n % 2));
      script.pass(Duration.ofSeconds(2));
      MediaPlaylist after = script.playlist();
      assertThat(
              ChangeRules.violations(
                  ReadPlaylist.parse(before.toString()), ReadPlaylist.parse(after.toString())))
          .isEmpty();
      before = after;
    }
    assertThat(before.segments()).noneMatch(MediaSegment::gap);
    Window window = script.manifest().window();
    assertThat(length(before)).isEqualTo(window.duration());
    assertThat(window.bytes()).isEqualTo(188L * before.segments().size());
    assertThat(window.discontinuities()).isEqualTo(discontinuities(before));
  }

  @Test
  void aRecordingWithABadPageIsServedAppendedToAndHealed() throws Exception {
    Instance node = node(Duration.ZERO);
    broadcast(node, 0, 620);
    byte[] whole = bytes(page(0));
    cut(page(0));

    Instance fresh = node(Duration.ZERO);
    assertThat(shown(fresh).segments()).hasSize(620);
    assertThat(shown(fresh).segments().subList(0, PageNumbers.PAGE_LENGTH))
        .allMatch(MediaSegment::gap);
    broadcast(fresh, 620, 640);
    assertThat(shown(fresh).segments()).hasSize(640);
    assertThat(shown(node).segments().subList(0, PageNumbers.PAGE_LENGTH))
        .as("in memory")
        .noneMatch(MediaSegment::gap);

    memory.putIf(page(0), BlobContent.of(whole), PutCondition.always());
    clock.advance(Duration.ofSeconds(10));
    assertThat(shown(fresh).segments()).hasSize(640).noneMatch(MediaSegment::gap);
  }

  @Test
  void aLostPageIsLookedForNowAndThenAndNotForEachRevision() throws Exception {
    broadcast(node(Duration.ZERO), 0, 620);
    memory.delete(page(0));
    Instance fresh = node(Duration.ZERO);
    store.resetCounts();
    for (int n = 620; n < 660; n++) {
      fresh.ingest(upload(SESSION, n, "s" + n).build());
      assertThat(shown(fresh).segments()).hasSize(n + 1);
      clock.advance(Duration.ofMillis(500));
    }
    int others = pagesOf(620) - 1;
    assertThat(store.count(Call.READ_PAGE)).isBetween(others + 1L, others + 4L);
  }

  /** Only damage makes gaps: a store that is out of reach leaves viewers what they had. */
  @Test
  void aPageThatTheStoreDoesNotGiveNowIsNotLost() throws Exception {
    Instance node = node(Duration.ZERO);
    broadcast(node, 0, 620);
    store.before(
        (call, key) -> {
          if (call == Call.READ_PAGE) {
            throw new IOException("scripted: out of reach");
          }
        });
    assertThatIOException().isThrownBy(() -> node(Duration.ZERO).playlist(STREAM));
    store.heal();
    assertThat(shown(node(Duration.ZERO)).segments()).noneMatch(MediaSegment::gap);
  }

  @Test
  void aRetryOfWhatALostPageListedIsRefusedAndDoesNotOverwriteIt() throws Exception {
    broadcast(node(Duration.ZERO), 0, 620);
    cut(page(0));
    Instance fresh = node(Duration.ZERO);
    assertThat(
            catchThrowableOfType(
                    SegmentRejectedException.class,
                    () -> fresh.ingest(upload(SESSION, 7, "s7").build()))
                .reason())
        .isEqualTo(SegmentRejectedException.Reason.SLOT_CLOSED);
    fresh.ingest(upload(SESSION, 620, "s7").build());
    assertThat(keys()).as("a name of its own").hasSize(620 + 1 + pagesOf(620) + 1);
  }

  @Test
  void whatExpiresWithABadPageIsDeletedExceptForOrphansThatAScanFinds() throws Exception {
    Instance node = node(Duration.ofMinutes(30));
    broadcast(node, 0, 700);
    node.complete(SESSION);
    cut(page(PageNumbers.PAGE_LENGTH));
    Instance fresh = node(Duration.ofMinutes(30));
    for (int minute = 0; minute < 70; minute++) {
      clock.advance(Duration.ofMinutes(1));
      fresh.status(STREAM);
      fresh.tick();
    }
    assertThat(fresh.status(STREAM).state()).isEqualTo(State.EXPIRED);
    assertThat(keys()).as("the segments of the bad page").hasSize(PageNumbers.PAGE_LENGTH + 1);
    clock.advance(Duration.ofDays(1));
    fresh.scan();
    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
  }

  @Test
  void aTakedownDeletesWhatABadPageListedAtOnce() throws Exception {
    broadcast(node(Duration.ZERO), 0, 700);
    cut(page(PageNumbers.PAGE_LENGTH));
    Instance fresh = node(Duration.ZERO);
    assertThat(fresh.delete(STREAM)).isTrue();
    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
  }

  @Test
  void nothingIsCollectedAsLongAsAListedPageIsLost() throws Exception {
    broadcast(node(Duration.ZERO), 0, 620);
    cut(page(0));
    clock.advance(Duration.ofDays(2));
    List<String> before = keys();
    node(Duration.ZERO).scan();
    assertThat(keys()).isEqualTo(before);
  }
}
