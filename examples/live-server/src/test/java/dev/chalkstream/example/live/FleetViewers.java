package dev.chalkstream.example.live;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Viewers behind a balancer: each asks one server after the other, as often as a player may, and
 * must never be shown less than it has seen.
 */
final class FleetViewers {

  /** The refresh interval of a server, and the least that a player waits between two polls. */
  private static final long PAUSE_MILLIS = 500;

  private final Fleet fleet;
  private final List<String> streams;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<CompletableFuture<Void>> viewers = new ArrayList<>();
  private final AtomicInteger polls = new AtomicInteger();
  private volatile boolean stopped;

  FleetViewers(Fleet fleet, List<String> streams) {
    this.fleet = fleet;
    this.streams = streams;
  }

  void start() {
    for (String stream : streams) {
      viewers.add(CompletableFuture.runAsync(() -> watch(stream), threads));
    }
  }

  /** Ends them, and fails if one of them has seen something go back. */
  void stop() {
    stopped = true;
    viewers.forEach(CompletableFuture::join);
    threads.shutdown();
  }

  int polls() {
    return polls.get();
  }

  private void watch(String stream) {
    List<String> seen = List.of();
    for (long turn = stream.hashCode() & 0xff; !stopped; turn++) {
      List<String> listed = poll(turn, stream);
      if (listed.size() < seen.size() || !listed.subList(0, seen.size()).equals(seen)) {
        throw new AssertionError(
            "went back from " + seen.size() + " to " + listed.size() + " segments: " + stream);
      }
      seen = listed;
      pause();
    }
  }

  /** What the next server that answers lists. */
  private List<String> poll(long turn, String stream) {
    for (int attempt = 0; ; attempt++) {
      try {
        HttpResponse<String> answer =
            fleet.server(turn + attempt).get("playlist/" + stream + ".m3u8");
        if (answer.statusCode() == 404) {
          return List.of();
        }
        polls.incrementAndGet();
        return new Listing(answer.body()).segments();
      } catch (IOException nobodyThere) {
        if (attempt > 2 * fleet.size()) {
          throw new AssertionError("no server answers", nobodyThere);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The pace of a player. */
  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
