package dev.chalkstream.example.live;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.servlet.PlaybackTokens;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The server that is flooded, as those see it who do it. Safe for use by many threads. */
final class FloodTarget {

  /** Good for longer than any run. */
  private static final Duration LINK = Duration.ofHours(4);

  private final URI server;
  private final PlaybackTokens links;
  private final List<StreamId> steady;
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * Names a target.
   *
   * @param links what signs links, of which everybody has some
   * @param steady the streams that others publish and watch
   */
  FloodTarget(URI server, PlaybackTokens links, List<StreamId> steady) {
    this.server = server;
    this.links = links;
    this.steady = steady;
  }

  URI server() {
    return server;
  }

  HostileConnection connect() throws IOException {
    return new HostileConnection(server);
  }

  /** One of the streams that others publish. */
  StreamId steadyStream(Random chance) {
    return steady.get(chance.nextInt(steady.size()));
  }

  /** The path of a playlist, for somebody who has a link. */
  String playlist(StreamId stream) {
    return "/" + links.playlistPath(stream, Instant.now().plus(LINK));
  }

  /** The path of the oldest segment of a stream that others publish, for somebody with a link. */
  String segment(Random chance) throws IOException {
    String playlist = playlist(steadyStream(chance));
    try (HostileConnection connection = connect()) {
      connection.send(get(playlist, ""));
      String segment =
          new Listing(connection.answer().text())
              .segments().stream()
                  .findFirst()
                  .orElseThrow(() -> new IOException("no segment is listed"));
      return URI.create(playlist).resolve(segment).toString();
    }
  }

  static StreamId randomStream(Random chance) {
    return SessionId.of(randomSession(chance)).streamId();
  }

  /** A session that nobody has had before. */
  static String randomSession(Random chance) {
    return "flood-" + randomHex(16, chance);
  }

  static String randomHex(int bytes, Random chance) {
    byte[] random = new byte[bytes];
    chance.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** A GET with more header lines, each of them ended. */
  static String get(String path, String headers) {
    return request("GET", path, headers);
  }

  /** The head of a request. */
  static String request(String method, String path, String headers) {
    return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }

  /** Sends what has no body or has it in its text, and passes on the answer. */
  void exchange(String request, Consumer<HostileAnswer> answers) throws IOException {
    try (HostileConnection connection = connect()) {
      connection.send(request);
      answers.accept(connection.answer());
    }
  }

  /** Waits between two steps of something slow; returns whether the flood goes on. */
  boolean pause(Duration pause) throws InterruptedException {
    return !over.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets nobody wait any longer. */
  void isOver() {
    over.countDown();
  }
}
