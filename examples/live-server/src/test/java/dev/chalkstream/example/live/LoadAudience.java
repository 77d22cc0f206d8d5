package dev.chalkstream.example.live;

import dev.chalkstream.SegmentDigest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Many viewers of some streams, each on a connection of its own, in few threads. */
final class LoadAudience implements AutoCloseable {

  private static final int THREADS = 8;

  private final HttpClient http = new HttpClient();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<LoadViewer> viewers = new ArrayList<>();
  private final LoadFigures figures;

  LoadAudience(LoadFigures figures) throws Exception {
    this.figures = figures;
    http.setExecutor(new QueuedThreadPool(THREADS, THREADS));
    http.setMaxConnectionsPerDestination(1);
    http.setFollowRedirects(false);
    http.start();
  }

  /**
   * Lets viewers come, one after the other and in no rhythm.
   *
   * @param number how many
   * @param playlists what they watch, in turns
   * @param within the time in which they come
   */
  void invite(int number, List<URI> playlists, Duration within) {
    Random chance = new Random(1);
    for (int i = 0; i < number; i++) {
      LoadViewer viewer = new LoadViewer(this, playlists.get(i % playlists.size()));
      viewers.add(viewer);
      later((long) (chance.nextDouble() * within.toNanos()), viewer::poll);
    }
  }

  /** Done when all have seen the ends of their streams. */
  CompletableFuture<Void> end() {
    return CompletableFuture.allOf(
        viewers.stream().map(LoadViewer::end).toArray(CompletableFuture[]::new));
  }

  List<LoadViewer> viewers() {
    return viewers;
  }

  LoadFigures figures() {
    return figures;
  }

  /** Asks as a viewer does, who is told by its connection; the answer may be 304 where it may. */
  CompletableFuture<ContentResponse> get(
      LoadViewer viewer, LoadFigures.Kind kind, URI address, @Nullable String held) {
    Request request = http.newRequest(address).tag(viewer);
    if (held != null) {
      request.headers(headers -> headers.put(HttpHeader.IF_NONE_MATCH, held));
    }
    long asked = System.nanoTime();
    return new CompletableResponseListener(request)
        .send()
        .thenApply(
            answer -> {
              figures.answered(kind, System.nanoTime() - asked);
              return answer;
            });
  }

  void later(long nanos, Runnable step) {
    clock.schedule(
        () -> http.getExecutor().execute(step), Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  boolean isNamed(String segment, byte[] bytes) {
    return segment.contains("/" + SegmentDigest.compute(ByteBuffer.wrap(bytes)) + "-");
  }

  @Override
  public void close() {
    clock.shutdownNow();
    LifeCycle.stop(http);
  }
}
