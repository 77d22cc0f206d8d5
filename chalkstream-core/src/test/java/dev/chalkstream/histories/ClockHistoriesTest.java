package dev.chalkstream.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.TestSegments;
import dev.chalkstream.testing.TimelessStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A broadcast over two nodes whose clocks are off, drift and are set by a day, an hour or seconds
 * in the middle of it, while nodes are started anew and the store does not always tell its time.
 * What happens to the stream is measured by what time really is.
 */
class ClockHistoriesTest {

  private static final int HISTORIES = 300;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration RETENTION = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration GAP_LIMIT = Duration.ofSeconds(3);
  private static final int LENGTH = 200;

  private static final List<Duration> SETTINGS =
      List.of(
          Duration.ofHours(24),
          Duration.ofHours(-24),
          Duration.ofHours(1),
          Duration.ofHours(-1),
          Duration.ofSeconds(4),
          Duration.ofSeconds(-4),
          Duration.ZERO);

  /** A node and its clock, which gains or loses up to a twentieth. */
  private record Member(Instance node, WorldClock.Skewed clock, Duration drift) {}

  /** One history. */
  private static final class History {

    private final Random random;
    private final WorldClock clock = new WorldClock();
    private final BlobStore store;
    private final List<Member> members = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Instant began = Instant.MAX;
    private Instant lastTaken = Instant.MAX;
    private @Nullable Instant waitsSince;
    private Instant restarted = Instant.EPOCH;
    private long front = -1;
    private long sent;

    History(long seed) {
      random = new Random(seed);
      // Some stores tell their time to the second.
      boolean coarse = random.nextBoolean();
      store =
          BlobStores.inMemory(
              () -> coarse ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : clock.instant());
      for (int i = 0; i < 2; i++) {
        members.add(start());
      }
    }

    private Member start() {
      var wall = new WorldClock.Skewed(clock, setting());
      var view = new TimelessStore(store, () -> random.nextInt(10) == 0);
      Instance node =
          Instance.builder(view)
              .policy(
                  StreamPolicy.builder().retention(RETENTION).completionTimeout(TIMEOUT).build())
              .refreshInterval(Duration.ZERO)
              .waitingRoom(WaitingRoom.closed())
              .clock(wall, clock::nanos)
              .withoutBackground()
              .build();
      node.tick();
      return new Member(node, wall, Duration.ofMillis(random.nextInt(101) - 50));
    }

    private Duration setting() {
      return SETTINGS.get(random.nextInt(SETTINGS.size()));
    }

    private Instance any() {
      return members.get(random.nextInt(members.size())).node();
    }

    private void note(String what) {
      log.add(
          Duration.between(WorldClock.START, clock.instant()).toMillis() / 1_000.0 + " " + what);
    }

    private void check(boolean holds, String otherwise) {
      if (!holds) {
        throw new AssertionError(otherwise + "\n" + String.join("\n", log));
      }
    }

    void play() throws Exception {
      for (int second = 0; second < LENGTH; second++) {
        if (second % 2 == 0) {
          broadcast(second < LENGTH - 20 && second > 0 && random.nextInt(30) == 0);
        }
        pass(false);
      }
      while (!pass(true)) {
        check(since(lastTaken).compareTo(TIMEOUT.plusSeconds(3)) <= 0, "not complete in time");
      }
      check(
          since(lastTaken).compareTo(TIMEOUT) >= 0,
          "complete before its time, after " + since(lastTaken));
      note("complete");
      expire();
    }

    private Duration since(Instant then) {
      return Duration.between(then, clock.instant());
    }

    /** Every two seconds a segment, some of which are lost on their way. */
    private void broadcast(boolean lost) throws Exception {
      long sequence = sent++;
      if (lost) {
        note("lost " + sequence);
        return;
      }
      boolean early =
          any().ingest(TestSegments.upload(World.SESSION, sequence, "s" + sequence).build())
              == IngestResult.WAITING;
      note((early ? "early " : "listed ") + sequence);
      lastTaken = clock.instant();
      began = began.equals(Instant.MAX) ? lastTaken : began;
      waitsSince = !early ? null : waitsSince == null ? lastTaken : waitsSince;
    }

    /** A second passes on all clocks but differently; tells whether the stream is complete. */
    private boolean pass(boolean silent) throws Exception {
      clock.advance(SECOND);
      for (Member member : members) {
        member.clock().drift(member.drift());
      }
      upset();
      boolean ended = false;
      for (Member member : members) {
        member.node().tick();
        ended |= look(member.node(), silent);
      }
      return ended;
    }

    private void upset() {
      if (random.nextInt(10) == 0) {
        Member member = members.get(random.nextInt(members.size()));
        Duration off = setting();
        note("a clock is set to " + off);
        member.clock().jumpTo(off);
      }
      if (random.nextInt(40) == 0 && since(restarted).compareTo(Duration.ofSeconds(20)) > 0) {
        note("a node is started anew");
        members.set(random.nextInt(members.size()), start());
        restarted = clock.instant();
      }
    }

    private boolean look(Instance node, boolean silent) throws IOException {
      ReadPlaylist playlist =
          ReadPlaylist.parse(World.text(node.playlist(World.STREAM).orElseThrow()));
      check(playlist.mediaSequence() >= front, "numbers go back");
      front = playlist.mediaSequence();
      check(silent || !playlist.ended(), "complete in the middle of the broadcast");
      checkGap(node);
      long due = Math.min(since(began).toSeconds(), RETENTION.toSeconds());
      long listed = playlist.micros() / 1_000_000;
      // Something may be missing at the end, and what is missing at the front is what is too old.
      check(listed >= due - 14, "emptied to " + listed + " s of " + due);
      check(listed <= due + 14, "not slid: " + listed + " s of " + due);
      return playlist.ended();
    }

    private void checkGap(Instance node) throws IOException {
      Instant since = waitsSince;
      if (since == null) {
        return;
      }
      boolean waits = node.status(World.STREAM).waitingSegments() > 0;
      boolean early = since(since).compareTo(GAP_LIMIT) < 0;
      check(waits || !early, "a gap is closed before its time");
      boolean late = since(since).compareTo(GAP_LIMIT.plusSeconds(2)) > 0;
      check(!waits || !late, "a gap is not closed in time");
      waitsSince = waits ? since : null;
    }

    private void expire() throws IOException {
      Instant last = lastTaken;
      while (any().status(World.STREAM).state() != State.EXPIRED) {
        clock.advance(SECOND);
        members.forEach(member -> member.node().tick());
        check(since(last).compareTo(RETENTION.plusSeconds(15)) <= 0, "not expired in time");
      }
      check(since(last).compareTo(RETENTION.minusSeconds(4)) >= 0, "expired before its time");
      for (int i = 0; i < 300; i++) {
        clock.advance(SECOND);
        members.forEach(member -> member.node().tick());
      }
      try (var left = store.list(World.STREAM.toString())) {
        check(left.count() == 1, "something is left of it");
      }
    }
  }

  @Test
  void noClockEmptiesStopsOrHurriesAStream() {
    List<String> failures = new ArrayList<>();
    for (long seed = 0; seed < HISTORIES && failures.size() < 5; seed++) {
      try {
        new History(seed).play();
      } catch (Exception | AssertionError e) {
        failures.add("seed " + seed + ": " + e);
      }
    }
    assertThat(failures).withFailMessage(() -> String.join("\n\n", failures)).isEmpty();
  }
}
