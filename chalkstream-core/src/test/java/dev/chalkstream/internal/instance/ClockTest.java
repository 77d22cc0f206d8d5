package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.metrics.Counters;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import dev.chalkstream.testing.TimelessStore;
import dev.chalkstream.testing.TracedStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Nodes whose clocks are wrong, or are set, on a store whose clock is right. */
class ClockTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration TWO = Duration.ofSeconds(2);

  /** What really passes, and the store's clock. */
  private final ManualClock truth = new ManualClock();

  private final BlobStore memory = BlobStores.inMemory(truth);
  private final TracedStore store = new TracedStore(memory);
  private long next;

  private long nanos() {
    return Duration.between(ManualClock.START, truth.instant()).toNanos();
  }

  /** A clock that may be set. */
  private final class Wall implements InstantSource {
    private Duration off = Duration.ZERO;

    @Override
    public Instant instant() {
      return truth.instant().plus(off);
    }
  }

  private InstanceBuilder builder(Wall wall) {
    return Nodes.on(store).clock(wall, this::nanos).refreshInterval(Duration.ZERO);
  }

  private Instance node(Duration off) {
    var wall = new Wall();
    wall.off = off;
    return builder(wall).build();
  }

  private void ingest(Instance node) throws Exception {
    node.ingest(upload(SESSION, next, "s" + next).build());
    next++;
    truth.advance(TWO);
    node.tick();
  }

  private Manifest stored() throws IOException {
    return Nodes.manifests(memory).read(STREAM, null).manifest();
  }

  @Test
  void aNodeADayAheadOrBehindChangesNothingForAStream() throws Exception {
    for (Duration off : new Duration[] {DAY, DAY.negated()}) {
      Instance good = node(Duration.ZERO);
      for (int i = 0; i < 400; i++) {
        ingest(good);
      }
      long listed = good.status(STREAM).listedSegments();
      ingest(node(off));
      ingest(good);
      assertThat(good.status(STREAM).listedSegments()).isBetween(listed - 2, listed + 2);
      assertThat(Duration.between(stored().time(), truth.instant()).abs())
          .isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void aStreamWhoseTimeIsADayAheadGoesOnAtThePaceOfRealTime() throws Exception {
    // The store does not tell its time, so nobody knows that the clock is wrong.
    var wall = new Wall();
    wall.off = DAY;
    var blind = new TimelessStore(memory);
    Instance wrong = Instance.builder(blind).withoutBackground().clock(wall, this::nanos).build();
    ingest(wrong);
    assertThat(Duration.between(truth.instant(), stored().time()))
        .isGreaterThan(Duration.ofHours(23));

    Instance good = node(Duration.ZERO);
    for (int i = 0; i < 600; i++) {
      ingest(good);
    }
    assertThat(good.status(STREAM).listedSegments()).as("ten minutes").isBetween(299L, 303L);
    next++; // one is missing
    ingest(good);
    assertThat(good.status(STREAM).waitingSegments()).isEqualTo(1);
    ingest(good);
    assertThat(good.status(STREAM).waitingSegments()).isZero();
    truth.advance(Duration.ofSeconds(30));
    good.tick();
    assertThat(good.status(STREAM).state()).isEqualTo(State.COMPLETE);
    truth.advance(Duration.ofMinutes(10));
    good.tick();
    assertThat(good.status(STREAM).state()).isEqualTo(State.EXPIRED);
    truth.advance(Duration.ofMinutes(20));
    good.tick();
    assertThat(stored().ledger().segments()).isEmpty();
  }

  @Test
  void aNodeThatCannotAskTheStoreDoesNotMoveTheTimeOfAStream() throws Exception {
    Instance good = node(Duration.ZERO);
    for (int i = 0; i < 100; i++) {
      ingest(good);
    }
    var wall = new Wall();
    wall.off = DAY;
    Instance wrong =
        Instance.builder(new TimelessStore(memory))
            .withoutBackground()
            .clock(wall, this::nanos)
            .build();
    ingest(wrong);
    ingest(good);
    assertThat(good.status(STREAM).listedSegments()).isEqualTo(102);
    assertThat(stored().time()).isBefore(truth.instant());
  }

  @Test
  void aClockThatIsSetWhileANodeRunsChangesNothing() throws Exception {
    var wall = new Wall();
    Instance node = builder(wall).build();
    for (int i = 0; i < 400; i++) {
      ingest(node);
      wall.off = i % 3 == 0 ? DAY : i % 3 == 1 ? DAY.negated() : Duration.ofHours(1);
    }
    assertThat(node.status(STREAM).listedSegments()).isBetween(300L, 302L);
    assertThat(stored().state()).isEqualTo(State.LIVE);
  }

  @Test
  void aGapIsClosedWhenOneNodeHasKnownItForTheLimitHoweverFarTheClocksAreApart() throws Exception {
    Instance one = node(Duration.ZERO);
    Instance other = node(Duration.ofSeconds(4));
    one.ingest(upload(SESSION, 0, "s0").build());
    one.ingest(upload(SESSION, 2, "s2").build());
    other.playlist(STREAM);
    assertThat(one.status(STREAM).waitingSegments()).isEqualTo(1);
    truth.advance(Duration.ofMillis(2_999));
    other.playlist(STREAM);
    assertThat(one.status(STREAM).waitingSegments()).isEqualTo(1);
    truth.advance(Duration.ofMillis(1));
    other.playlist(STREAM);
    assertThat(one.status(STREAM).waitingSegments()).isZero();
  }

  @Test
  void aFreshNodeClosesAGapWhenItHasWatchedForTheLimit() throws Exception {
    Instance one = node(Duration.ZERO);
    one.ingest(upload(SESSION, 0, "s0").build());
    one.ingest(upload(SESSION, 2, "s2").build());
    Instance fresh = node(Duration.ofHours(-1));
    fresh.tick();
    fresh.playlist(STREAM);
    truth.advance(Duration.ofSeconds(3));
    fresh.tick();
    assertThat(stored().waiting()).isEmpty();
  }

  @Test
  void aFreshNodeCompletesWhatHasLainInTheStoreForLong() throws Exception {
    node(Duration.ZERO).ingest(upload(SESSION, 0, "s0").build());
    truth.advance(Duration.ofSeconds(32));
    Instance fresh = node(Duration.ofHours(-1));
    fresh.scan();
    assertThat(stored().state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void correctionsAreCounted() throws Exception {
    var metrics = new Counters();
    var wall = new Wall();
    wall.off = DAY;
    Instance wrong = builder(wall).metrics(metrics).build();
    ingest(wrong);
    for (int i = 0; i < 400; i++) {
      truth.advance(TWO);
      wrong.tick();
    }
    assertThat(metrics.clockCorrections()).as("once").isEqualTo(1);
    var calm = new Counters();
    ingest(builder(new Wall()).metrics(calm).build());
    assertThat(calm.clockCorrections()).isZero();
  }

  @Test
  void theNumbersOfTheWaitingRoomDoNotGoBackWhenAClockIsSet() throws Exception {
    var wall = new Wall();
    Instance node = builder(wall).waitingRoom(WaitingRoom.standard()).build();
    node.tick();
    long before = 0;
    for (int i = 0; i < 100; i++) {
      wall.off = i % 2 == 0 ? DAY : DAY.negated();
      node.tick();
      long now = node.playlist(STREAM).orElseThrow().playlist().mediaSequence();
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
      truth.advance(TWO);
    }
    ingest(node);
    assertThat(node.playlist(STREAM).orElseThrow().playlist().mediaSequence())
        .isGreaterThan(before);
  }

  @Test
  void aStreamThatWasPushedBeforeItsTimeBeginsAboveTheWaitingRoomOfAnyNode() throws Exception {
    var wall = new Wall();
    wall.off = DAY.negated();
    Instance behind =
        Instance.builder(new TimelessStore(memory))
            .withoutBackground()
            .clock(wall, this::nanos)
            .build();
    behind.pushSegment(SESSION, "out0.ts", TestSegments.segment("s0"));
    Instance good = builder(new Wall()).waitingRoom(WaitingRoom.standard()).build();
    good.tick();
    long waiting = good.playlist(STREAM).orElseThrow().playlist().mediaSequence();
    good.pushPlaylist(
        SESSION,
        "out.m3u8",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:2,\nout0.ts\n");
    assertThat(good.playlist(STREAM).orElseThrow().playlist().mediaSequence())
        .isGreaterThan(waiting);
  }

  @Test
  void datesInThePlaylistAreThoseOfTheStoreAndNotOfANodeThatIsWrong() throws Exception {
    ingest(node(DAY));
    Consumer<Instant> isNow =
        date ->
            assertThat(Duration.between(date, truth.instant()).abs())
                .isLessThan(Duration.ofSeconds(6));
    assertThat(node(Duration.ZERO).playlist(STREAM).orElseThrow().playlist().segments())
        .extracting(MediaSegment::programDateTime)
        .first()
        .satisfies(date -> isNow.accept(date.orElseThrow()));
  }
}
