package dev.chalkstream.example.live;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Asks for the playlist and its latest segment every second, and never wants to hear an error. */
final class SteadyViewer implements AutoCloseable {

  private static final long PAUSE_SECONDS = 1;

  private final ServerProcess server;
  private final String playlist;
  private final AtomicInteger polls = new AtomicInteger();
  private final AtomicLong slowest = new AtomicLong();
  private CompletableFuture<Void> end = CompletableFuture.completedFuture(null);
  private List<String> seen = List.of();
  private volatile boolean stopped;

  SteadyViewer(ServerProcess server, String stream) {
    this.server = server;
    this.playlist = "playlist/" + stream + ".m3u8";
  }

  void start() {
    end = CompletableFuture.runAsync(this::watch);
  }

  /** Ends it, and fails if it was not served well. */
  void stop() {
    stopped = true;
    end.join();
  }

  int polls() {
    return polls.get();
  }

  Duration slowest() {
    return Duration.ofNanos(slowest.get());
  }

  void forgetSlowest() {
    slowest.set(0);
    polls.set(0);
  }

  private void watch() {
    try {
      while (!stopped) {
        poll();
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
      }
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void poll() throws IOException, InterruptedException {
    List<String> listed = new Listing(get(playlist)).segments();
    if (listed.size() < seen.size() || !listed.subList(0, seen.size()).equals(seen)) {
      throw new AssertionError("went back from " + seen.size() + " to " + listed.size());
    }
    seen = listed;
    get("playlist/" + listed.get(listed.size() - 1));
    polls.incrementAndGet();
  }

  private String get(String path) throws IOException, InterruptedException {
    long asked = System.nanoTime();
    HttpResponse<String> answer = server.get(path);
    long took = System.nanoTime() - asked;
    slowest.accumulateAndGet(took, Math::max);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + " is answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    stopped = true;
  }
}
