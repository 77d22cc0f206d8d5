package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.s3.AtomicS3Server;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bucket that hangs, fails, and loses its answers, each for twenty seconds of the real clock. */
@Tag("nodes")
class StoreTroublesIT {

  private static final Duration TROUBLE = Duration.ofSeconds(20);

  @Test
  void viewersGoOnAndBroadcastersAreToldToComeAgain() throws Exception {
    try (AtomicS3Server s3 = AtomicS3Server.start();
        Link line = new Link(s3.endpoint());
        SharedStore store = SharedStore.bucketBehind(s3, line);
        ServerProcess server = ServerProcess.start(store.process(), store.uri());
        SteadyBroadcaster broadcaster = new SteadyBroadcaster(server, "troubled");
        SteadyViewer viewer = new SteadyViewer(server, broadcaster.stream())) {
      broadcaster.start();
      Await.until("it is under way", () -> broadcaster.acknowledged() >= 3);
      viewer.start();
      for (Link.Order trouble :
          new Link.Order[] {Link.Order.STALLED, Link.Order.CUT, Link.Order.MUTE}) {
        int refused = broadcaster.refused();
        viewer.forgetSlowest();
        line.is(trouble);
        long began = System.nanoTime();
        Await.until("it has lasted", () -> System.nanoTime() - began >= TROUBLE.toNanos());
        assertThat(broadcaster.refused()).as("%s", trouble).isGreaterThan(refused);
        line.is(Link.Order.GOOD);
        long mended = System.nanoTime();
        int before = broadcaster.acknowledged();
        Await.until("uploads go on", () -> broadcaster.acknowledged() > before);
        report(trouble, broadcaster.refused() - refused, viewer, System.nanoTime() - mended);
        Await.until("all is sent", () -> broadcaster.isUpToDate());
      }
      broadcaster.stop();
      viewer.stop();

      Listing listing = Listing.of(server, broadcaster.stream());
      assertThat(listing.digests()).isEqualTo(broadcaster.digests());
      assertThat(listing.hasGaps()).isFalse();
      assertThat(listing.breaks()).isZero();
    }
  }

  private static void report(Link.Order trouble, int refused, SteadyViewer viewer, long nanos) {
    System.out.printf(
        Locale.ROOT,
        "Store %s for %d s: %d uploads told to come again; %d polls of viewers answered, the slowest"
            + " within %.1f s; uploads taken again %.1f s after%n",
        trouble,
        TROUBLE.toSeconds(),
        refused,
        viewer.polls(),
        viewer.slowest().toMillis() / 1000.0,
        nanos / 1e9);
  }
}
