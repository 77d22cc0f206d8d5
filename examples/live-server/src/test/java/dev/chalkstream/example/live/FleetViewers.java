package dev.chalkstream.example.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Viewers behind a balancer: each asks one server after the other, names what it has, as browsers
 * do, and must never be shown less.
 */
final class FleetViewers {

  private static final long PAUSE_MILLIS = 200;

  private final HttpClient http = HttpClient.newHttpClient();
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
    Seen seen = new Seen("", List.of());
    for (long turn = stream.hashCode() & 0xff; !stopped; turn++) {
      Seen now = poll(turn, stream, seen);
      List<String> before = seen.segments();
      if (!now.startsWith(before)) {
        throw new AssertionError(
            "went back from %d to %d segments: %s"
                .formatted(before.size(), now.segments().size(), stream));
      }
      seen = now;
      pause();
    }
  }

  /** What the next server that answers says to who has seen something already. */
  private Seen poll(long turn, String stream, Seen seen) {
    for (int attempt = 0; ; attempt++) {
      try {
        return ask(fleet.server(turn + attempt).address(), stream, seen);
      } catch (IOException nobodyThere) {
        if (attempt > 2 * fleet.size()) {
          throw new AssertionError("no server answers", nobodyThere);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Seen ask(URI server, String stream, Seen seen) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("playlist/" + stream + ".m3u8"));
    if (!seen.tag().isEmpty()) {
      request.header("If-None-Match", seen.tag());
    }
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    polls.incrementAndGet();
    return switch (answer.statusCode()) {
      case 200 ->
          new Seen(
              answer.headers().firstValue("ETag").orElseThrow(),
              new Listing(answer.body()).segments());
      case 304 -> seen;
      case 404 -> new Seen("", List.of());
      default -> throw new IOException("the playlist is answered " + answer.statusCode());
    };
  }

  /** What a viewer has. */
  private record Seen(String tag, List<String> segments) {

    boolean startsWith(List<String> earlier) {
      return segments.size() >= earlier.size()
          && segments.subList(0, earlier.size()).equals(earlier);
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
