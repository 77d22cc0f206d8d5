package dev.chalkstream.example.live;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a segment every two seconds, and sends each until the server has it. */
final class SteadyBroadcaster implements AutoCloseable {

  private static final int ACCEPTED = 202;
  private static final int COME_AGAIN = 503;

  private final HttpClient http = IngestClient.newHttpClient();
  private final URI ingest;
  private final SessionId session;
  private final DemoClip clip = DemoClip.load();
  private final List<String> digests = new CopyOnWriteArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();
  private CompletableFuture<Void> end = CompletableFuture.completedFuture(null);
  private long began;
  private volatile boolean stopped;

  SteadyBroadcaster(ServerProcess server, String session) {
    this.session = SessionId.of(session);
    this.ingest = server.address().resolve("ingest/" + session + "/");
  }

  String stream() {
    return session.streamId().value();
  }

  void start() {
    began = System.nanoTime();
    end = CompletableFuture.runAsync(this::broadcast);
  }

  /** Ends it, and fails if it has failed. */
  void stop() {
    stopped = true;
    end.join();
  }

  int acknowledged() {
    if (end.isCompletedExceptionally()) {
      end.join();
    }
    return digests.size();
  }

  /** How often it was told to come again later. */
  int refused() {
    return refused.get();
  }

  /** What was acknowledged, in order. */
  List<String> digests() {
    return digests;
  }

  /** Whether all has been sent that could have been made by now, but for the latest. */
  boolean isUpToDate() {
    return acknowledged() >= made() - 1;
  }

  private long made() {
    return (System.nanoTime() - began) / DemoClip.SEGMENT_DURATION.toNanos();
  }

  private void broadcast() {
    try {
      while (!stopped) {
        long due = digests.size() * DemoClip.SEGMENT_DURATION.toNanos();
        TimeUnit.NANOSECONDS.sleep(due - (System.nanoTime() - began));
        byte[] segment = clip.next();
        String digest = SegmentDigest.compute(ByteBuffer.wrap(segment)).toString();
        send(digest, segment);
        digests.add(digest);
      }
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void send(String digest, byte[] segment) throws IOException, InterruptedException {
    HttpRequest upload =
        HttpRequest.newBuilder(ingest.resolve(digest + ".ts"))
            .header("X-Sequence", Integer.toString(digests.size()))
            .header("X-Duration", Long.toString(DemoClip.SEGMENT_DURATION.toSeconds()))
            .PUT(BodyPublishers.ofByteArray(segment))
            .build();
    for (; ; ) {
      HttpResponse<String> answer = http.send(upload, BodyHandlers.ofString());
      if (answer.statusCode() == ACCEPTED) {
        return;
      }
      if (answer.statusCode() != COME_AGAIN) {
        throw new IOException(answer.statusCode() + ": " + answer.body());
      }
      refused.incrementAndGet();
      TimeUnit.SECONDS.sleep(
          Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow()));
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
