package dev.chalkstream.example.live;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Broadcasters at work side by side, each of whom gives every segment to the next server. */
final class Spray implements AutoCloseable {

  private static final int MAX_ATTEMPTS = 30;

  private final Fleet fleet;
  private final int segments;
  private final List<Broadcaster> broadcasters;
  private final ExecutorService threads;
  private final HttpClient http = IngestClient.newHttpClient();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private CompletableFuture<?> end = CompletableFuture.completedFuture(null);

  Spray(Fleet fleet, int sessions, int segments) {
    this.fleet = fleet;
    this.segments = segments;
    this.threads = Executors.newFixedThreadPool(sessions);
    this.broadcasters = IntStream.range(0, sessions).mapToObj(Broadcaster::new).toList();
  }

  void start() {
    end =
        CompletableFuture.allOf(
            broadcasters.stream()
                .map(broadcaster -> CompletableFuture.runAsync(broadcaster, threads))
                .toArray(CompletableFuture[]::new));
  }

  void awaitEnd() {
    end.join();
  }

  /** How many segments are acknowledged by now; fails where a broadcaster has given up. */
  int acknowledged() {
    if (end.isCompletedExceptionally()) {
      end.join();
    }
    return acknowledged.get();
  }

  List<Broadcaster> broadcasters() {
    return broadcasters;
  }

  List<String> streams() {
    return broadcasters.stream().map(Broadcaster::stream).toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** One of them. */
  final class Broadcaster implements Runnable {

    private final SessionId session;
    private final SyntheticSegments media;
    private long turn;

    private Broadcaster(int number) {
      session = SessionId.of("session-" + number);
      media = SyntheticSegments.tiny(session.value());
      turn = number;
    }

    String stream() {
      return session.streamId().value();
    }

    /** What was sent, in order. */
    List<String> digests() {
      List<String> digests = new ArrayList<>();
      for (int n = 0; n < segments; n++) {
        digests.add(SegmentDigest.compute(ByteBuffer.wrap(media.get(n))).toString());
      }
      return digests;
    }

    @Override
    public void run() {
      for (int n = 0; n < segments; n++) {
        int sequence = n;
        send(client -> client.publish(sequence, media.duration(), media.get(sequence)));
        acknowledged.incrementAndGet();
      }
      send(IngestClient::complete);
    }

    /** To the next server, and if that does not take it, to the one after that. */
    private void send(Upload upload) {
      IOException fault = null;
      for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        try {
          URI server = fleet.server(turn++).address();
          upload.to(new IngestClient(http, server, session, Optional.empty(), Optional.empty()));
          return;
        } catch (IOException e) {
          fault = e;
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      throw new IllegalStateException("no server takes it", fault);
    }
  }

  /** What is to be sent. */
  private interface Upload {
    void to(IngestClient client) throws IOException, InterruptedException;
  }
}
