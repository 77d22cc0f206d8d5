package dev.chalkstream.example.live;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a broadcaster needs: PUT segments, then say that it is over. Works against any
 * Chalkstream server. Safe for use by many threads.
 */
final class IngestClient {

  private static final int ACCEPTED = 202;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final URI ingest;
  private final SessionId session;
  private final Optional<String> token;
  private final Optional<String> run;

  /**
   * Makes a client for one session.
   *
   * @param server the server's address, with a slash at the end
   * @param session the secret to publish under
   * @param token the bearer token that the server asks for, if any
   */
  IngestClient(URI server, SessionId session, Optional<String> token) {
    this(server, session, token, Optional.empty());
  }

  /**
   * Makes a client for one run of a session, so that the server can tell a broadcaster who starts
   * over at 0 from one who sends the same again.
   *
   * @param server the server's address, with a slash at the end
   * @param session the secret to publish under
   * @param token the bearer token that the server asks for, if any
   * @param run an id of the run, if it is to be named
   */
  IngestClient(URI server, SessionId session, Optional<String> token, Optional<String> run) {
    this(newHttpClient(), server, session, token, run);
  }

  /**
   * Makes a client that shares its connections with others.
   *
   * @param http with what to send
   * @param server the server's address, with a slash at the end
   * @param session the secret to publish under
   * @param token the bearer token that the server asks for, if any
   * @param run an id of the run, if it is to be named
   */
  IngestClient(
      HttpClient http,
      URI server,
      SessionId session,
      Optional<String> token,
      Optional<String> run) {
    this.http = Objects.requireNonNull(http, "http");
    this.ingest = server.resolve("ingest/" + session.value() + "/");
    this.session = Objects.requireNonNull(session, "session");
    this.token = Objects.requireNonNull(token, "token");
    this.run = Objects.requireNonNull(run, "run");
  }

  /** What a client of its own sends with. */
  static HttpClient newHttpClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(TIMEOUT)
        .build();
  }

  /** Where viewers find what is published. */
  StreamId stream() {
    return session.streamId();
  }

  /**
   * Uploads a segment. If it fails, the same call may be made again: it takes effect once.
   *
   * @param sequence the segment's place in the stream, from 0
   * @param duration how long it plays
   * @param segment an MPEG transport stream
   * @throws IOException if the server is out of reach or does not take it
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void publish(long sequence, Duration duration, byte[] segment)
      throws IOException, InterruptedException {
    SegmentDigest digest = SegmentDigest.compute(ByteBuffer.wrap(segment));
    HttpRequest.Builder request =
        request(digest + ".ts")
            .header("X-Sequence", Long.toString(sequence))
            .header("X-Duration", BigDecimal.valueOf(duration.toMillis(), 3).toPlainString());
    run.ifPresent(id -> request.header("X-Run", id));
    send(request.PUT(BodyPublishers.ofByteArray(segment)).build());
  }

  /**
   * Ends the stream at once, rather than after the server's time-out.
   *
   * @throws IOException if the server is out of reach or refuses
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void complete() throws IOException, InterruptedException {
    send(request("complete").POST(BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(ingest.resolve(path)).timeout(TIMEOUT);
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    return request;
  }

  /** The URI holds the secret, so no message names it. */
  private void send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != ACCEPTED) {
      throw new IOException(
          request.method() + " was answered " + response.statusCode() + ": " + response.body());
    }
  }
}
