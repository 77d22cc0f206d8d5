package dev.chalkstream.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.audit.ChangeRules;
import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.internal.view.RenderedPlaylist;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.TestSegments;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pollers behind a load balancer, on three nodes of one store that stalls at random, with clocks
 * that do not agree: nobody is ever led back. Plays in one thread; while a call of the store takes
 * its time, before it happens and after, others act.
 */
class RoundRobinAuditTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final int NODES = 3;
  private static final int STEPS = 250;
  private static final int SEEDS = 40;
  private static final Duration REFRESH = Duration.ofMillis(500);

  private final ManualClock clock = new ManualClock();
  private final BlobStore memory = BlobStores.inMemory(clock);
  private final List<Node> nodes = new ArrayList<>();
  private final List<Poller> pollers = new ArrayList<>();
  private Random random = new Random(0);
  private boolean fails;
  private int sent;
  private int nested;
  private int shown;
  private int kept;

  /** A node, whose clock is off, and what it is at. */
  private final class Node {

    final Instance chalkstream;
    boolean shows;
    boolean takes;

    Node(Duration skew) {
      var store = new TracedStore(memory);
      store.before((call, key) -> happen(call));
      store.after((call, key) -> happen(call));
      chalkstream =
          Instance.builder(store)
              .withoutBackground()
              .refreshInterval(REFRESH)
              .clock(() -> clock.instant().plus(skew))
              .build();
    }
  }

  /** Someone who watches, and what was shown last. */
  private final class Poller {

    final boolean namesTags;
    int turn = random.nextInt(NODES);
    boolean polls;
    long revision;
    Instant received = Instant.EPOCH;
    @Nullable String tag;
    @Nullable ReadPlaylist seen;

    Poller(boolean namesTags) {
      this.namesTags = namesTags;
    }

    boolean mayCome() {
      return !polls && (namesTags || !clock.instant().isBefore(received.plus(REFRESH)));
    }

    void poll(Node node) {
      node.shows = true;
      polls = true;
      boolean mayKeep = namesTags && clock.instant().isBefore(received.plus(REFRESH));
      try {
        List<String> held = tag != null && namesTags ? List.of(tag) : List.of();
        see(node.chalkstream.playlist(STREAM, held).orElseThrow());
      } catch (IOException e) {
        // Who comes again so soon may have to keep what it has.
        assertThat(fails || mayKeep).as("a fault out of nothing").isTrue();
        kept++;
      } finally {
        node.shows = false;
        polls = false;
      }
    }

    private void see(PlaylistSnapshot snapshot) {
      byte[] bytes = new byte[snapshot.bytes().remaining()];
      snapshot.bytes().get(bytes);
      ReadPlaylist now = ReadPlaylist.parse(new String(bytes, StandardCharsets.UTF_8));
      ReadPlaylist before = seen;
      long present = ((RenderedPlaylist) snapshot).revision();
      assertThat(present).as("the revision").isGreaterThanOrEqualTo(revision);
      boolean byClocks = before != null && before.isWaitingRoom() && now.isWaitingRoom();
      if (before != null && (namesTags || !byClocks)) {
        assertThat(ChangeRules.violations(before, now)).isEmpty();
      }
      shown += present > revision ? 1 : 0;
      revision = present;
      tag = snapshot.entityTag();
      seen = now;
      received = clock.instant();
    }
  }

  /** A call of the store takes its time. */
  private void happen(Call call) throws IOException {
    if (random.nextInt(3) == 0) {
      clock.advance(Duration.ofMillis(random.nextInt(300)));
      for (int i = random.nextInt(3); i > 0 && nested < 3; i--) {
        nested++;
        step();
        nested--;
      }
    }
    if (fails && call != Call.DELETE && random.nextInt(20) == 0) {
      throw new IOException("scripted: out of reach");
    }
  }

  private void step() {
    int dice = random.nextInt(10);
    if (dice < 2) {
      take(nodes.get(random.nextInt(NODES)));
    } else if (dice < 9) {
      Poller poller = pollers.get(random.nextInt(pollers.size()));
      Node node = nodes.get(poller.turn++ % NODES);
      // A second one would wait for the read that is at work, and get what that brings.
      if (poller.mayCome() && !node.shows) {
        poller.poll(node);
      }
    } else {
      clock.advance(Duration.ofMillis(random.nextInt(2_500)));
    }
  }

  private void take(Node node) {
    if (node.takes) {
      return;
    }
    node.takes = true;
    int number = sent++;
    try {
      node.chalkstream.ingest(TestSegments.upload(SESSION, number, "s" + number).build());
    } catch (IOException e) {
      assertThat(fails).as("a fault out of nothing").isTrue();
    } catch (SegmentRejectedException e) {
      // Too late for the playlist, because a node stood still for so long.
      assertThat(e.reason()).isNotEqualTo(SegmentRejectedException.Reason.RUN_SUPERSEDED);
    } finally {
      node.takes = false;
    }
  }

  private void play(long seed, boolean withFaults, boolean onlyTags) {
    random = new Random(seed);
    fails = withFaults;
    for (int i = 0; i < NODES; i++) {
      nodes.add(new Node(Duration.ofSeconds(random.nextInt(60) - 30)));
    }
    for (int i = 0; i < 6; i++) {
      pollers.add(new Poller(onlyTags || i % 2 == 0));
    }
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    assertThat(shown).as("news that were shown").isGreaterThan(10);
    assertThat(kept).as("those who were shown nothing").isLessThan(withFaults ? 100 : 30);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_001})
  void whoWaitsTheRefreshIntervalOrNamesWhatItHasIsNeverLedBack(long first) {
    for (long seed = first; seed < first + SEEDS; seed++) {
      replay(seed, false, false);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_001})
  void whoNamesWhatItHasIsNotLedBackByAStoreThatFailsEither(long first) {
    for (long seed = first; seed < first + SEEDS; seed++) {
      replay(seed, true, true);
    }
  }

  private static void replay(long seed, boolean withFaults, boolean onlyTags) {
    try {
      new RoundRobinAuditTest().play(seed, withFaults, onlyTags);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }
}
