package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests that no proper client sends, the same for the same seed. Not for several threads. */
final class OddRequests {

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "get");

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
          "~",
          "|",
          "{",
          "\"",
          "a".repeat(3_000),
          ".ts",
          ".m3u8",
          ".m4s",
          ".mp4",
          "/t/",
          "complete");

  private static final List<String> QUERIES =
      List.of("", "", "", "?", "?a=b", "?%zz", "?%ff=%", "?preview", "?" + "a=b&".repeat(500));

  private static final List<String> NAMES =
      List.of(
          "Range",
          "If-Range",
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "Accept-Encoding",
          "X-Sequence",
          "X-Duration",
          "X-Init",
          "X-Run",
          "X-Target-Duration",
          "Authorization",
          "Origin",
          "Access-Control-Request-Method",
          "Content-Type",
          "Content-Encoding",
          "Content-Language",
          "Forwarded",
          "X-Forwarded-For",
          "Cookie",
          "Accept",
          "Accept-Language",
          "User-Agent");

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "+1",
          "1e9",
          "0x10",
          "999999999999999999",
          "9".repeat(40),
          "0".repeat(64),
          "f".repeat(65),
          "0.000000000000000001",
          "999999999.999999999999999999",
          "9223372036854775807",
          "300.001",
          "NaN",
          "٣",
          "é",
          "*",
          "\"",
          "\"\"",
          "W/\"",
          "W/\"x\", *",
          "bytes=0-",
          "bytes=-1",
          "bytes=-0",
          "bytes=5-2",
          "bytes=0-0,1-1",
          "bytes=" + "9".repeat(40) + "-",
          "bytes=-" + "9".repeat(40),
          "gzip",
          "gzip;q=2",
          "gzip;q=",
          ";;;,,,",
          ",".repeat(2_000),
          "\"a\",".repeat(600),
          "Bearer",
          "Bearer ",
          "Bearer " + "x".repeat(2_000),
          "Basic !!!",
          "a=b; $Version=1; c",
          "null",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "text/plain; charset=nonsense",
          "multipart/form-data; boundary=",
          "http://[::1",
          "for=\"[",
          "for=unknown;proto=\u0001x",
          "Thu, 99 Foo 2026 25:61:61 GMT",
          "de-DE-1996-x",
          "\t\t",
          "a\tb");

  private static final String PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n";

  private final Random random;
  private final List<String> paths;

  /**
   * Begins with a seed.
   *
   * @param paths what proper clients ask for
   */
  OddRequests(long seed, List<String> paths) {
    this.random = new Random(seed);
    this.paths = paths;
  }

  /** The next request with its body, after which the connection is closed. */
  String next() {
    byte[] body = body();
    StringBuilder request = new StringBuilder();
    request.append(pick(METHODS)).append(' ').append(path()).append(pick(QUERIES));
    request.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (String header : headers()) {
      request.append(header).append("\r\n");
    }
    String bytes = new String(body, ISO_8859_1);
    if (random.nextBoolean()) {
      request.append("Content-Length: ").append(body.length).append("\r\n\r\n").append(bytes);
    } else if (body.length > 0) {
      String size = Integer.toHexString(body.length);
      request.append("Transfer-Encoding: chunked\r\n\r\n").append(size).append("\r\n");
      request.append(bytes).append("\r\n0\r\n\r\n");
    } else {
      request.append("\r\n");
    }
    return request.toString();
  }

  private String path() {
    String path = pick(paths);
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      int place = 1 + random.nextInt(path.length());
      int end = random.nextBoolean() ? place : Math.min(path.length(), place + random.nextInt(9));
      path = path.substring(0, place) + pick(PIECES) + path.substring(end);
    }
    return new String(path.getBytes(UTF_8), ISO_8859_1);
  }

  private List<String> headers() {
    List<String> headers = new ArrayList<>();
    if (random.nextBoolean()) {
      // So that some get beyond these.
      headers.add("X-Sequence: " + random.nextInt(4));
      headers.add("X-Duration: 2");
      if (random.nextBoolean()) {
        headers.add("X-Init: " + TestFragments.initialization(random.nextInt(2)).digest());
      }
    }
    for (int more = random.nextInt(4); more > 0; more--) {
      String value = new String(pick(VALUES).getBytes(UTF_8), ISO_8859_1);
      headers.add(pick(NAMES) + ": " + value);
    }
    return headers;
  }

  private byte[] body() {
    return switch (random.nextInt(7)) {
      case 0, 1 -> new byte[0];
      case 5 -> TestFragments.initialization(random.nextInt(2)).bytes();
      case 6 -> TestFragments.segment(random.nextInt(2)).bytes();
      case 2 -> TestSegment.of(random.nextInt(3)).bytes();
      case 3 -> (PLAYLIST + pick(VALUES)).getBytes(UTF_8);
      default -> {
        byte[] noise = new byte[random.nextInt(2_000)];
        random.nextBytes(noise);
        yield noise;
      }
    };
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
