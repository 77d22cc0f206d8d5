package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Requests that are none, or too many, or do not end. */
final class HostileHeads {

  private static final Duration BETWEEN_BYTES = Duration.ofMillis(500);
  private static final int PIPELINED = 40;

  private static final List<String> MALFORMED =
      List.of(
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
          "GET\r\n\r\n",
          "GET / HTTP/9.9\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
          "PUT /ingest/a/b.ts HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
          "PUT /ingest/a/b.ts HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
          "PUT /ingest/a/b.ts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
          "PUT /ingest/a/b.ts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "ffffffffffffffff\r\n\r\n",
          "GET /playlist/../../../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /playlist/%2e%2e%2f%00.m3u8 HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /%c0%ae%c0%ae/ HTTP/1.1\r\nHost: a\r\n\r\n");

  private HostileHeads() {}

  /** Begins a header that never ends. */
  static void byteByByte(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException, InterruptedException {
    try (HostileConnection connection = target.connect()) {
      connection.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ");
      for (int i = 20 + chance.nextInt(40); i > 0 && target.pause(BETWEEN_BYTES); i--) {
        connection.send("a");
      }
    }
  }

  /** Sends headers, or an address, of 16 KiB to 1 MiB. */
  static void tooLarge(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    int length = 16 << 10 << chance.nextInt(7);
    String request =
        switch (chance.nextInt(3)) {
          case 0 -> FloodTarget.get("/", "X-A: " + "a".repeat(length) + "\r\n");
          case 1 -> FloodTarget.get("/", "X-A: a\r\n".repeat(length / 8));
          default -> FloodTarget.get("/playlist/" + "a".repeat(length), "");
        };
    byte[] bytes = request.getBytes(US_ASCII);
    try (HostileConnection connection = target.connect()) {
      connection.send(bytes, 0, bytes.length);
      answers.accept(connection.answer());
    }
  }

  /** Goes away at once, or within a request, with a reset for every second. */
  static void brokenOff(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    String upload =
        FloodTarget.request(
            "PUT",
            "/ingest/" + FloodTarget.randomSession(chance) + "/o.ts",
            "Content-Length: 1000\r\n");
    String request = chance.nextBoolean() ? upload + "abc" : FloodTarget.get("/poster.ts", "");
    try (HostileConnection connection = target.connect()) {
      connection.send(request.substring(0, chance.nextInt(request.length() + 1)));
      if (chance.nextBoolean()) {
        connection.reset();
      }
    }
  }

  /** Says in the middle of a request that nothing more will come, and waits for the answer. */
  static void halfClosed(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    String upload =
        FloodTarget.request(
            "PUT",
            "/ingest/" + FloodTarget.randomSession(chance) + "/o.ts",
            "Content-Length: 1000\r\n");
    String request = chance.nextBoolean() ? upload + "abc" : FloodTarget.get("/poster.ts", "");
    try (HostileConnection connection = target.connect()) {
      connection.send(request.substring(0, 1 + chance.nextInt(request.length())));
      connection.halfClose();
      answers.accept(connection.answer());
    }
  }

  /** Sends what is not HTTP, or hardly. */
  static void malformed(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    try (HostileConnection connection = target.connect()) {
      connection.send(MALFORMED.get(chance.nextInt(MALFORMED.size())));
      connection.halfClose();
      answers.accept(connection.answer());
    }
  }

  /** Asks forty things at once, and reads all answers or none. */
  static void pipelined(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < PIPELINED; i++) {
      String playlist = target.playlist(target.steadyStream(chance));
      requests.append(FloodTarget.get(chance.nextBoolean() ? playlist : "/poster.ts", ""));
    }
    try (HostileConnection connection = target.connect()) {
      connection.send(requests.toString());
      for (int i = chance.nextBoolean() ? PIPELINED : 0; i > 0; i--) {
        answers.accept(connection.answer());
      }
    }
  }
}
