package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chalkstream.PlaylistCustomizer;
import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.view.RenderedPlaylist;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How new what a node shows is, and what an entity tag does about it. */
class RefreshTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final Duration JUST_BEFORE = Duration.ofMillis(-1);

  private final ManualClock clock = new ManualClock();
  private final BlobStore memory = BlobStores.inMemory(clock);
  private final TracedStore store = new TracedStore(memory);
  private final Instance taker = Nodes.on(memory).clock(clock).build();
  private final Instance node = Nodes.on(store).clock(clock).build();

  private void ingest(int sequence) throws Exception {
    taker.ingest(upload(SESSION, sequence, "s" + sequence).build());
  }

  private static PlaylistSnapshot shown(Instance where, String... held) throws IOException {
    return where.playlist(STREAM, List.of(held)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"1, 500", "2, 1000", "6, 3000", "30, 10000"})
  void nothingIsShownForLongerThanHalfATargetDuration(int seconds, int millis) throws Exception {
    var lazy = Nodes.on(store).clock(clock).refreshInterval(Duration.ofSeconds(10)).build();
    var target = TargetDuration.ofSeconds(seconds);
    taker.ingest(
        upload(SESSION, 0, "s0").targetDuration(target).duration(Duration.ofSeconds(1)).build());
    assertThat(shown(lazy).playlist().segments()).hasSize(1);
    ingest(1);
    clock.advance(Duration.ofMillis(millis).plus(JUST_BEFORE));
    assertThat(shown(lazy).playlist().segments()).hasSize(1);
    clock.advance(JUST_BEFORE.negated());
    assertThat(shown(lazy).playlist().segments()).hasSize(2);
  }

  @Test
  void thatThereIsNoStreamIsNotBelievedForLongerThanHalfASecond() throws Exception {
    var lazy = Nodes.on(store).clock(clock).refreshInterval(Duration.ofSeconds(10)).build();
    assertThat(lazy.playlist(STREAM)).isEmpty();
    ingest(0);
    clock.advance(Duration.ofMillis(500));
    assertThat(lazy.playlist(STREAM)).isPresent();
  }

  /** The bound is real: this is why players should name what they have. */
  @Test
  void whoComesAgainTooSoonAndNamesNothingMayBeLedBackAndWhoNamesItIsNot() throws Exception {
    ingest(0);
    PlaylistSnapshot old = shown(node);
    ingest(1);
    PlaylistSnapshot seen = shown(taker);
    assertThat(shown(node)).isSameAs(old);
    assertThat(shown(node, seen.entityTag()).entityTag()).isEqualTo(seen.entityTag());
  }

  @Test
  void whoHasWhatTheNodeHasCostsNothing() throws Exception {
    ingest(0);
    PlaylistSnapshot seen = shown(node);
    store.resetCounts();
    assertThat(shown(node, seen.entityTag())).isSameAs(seen);
    assertThat(store.total()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "5", "5-", "-5-0", "5-xyz", "99999999999999999999-0", "5-ABC", "w5"})
  void whatIsNoTagIsPassedOver(String tag) throws Exception {
    ingest(0);
    shown(node);
    store.resetCounts();
    shown(node, tag);
    assertThat(store.total()).isZero();
    assertThat(PlaylistSnapshot.newestTag(List.of(tag))).isEmpty();
  }

  @Test
  void theNewestOfSeveralTagsCounts() throws Exception {
    ingest(0);
    String first = shown(taker).entityTag();
    ingest(1);
    String second = shown(taker).entityTag();
    String waits = "w999999999-" + "0".repeat(32);
    assertThat(PlaylistSnapshot.newestTag(List.of(second, "x", waits, first))).contains(second);
  }

  @Test
  void aTagIsTheSameOnEveryNode() throws Exception {
    ingest(0);
    assertThat(shown(node).entityTag()).isEqualTo(shown(taker).entityTag());
  }

  @Test
  void whatACustomizerMakesOfARevisionHasATagOfItsOwnAndIsNoOlder() throws Exception {
    ingest(0);
    var custom =
        Nodes.on(store)
            .clock(clock)
            .playlistCustomizer(
                PlaylistCustomizer.ofSegments(s -> s.withTags(List.of("#EXT-X-EXAMPLE:1"))))
            .build();
    PlaylistSnapshot plain = shown(node);
    PlaylistSnapshot other = shown(custom, plain.entityTag());
    assertThat(other.entityTag()).isNotEqualTo(plain.entityTag());
    assertThat(((RenderedPlaylist) other).revision())
        .isEqualTo(((RenderedPlaylist) plain).revision());
  }

  @Test
  void whileTheStoreIsOutOfReachAViewerWhoHasANewerOneIsNotShownAnOlder() throws Exception {
    ingest(0);
    PlaylistSnapshot old = shown(node);
    ingest(1);
    String newer = shown(taker).entityTag();
    store.before(
        (call, key) -> {
          throw new IOException("scripted: out of reach");
        });
    assertThatIOException().isThrownBy(() -> shown(node, newer));
    assertThat(shown(node, old.entityTag())).isSameAs(old);
    assertThat(shown(node)).isSameAs(old);
    assertThat(store.count(Call.READ_MANIFEST)).as("asked once, and then not so soon").isEqualTo(2);

    store.heal();
    clock.advance(Duration.ofMillis(500));
    assertThat(shown(node, newer).entityTag()).isEqualTo(newer);
  }

  @Test
  void aStoreThatWasSetBackIsBelieved() throws Exception {
    ingest(0);
    Blob backup = memory.get(Keys.manifest(STREAM), ByteRange.all()).orElseThrow();
    byte[] bytes = backup.body().readAllBytes();
    ingest(1);
    String newer = shown(node).entityTag();
    memory.putIf(Keys.manifest(STREAM), BlobContent.of(bytes), PutCondition.always());
    clock.advance(Duration.ofSeconds(1));
    assertThat(shown(node, newer).playlist().segments()).hasSize(1);
    assertThat(shown(node, newer).playlist().segments())
        .as("who asks at the same time is not told to keep what is no more")
        .hasSize(1);
  }

  /** Three hundred requests used to be three hundred reads. */
  @ParameterizedTest
  @ValueSource(strings = {"999999999999999999-", "3-", "2-"})
  void howeverManyClaimToHaveANewerOneCostNoMoreThanOneReadMore(String claim) throws Exception {
    ingest(0);
    PlaylistSnapshot seen = shown(node);
    String forged = claim + "0".repeat(32);
    store.resetCounts();
    for (int second = 0; second < 10; second++) {
      for (int request = 0; request < 100; request++) {
        askWith(forged);
        clock.advance(Duration.ofMillis(5));
      }
      assertThat(shown(node)).as("who claims nothing is served").isEqualTo(seen);
    }
    // 5 s are ten refresh intervals, each with a read of its own and one for those who claim.
    assertThat(store.count(Call.READ_MANIFEST)).isBetween(10L, 21L);
  }

  private void askWith(String tag) {
    try {
      node.playlist(STREAM, List.of(tag));
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("nothing as new");
    }
  }

  @Test
  void whoHasANewerOneWhileOthersClaimToKeepsThatForARefreshIntervalAtMost() throws Exception {
    ingest(0);
    shown(node);
    clock.advance(Duration.ofMillis(100));
    askWith("7-" + "0".repeat(32));
    ingest(1);
    String newer = shown(taker).entityTag();
    clock.advance(Duration.ofMillis(100));
    askWith("7-" + "0".repeat(32));
    assertThatIOException().isThrownBy(() -> shown(node, newer));
    clock.advance(Duration.ofMillis(500));
    assertThat(shown(node, newer).entityTag()).isEqualTo(newer);
  }

  @Test
  void inTheWaitingRoomATagKeepsAViewerFromBeingLedBackByAClock() throws Exception {
    var ahead =
        Instance.builder(memory)
            .withoutBackground()
            .clock(() -> clock.instant().plusSeconds(9))
            .build();
    var behind = Instance.builder(memory).withoutBackground().clock(clock).build();
    PlaylistSnapshot seen = shown(ahead);
    assertThat(shown(behind).playlist().mediaSequence())
        .isLessThan(seen.playlist().mediaSequence());
    assertThat(shown(behind, seen.entityTag()).entityTag()).isEqualTo(seen.entityTag());
    clock.advance(Duration.ofSeconds(20));
    assertThat(shown(behind, seen.entityTag()).playlist().mediaSequence())
        .isGreaterThan(seen.playlist().mediaSequence());
    String absurd = "w" + Long.MAX_VALUE / 10 + "-" + "0".repeat(32);
    assertThat(shown(behind, absurd)).isSameAs(shown(behind));
  }
}
