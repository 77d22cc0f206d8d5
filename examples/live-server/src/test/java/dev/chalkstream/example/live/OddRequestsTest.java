package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends to the server's own addresses, the fault is not the server's. */
class OddRequestsTest {

  private static final int REQUESTS = Integer.getInteger("chalkstream.odd.requests", 1_500);
  private static final long SEED = Long.getLong("chalkstream.odd.seed", 20_261_128);
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";

  private static final List<String> PATHS =
      List.of(
          "/",
          "/broadcast",
          "/play/" + ID,
          "/dashboard",
          "/api/streams",
          "/api/streams/" + ID,
          "/metrics",
          "/assets/home.js",
          "/chalkstream/play.html",
          "/chalkstream/chalkstream.js",
          "/chalkstream/",
          "/playlist/" + ID + ".m3u8",
          "/health");

  private static final List<String> METHODS =
      List.of("GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get");

  private static final List<String> PIECES =
      List.of(
          "%00",
          "%2f",
          "%2e%2e",
          "..",
          "..;",
          ";a=b",
          "//",
          "%ff",
          "%c0%af",
          "é",
          "%",
          "%zz",
          "\\",
          "+",
          "%0d%0a",
          "|",
          "{",
          "\"",
          "a".repeat(3_000),
          "..;/..;/",
          "%5c..%5c",
          "META-INF");

  private static final List<String> QUERIES =
      List.of(
          "",
          "",
          "?state=live",
          "?state=complete",
          "?state=%ff",
          "?state=%zz",
          "?%",
          "?=&=&&",
          "?state=live&state=odd",
          "?" + "state=".repeat(900),
          "?state=%00",
          "?state=é");

  private static final List<String> HEADERS =
      List.of(
          "Range: bytes=0-",
          "Range: bytes=9-1,-,x",
          "If-None-Match: *",
          "If-None-Match: \"",
          "If-Modified-Since: Thu, 99 Foo 2026 25:61:61 GMT",
          "If-Unmodified-Since: yesterday",
          "Accept-Encoding: gzip;q=nonsense, br, *;q=",
          "Accept: */*;q=x",
          "Accept-Language: ;;;",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: multipart/form-data",
          "Content-Type: text/plain; charset=nonsense",
          "Content-Encoding: nonsense",
          "Forwarded: for=\"[",
          "Forwarded: for=unknown;host=\"a b\";proto=\u0001",
          "X-Forwarded-For: ",
          "X-Forwarded-For: [::1, é, ,",
          "X-Forwarded-Proto: gopher",
          "X-Forwarded-Host: [a:b:99999",
          "X-Forwarded-Port: many",
          "Cookie: a=b; $Version=1; c; =",
          "Authorization: Bearer",
          "Authorization: Basic !!!",
          "Upgrade: h2c",
          "Expect: the unexpected",
          "Origin: null",
          "X-Long: " + "x".repeat(3_000),
          "X-Empty:");

  @TempDir Path directory;

  private final Random random = new Random(SEED);

  @Test
  @Timeout(300)
  void noInputLeadsToAServerErrorOrToAnAnswerThatBrowsersGuessAbout() throws Exception {
    String[] options = {
      "--port=0",
      "--store=" + directory.toUri(),
      "--operator-token=operators",
      "--metrics",
      "--forwarded-headers"
    };
    int answered = 0;
    int fine = 0;
    try (LiveServer server =
        LiveServer.start(Options.parse(Map.of(), options).toConfig(), InstantSource.system())) {
      for (int i = 0; i < REQUESTS; i++) {
        String request = next();
        String answer = answerTo(server, request);
        if (answer.isEmpty()) {
          continue;
        }
        answered++;
        int status = Integer.parseInt(answer.substring(9, 12));
        fine += status < 400 ? 1 : 0;
        assertThat(status).as("%s", request).isLessThan(500);
        assertThat(answer.toLowerCase(Locale.ROOT))
            .as("%s", request)
            .contains("x-content-type-options: nosniff")
            .doesNotContain("exception", "\tat ", "powered by");
      }
    }
    assertThat(answered).isGreaterThan(REQUESTS * 9 / 10);
    assertThat(fine).as("those that got through").isGreaterThan(REQUESTS / 20);
  }

  private String next() {
    StringBuilder request = new StringBuilder();
    request.append(pick(METHODS)).append(' ').append(path()).append(pick(QUERIES));
    request.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    if (random.nextBoolean()) {
      request.append("Authorization: Bearer operators\r\n");
    }
    for (int more = random.nextInt(3); more > 0; more--) {
      request.append(pick(HEADERS)).append("\r\n");
    }
    String body = random.nextInt(3) == 0 ? "state=complete&a=%zz" : "";
    request.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    return request.toString();
  }

  private String path() {
    String path = pick(PATHS);
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      int place = 1 + random.nextInt(path.length());
      int end = random.nextBoolean() ? place : Math.min(path.length(), place + random.nextInt(9));
      path = path.substring(0, place) + pick(PIECES) + path.substring(end);
    }
    return path;
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** The answer, or nothing where the connection is closed without one. */
  private static String answerTo(LiveServer server, String request) throws IOException {
    try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
