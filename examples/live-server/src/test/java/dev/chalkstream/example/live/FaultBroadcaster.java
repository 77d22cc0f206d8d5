package dev.chalkstream.example.live;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Sends one segment after the other, each until it is acknowledged, whatever is said to it. Closing
 * ends it.
 */
final class FaultBroadcaster implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = IngestClient.newHttpClient();
  private final Supplier<URI> servers;
  private final SessionId session;
  private final SyntheticSegments media;
  private final int hurried;
  private final List<String> digests = new CopyOnWriteArrayList<>();
  private final Outcomes outcomes = new Outcomes();
  private final ReentrantLock sending = new ReentrantLock();
  private final Thread thread = new Thread(this::broadcast, "broadcaster");
  private volatile boolean stopped;

  /**
   * Prepares one.
   *
   * @param servers names the server for each attempt
   * @param hurried how many segments it sends without a pause
   */
  FaultBroadcaster(Supplier<URI> servers, String session, SyntheticSegments media, int hurried) {
    this.servers = servers;
    this.session = SessionId.of(session);
    this.media = media;
    this.hurried = hurried;
  }

  String stream() {
    return session.streamId().value();
  }

  void start() {
    thread.start();
  }

  /** The SHA-256 of what was acknowledged, in order. */
  List<String> digests() {
    return digests;
  }

  int acknowledged() {
    return digests.size();
  }

  /** What was answered to its attempts. */
  Outcomes outcomes() {
    return outcomes;
  }

  /** Does something while nothing is on its way. */
  void whileItPauses(Deed deed) throws Exception {
    sending.lock();
    try {
      deed.run();
    } finally {
      sending.unlock();
    }
  }

  /** Ends when what is on its way is acknowledged, or refused. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
  }

  private void broadcast() {
    try {
      while (!stopped) {
        attempt(digests.size());
        if (digests.size() >= hurried) {
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt(int sequence) throws InterruptedException {
    byte[] segment = media.get(sequence);
    String digest = SegmentDigest.compute(ByteBuffer.wrap(segment)).toString();
    sending.lockInterruptibly();
    try {
      int status =
          http.send(upload(digest, sequence, segment), BodyHandlers.discarding()).statusCode();
      outcomes.count(Integer.toString(status));
      if (status == 202) {
        digests.add(digest);
      }
    } catch (HttpTimeoutException e) {
      outcomes.count("no answer");
    } catch (IOException e) {
      outcomes.count("no connection");
    } finally {
      sending.unlock();
    }
  }

  private HttpRequest upload(String digest, int sequence, byte[] segment) {
    URI ingest = servers.get().resolve("ingest/" + session.value() + "/" + digest + ".ts");
    return HttpRequest.newBuilder(ingest)
        .timeout(TIMEOUT)
        .header("X-Sequence", Integer.toString(sequence))
        .header("X-Duration", BigDecimal.valueOf(media.duration().toSeconds()).toPlainString())
        .PUT(BodyPublishers.ofByteArray(segment))
        .build();
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }

  /** What may fail. */
  interface Deed {
    void run() throws Exception;
  }
}
