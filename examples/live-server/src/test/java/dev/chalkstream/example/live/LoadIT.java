package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server with many viewers and broadcasters, all of them on this machine. What it measures is
 * printed; what must hold on any machine is that nobody sees an error and that the server does not
 * grow.
 */
class LoadIT {

  private static final int VIEWERS = Integer.getInteger("chalkstream.load.viewers");
  private static final int BROADCASTERS = Integer.getInteger("chalkstream.load.broadcasters");
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("chalkstream.load.seconds"));

  /** How often the heap is looked at; the first time is not counted, that is for getting warm. */
  private static final int LOOKS = 5;

  /** What heaps may differ by: a tenth, and the playlists that grow with the streams. */
  private static final long TOLERANCE = 8 << 20;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final LoadFigures figures = new LoadFigures();
  private final OperatingSystemMXBean client =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Test
  void manyViewersSeeNoErrorAndTheServerDoesNotGrow(@TempDir Path store) throws Exception {
    try (ServerProcess server = ServerProcess.start(store);
        ServerVitals vitals = ServerVitals.of(server);
        Studio studio = new Studio(server.address(), BROADCASTERS, figures);
        LoadAudience audience = new LoadAudience(figures)) {
      long began = System.nanoTime();
      long serverCpu = vitals.cpuNanos();
      long clientCpu = client.getProcessCpuTime();
      studio.start();
      audience.invite(VIEWERS, playlists(server, studio), LENGTH.dividedBy(10));
      List<Long> heaps = heaps(vitals, began);
      long took = System.nanoTime() - began;
      System.out.printf(
          "%d viewers, %d broadcasters, %d s%n%sheap after collection in MB: %s%n"
              + "processors: server %.2f, clients %.2f, load of the machine %.1f%n",
          VIEWERS,
          BROADCASTERS,
          TimeUnit.NANOSECONDS.toSeconds(took),
          figures.table(),
          heaps.stream().map(bytes -> "%.1f".formatted(bytes / 1048576.0)).toList(),
          (double) (vitals.cpuNanos() - serverCpu) / took,
          (double) (client.getProcessCpuTime() - clientCpu) / took,
          client.getSystemLoadAverage());
      studio.stop();
      audience.end().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      assertThat(figures.errors()).isEmpty();
      assertThat(heaps.get(LOOKS - 1)).isLessThan(heaps.get(1) * 11 / 10 + TOLERANCE);
      for (Studio.Broadcaster broadcaster : studio.broadcasters()) {
        Listing listing = Listing.of(server, broadcaster.stream());
        assertThat(listing.digests()).isEqualTo(broadcaster.digests());
      }
      assertThat(server.command().err()).doesNotContain("WARN", "ERROR", "Exception");
    }
  }

  private static List<URI> playlists(ServerProcess server, Studio studio) {
    return studio.broadcasters().stream()
        .map(show -> server.address().resolve("playlist/" + show.stream() + ".m3u8"))
        .toList();
  }

  /** Looks at the heap at the end of each fifth. */
  private static List<Long> heaps(ServerVitals vitals, long began) throws Exception {
    List<Long> heaps = new ArrayList<>();
    for (int look = 1; look <= LOOKS; look++) {
      long due = began + LENGTH.toNanos() / LOOKS * look;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      heaps.add(vitals.liveHeap());
    }
    return heaps;
  }
}
