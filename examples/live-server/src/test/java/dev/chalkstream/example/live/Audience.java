package dev.chalkstream.example.live;

import dev.chalkstream.StreamId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Some who ask for a stream's playlist every second, each with a player of its own kind. */
final class Audience implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI playlist;
  private final int viewers;
  private volatile boolean stopped;
  private CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

  private Audience(URI playlist, int viewers) {
    this.playlist = playlist;
    this.viewers = viewers;
  }

  static Audience of(int viewers, URI server, StreamId stream) {
    Audience audience = new Audience(server.resolve("playlist/" + stream + ".m3u8"), viewers);
    audience.end =
        CompletableFuture.runAsync(audience::watch, task -> new Thread(task, "audience").start());
    return audience;
  }

  int viewers() {
    return viewers;
  }

  @Override
  public void close() {
    stopped = true;
    end.join();
  }

  private void watch() {
    try {
      while (!stopped) {
        for (int i = 0; i < viewers; i++) {
          http.send(
              HttpRequest.newBuilder(playlist).header("User-Agent", "player-" + i).build(),
              BodyHandlers.discarding());
        }
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
