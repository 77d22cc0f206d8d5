package dev.chalkstream.example.live;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Broadcasters side by side, each of whom has a segment of 50 KB every two seconds. */
final class Studio implements AutoCloseable {

  private final LoadFigures figures;
  private final List<Broadcaster> broadcasters;
  private final ScheduledExecutorService threads;
  private final List<ScheduledFuture<?>> shows = new ArrayList<>();

  Studio(URI server, int broadcasters, LoadFigures figures) {
    this.figures = figures;
    this.threads = Executors.newScheduledThreadPool(broadcasters);
    this.broadcasters =
        IntStream.range(0, broadcasters).mapToObj(n -> new Broadcaster(server, n)).toList();
  }

  /** Begins with one segment of each; the rest follows at the pace of the clock. */
  void start() {
    broadcasters.forEach(Broadcaster::publish);
    long period = broadcasters.get(0).media.duration().toNanos();
    for (int i = 0; i < broadcasters.size(); i++) {
      long delay = period * i / broadcasters.size();
      Broadcaster broadcaster = broadcasters.get(i);
      shows.add(
          threads.scheduleAtFixedRate(broadcaster::publish, delay, period, TimeUnit.NANOSECONDS));
    }
  }

  /** Ends all streams; fails where a broadcaster has given up. */
  void stop() throws Exception {
    for (ScheduledFuture<?> show : shows) {
      if (show.isDone()) {
        show.get();
      }
      show.cancel(false);
    }
    threads.shutdown();
    threads.awaitTermination(1, TimeUnit.MINUTES);
    for (Broadcaster broadcaster : broadcasters) {
      broadcaster.client.complete();
    }
  }

  List<Broadcaster> broadcasters() {
    return broadcasters;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** One of them. */
  final class Broadcaster {

    private final IngestClient client;
    private final SyntheticSegments media;
    private final List<String> digests = new ArrayList<>();

    private Broadcaster(URI server, int number) {
      SessionId session = SessionId.of("load-" + number);
      this.client = new IngestClient(server, session, Optional.empty());
      this.media = SyntheticSegments.ofFiftyKilobytes(session.value());
    }

    String stream() {
      return client.stream().value();
    }

    /** What was sent, in order. */
    List<String> digests() {
      return digests;
    }

    private void publish() {
      byte[] segment = media.get(digests.size());
      long asked = System.nanoTime();
      try {
        client.publish(digests.size(), media.duration(), segment);
      } catch (IOException e) {
        // The next turn sends it again.
        figures.error("an upload has failed: " + e);
        return;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      figures.answered(LoadFigures.Kind.UPLOAD, System.nanoTime() - asked);
      digests.add(SegmentDigest.compute(ByteBuffer.wrap(segment)).toString());
    }
  }
}
