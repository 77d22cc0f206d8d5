package dev.chalkstream.webhooks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * POSTs events to one address, on threads of its own, so that an address whose name takes long to
 * look up keeps no other waiting. Safe for many threads.
 */
final class Courier implements AutoCloseable {

  private static final int THREADS = 2;
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final URI address;
  private final Signer signer;
  private final Duration timeLimit;
  private final InstantSource clock;
  private final HttpClient http;
  private final Map<WebhookEvent, CompletableFuture<?>> underway = new ConcurrentHashMap<>();

  /**
   * Makes a courier.
   *
   * @param timeLimit how long a POST may take, from connecting to the end of the answer
   * @param clock says what time it is
   */
  Courier(URI address, Signer signer, Duration timeLimit, InstantSource clock) {
    this.address = address;
    this.signer = signer;
    this.timeLimit = timeLimit;
    this.clock = clock;
    var threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("chalkstream-webhooks-http"));
    threads.allowCoreThreadTimeOut(true);
    this.http =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(timeLimit)
            .executor(threads)
            .build();
  }

  /** Sends an event once. What comes of it is never a failure. */
  CompletableFuture<Answer> post(WebhookEvent event) {
    CompletableFuture<HttpResponse<Void>> exchange =
        http.sendAsync(request(event), BodyHandlers.discarding());
    underway.put(event, exchange);
    // The client's own time limit would end with the headers of the answer.
    return exchange
        .copy()
        .orTimeout(timeLimit.toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (response, failure) -> {
              underway.remove(event);
              if (failure instanceof TimeoutException) {
                exchange.cancel(true);
              }
              return Answer.of(response, failure, clock.instant());
            });
  }

  private HttpRequest request(WebhookEvent event) {
    byte[] body = event.toJson();
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    return HttpRequest.newBuilder(address)
        .header("Content-Type", "application/json")
        .header("User-Agent", "Chalkstream")
        .header("Chalkstream-Event", event.type())
        .header("Chalkstream-Event-Id", event.id())
        .header("Chalkstream-Timestamp", timestamp)
        .header("Chalkstream-Signature", signer.sign(timestamp, body))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  /** Breaks off what is underway. The threads end by themselves when they have nothing to do. */
  @Override
  public void close() {
    underway.values().forEach(exchange -> exchange.cancel(true));
  }
}
