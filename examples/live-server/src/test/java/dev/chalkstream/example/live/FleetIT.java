package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three servers, each a process of its own, that share nothing but their store. */
class FleetIT {

  private static final int SESSIONS = 16;

  /** For how long all of it may take on a slow machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int SEGMENTS = Integer.getInteger("chalkstream.fleet.segments");

  @Test
  void threeServersOnOneDirectoryAreOne(@TempDir Path directory) throws Exception {
    play(SharedStore.directory(directory));
  }

  @Test
  void threeServersOnOneBucketAreOne() throws Exception {
    try (SharedStore bucket = SharedStore.bucket()) {
      play(bucket);
    }
  }

  /**
   * Uploads go to one server after the other, one server is killed on the way and another takes its
   * place, and viewers ask one server after the other.
   */
  private static void play(SharedStore store) throws Exception {
    try (Fleet fleet = Fleet.start(store, 3);
        Spray spray = new Spray(fleet, SESSIONS, SEGMENTS / SESSIONS)) {
      FleetViewers viewers = new FleetViewers(fleet, spray.streams());
      spray.start();
      viewers.start();
      Await.until("half is acknowledged", PATIENCE, () -> spray.acknowledged() >= SEGMENTS / 2);
      fleet.kill(1);
      Await.until(
          "a quarter more is acknowledged",
          PATIENCE,
          () -> spray.acknowledged() >= SEGMENTS * 3 / 4);
      fleet.restart(1);
      spray.awaitEnd();
      viewers.stop();

      assertThat(spray.acknowledged()).isEqualTo(SEGMENTS / SESSIONS * SESSIONS);
      assertThat(viewers.polls()).isGreaterThan(SESSIONS * 3);
      for (Spray.Broadcaster broadcaster : spray.broadcasters()) {
        Listing listing = fleet.agreedListing(broadcaster.stream());
        assertThat(listing.digests()).isEqualTo(broadcaster.digests());
        assertThat(listing.breaks()).isZero();
        assertThat(listing.hasGaps()).isFalse();
        assertThat(listing.isOver()).isTrue();
      }
    }
  }
}
