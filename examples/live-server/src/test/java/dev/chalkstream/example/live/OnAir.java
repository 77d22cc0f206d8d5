package dev.chalkstream.example.live;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Somebody who broadcasts a film that ffmpeg has made, at the pace at which it plays. */
final class OnAir implements AutoCloseable {

  private static final int SECONDS = 120;

  private final IngestClient client;
  private final Path film;
  private final List<String> list;
  private volatile boolean stopped;
  private CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

  private OnAir(IngestClient client, Path film) throws IOException {
    this.client = client;
    this.film = film;
    this.list = Files.readAllLines(film.resolve("list.csv"));
  }

  /**
   * Makes the film.
   *
   * @param source what it shows, a source of ffmpeg's
   * @param kilobits how many kilobits a second its picture takes
   */
  static OnAir prepare(Path directory, URI server, String session, String source, int kilobits)
      throws Exception {
    Path film = Files.createDirectories(directory.resolve(session));
    Command.quietly(
        Tools.need("ffmpeg"),
        "-v error -f lavfi -i "
            + source
            + " -f lavfi -i sine=r=48000 -t "
            + SECONDS
            + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -sc_threshold 0"
            + " -b:v %1$dk -minrate %1$dk -maxrate %1$dk -bufsize %1$dk".formatted(kilobits)
            + " -nal-hrd cbr -c:a aac -f segment -segment_time 2 -individual_header_trailer 0"
            + " -segment_list_type csv -segment_list",
        film.resolve("list.csv"),
        film.resolve("%03d.ts"));
    return new OnAir(new IngestClient(server, SessionId.of(session), Optional.empty()), film);
  }

  /** Begins to send it. */
  void start() {
    end = CompletableFuture.runAsync(this::broadcast, task -> new Thread(task, "on-air").start());
  }

  StreamId stream() {
    return client.stream();
  }

  /** Stops sending, as a camera does whose battery is empty, and fails if it has failed. */
  void stop() {
    stopped = true;
    end.join();
  }

  @Override
  public void close() {
    stop();
  }

  private void broadcast() {
    long due = System.nanoTime();
    try {
      for (int i = 0; i < list.size() && !stopped; i++) {
        String[] fields = list.get(i).split(",");
        BigDecimal seconds = new BigDecimal(fields[2]).subtract(new BigDecimal(fields[1]));
        Duration duration = Duration.ofMillis(seconds.movePointRight(3).longValue());
        client.publish(i, duration, Files.readAllBytes(film.resolve(fields[0])));
        due += duration.toNanos();
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      }
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
