package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.playlistPath;
import static dev.chalkstream.servlet.WireServer.segmentPath;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9110 asks of an answer, where it is not told elsewhere. */
@Tag("wire")
@Tag("smoke")
class HttpLetterWireTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);
  private static final String TAG = "\"" + SEGMENT.digest() + "\"";
  private static final String LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT";
  private static final String FAR_AWAY = "Fri, 01 Jan 2100 00:00:00 GMT";

  private WireServer server;

  @BeforeEach
  void start() throws Exception {
    server = WireServer.start();
    server.publish(SEGMENT, 0);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static List<String> paths() {
    return List.of(playlistPath(), segmentPath(SEGMENT), "/poster.ts");
  }

  private HttpResponse<byte[]> send(String method, String path, String... headers)
      throws Exception {
    var request = server.request(path).method(method, BodyPublishers.noBody());
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  /** The headers that a servlet has a say in. */
  private static Map<String, List<String>> headers(HttpResponse<byte[]> response) {
    Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
    headers.keySet().removeAll(List.of("date", "server", "connection", "keep-alive"));
    return headers;
  }

  /** RFC 9110, section 9.3.2. */
  @ParameterizedTest
  @CsvSource({
    "Accept, */*",
    "Accept-Encoding, gzip",
    "If-Match, *",
    "If-Match, \"x\"",
    "If-None-Match, *",
    "If-None-Match, \"x\""
  })
  void headIsGetInAllHeaders(String name, String value) throws Exception {
    for (String path : paths()) {
      HttpResponse<byte[]> get = send("GET", path, name, value);
      HttpResponse<byte[]> head = send("HEAD", path, name, value);

      Map<String, List<String>> described = headers(head);
      if (head.statusCode() == 304 && TestContainer.get().announcesNothingWhenNotModified()) {
        assertThat(described.remove("content-length")).containsExactly("0");
      }
      assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
      assertThat(described).as(path).isEqualTo(headers(get));
      assertThat(head.body()).isEmpty();
    }
  }

  /** RFC 9110, section 9.3.2, for what is wrong. */
  @Test
  void headIsGetInErrorsToo() throws Exception {
    for (String path : List.of("/nothing", "/playlist/x.m3u8", segmentPath(TestSegment.of(2)))) {
      HttpResponse<byte[]> get = send("GET", path);
      HttpResponse<byte[]> head = send("HEAD", path);

      assertThat(head.statusCode()).isEqualTo(get.statusCode()).isGreaterThanOrEqualTo(400);
      assertThat(headers(head)).as(path).isEqualTo(headers(get));
    }
  }

  /** RFC 9110, section 13.1.3: ignored where there is If-None-Match, and no date is ever sent. */
  @Test
  void datesDecideNothing() throws Exception {
    for (String path : paths()) {
      for (String date : List.of(LONG_AGO, FAR_AWAY, "yesterday")) {
        assertThat(send("GET", path, "If-Modified-Since", date).statusCode()).isEqualTo(200);
        assertThat(send("GET", path, "If-Unmodified-Since", date).statusCode()).isEqualTo(200);
        assertThat(
                send("GET", path, "If-Modified-Since", date, "If-None-Match", "\"x\"").statusCode())
            .isEqualTo(200);
      }
      assertThat(send("GET", path).headers().firstValue("Last-Modified")).isEmpty();
    }
  }

  /** RFC 9110, section 13.1.2. */
  @Test
  void anyTagOfAListIsComparedWeaklyOverSeveralHeaderLines() throws Exception {
    for (String path : paths()) {
      String tag = send("GET", path).headers().firstValue("ETag").orElseThrow();
      for (String list : List.of(tag, "W/" + tag, "\"a\" ,\"b\"," + tag, " , " + tag, "*")) {
        assertThat(send("GET", path, "If-None-Match", list).statusCode()).as(list).isEqualTo(304);
      }
      assertThat(
              send("GET", path, "If-None-Match", "\"a\"", "If-None-Match", "W/" + tag).statusCode())
          .isEqualTo(304);
      for (String other : List.of("\"a\"", tag.replace("\"", ""), "\"*\"", "")) {
        assertThat(send("GET", path, "If-None-Match", other).statusCode()).isEqualTo(200);
      }
    }
  }

  /** RFC 9110, section 13.1.1. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void whoWantsWhatIsNotThereIsToldSo(String method) throws Exception {
    for (String path : paths()) {
      String tag = send("GET", path).headers().firstValue("ETag").orElseThrow();
      for (String list : List.of(tag, "*", "\"a\", " + tag, "W/\"a\"," + tag)) {
        assertThat(send(method, path, "If-Match", list).statusCode()).as(list).isEqualTo(200);
      }
      for (String other : List.of("\"a\"", "W/" + tag, tag.replace("\"", ""), "\"*\"")) {
        assertThat(send(method, path, "If-Match", other).statusCode()).as(other).isEqualTo(412);
      }
    }
    assertProblem(send("GET", segmentPath(SEGMENT), "If-Match", "\"a\""), 412);
  }

  /** RFC 9110, section 13.2.2. */
  @Test
  void ifMatchComesFirstAndRangesLast() throws Exception {
    String path = segmentPath(SEGMENT);

    assertThat(send("GET", path, "If-Match", "\"a\"", "If-None-Match", TAG).statusCode())
        .isEqualTo(412);
    assertThat(send("GET", path, "If-Match", TAG, "If-None-Match", TAG).statusCode())
        .isEqualTo(304);
    assertThat(send("GET", path, "If-Match", "\"a\"", "Range", "bytes=0-1").statusCode())
        .isEqualTo(412);
    assertThat(send("GET", path, "If-Match", TAG, "Range", "bytes=0-1").statusCode())
        .isEqualTo(206);
  }

  /** RFC 9110, section 13.2.1. */
  @Test
  void conditionsAreOfNoAccountWhereThereIsNothing() throws Exception {
    String path = segmentPath(TestSegment.of(2));

    for (String header : List.of("If-Match", "If-None-Match")) {
      for (String value : List.of("*", "\"a\"", "\"" + TestSegment.of(2).digest() + "\"")) {
        assertThat(send("GET", path, header, value).statusCode()).isEqualTo(404);
        assertThat(send("HEAD", path, header, value).statusCode()).isEqualTo(404);
      }
    }
  }

  /** RFC 9110, section 15.4.5. */
  @Test
  void whatIsNotModifiedSaysWhatACacheNeedsAndNothingOfABody() throws Exception {
    for (String path : paths()) {
      HttpResponse<byte[]> whole = send("GET", path);
      HttpResponse<byte[]> kept = send("GET", path, "If-None-Match", "*");

      assertThat(kept.statusCode()).isEqualTo(304);
      for (String header :
          List.of("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin")) {
        assertThat(kept.headers().allValues(header)).isEqualTo(whole.headers().allValues(header));
      }
      assertThat(kept.headers().firstValue("Content-Type")).isEmpty();
      assertThat(kept.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(kept.body()).isEmpty();
    }
  }

  /** RFC 9110, sections 14.2 and 13.1.5. */
  @Test
  void severalRangesInOneHeaderOrTwoAreAnsweredWhole() throws Exception {
    String path = segmentPath(SEGMENT);
    for (HttpResponse<byte[]> whole :
        List.of(
            send("GET", path, "Range", "bytes=0-1, 4-5"),
            send("GET", path, "Range", "bytes=0-1", "Range", "bytes=4-5"),
            send("GET", path, "Range", "bytes=0-1", "If-Range", FAR_AWAY),
            send("GET", path, "Range", "bytes=9999-", "If-Range", "\"x\""),
            send("GET", path, "If-Range", TAG))) {
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThat(whole.body()).isEqualTo(SEGMENT.bytes());
      assertThat(whole.headers().firstValue("Content-Range")).isEmpty();
    }
  }

  /** RFC 9110, section 15.5.17. */
  @Test
  void aSuffixOfNothingCannotBeSatisfied() throws Exception {
    HttpResponse<byte[]> response = send("GET", segmentPath(SEGMENT), "Range", "bytes=-0");

    assertProblem(response, 416);
    assertThat(response.headers().firstValue("Content-Range")).contains("bytes */1880");
  }

  /** Ranges of a playlist would be of two revisions. */
  @Test
  void aPlaylistHasNoRanges() throws Exception {
    HttpResponse<byte[]> response = send("GET", playlistPath(), "Range", "bytes=0-1");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).asString(UTF_8).startsWith("#EXTM3U");
    assertThat(response.headers().firstValue("Accept-Ranges")).isEmpty();
  }

  /** RFC 9110, section 12.5.3. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | gzip",
        "br;q=1.0, gzip;q=0.2 | gzip",
        "* | gzip",
        "identity;q=0, gzip;q=0.1 | gzip",
        "identity;q=0, * | gzip",
        "gzip;q=0 | ''",
        "gzip;q=0, * | ''",
        "*;q=0 | ''",
        "gzip;q=0.1, identity;q=0.2 | ''",
        "br | ''",
        "identity | ''"
      })
  void theEncodingIsChosenByWeight(String accepted, String encoding) throws Exception {
    HttpResponse<byte[]> response = send("GET", playlistPath(), "Accept-Encoding", accepted);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Encoding").orElse("")).isEqualTo(encoding);
    assertThat(response.headers().allValues("Vary")).contains("Accept-Encoding");
  }

  /** RFC 9110, sections 9.3.7 and 10.2.1. */
  @ParameterizedTest
  @CsvSource({
    "/playlist/x.m3u8, 'GET, HEAD, OPTIONS'",
    "/chunk/a/b.ts, 'GET, HEAD, OPTIONS'",
    "/ingest/s/a.ts, 'PUT, POST, DELETE, OPTIONS'",
    "/ingest/s/a.m3u8, 'PUT, POST, DELETE, OPTIONS'",
    "/ingest/s/complete, 'POST, OPTIONS'",
    "/nothing, OPTIONS"
  })
  void optionsAreToldToThoseWhoAreNoBrowserToo(String path, String allow) throws Exception {
    HttpResponse<byte[]> response = send("OPTIONS", path);

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().allValues("Allow")).containsExactly(allow);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
  }

  /** RFC 9110, section 15.5.6. */
  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "BREW", "get"})
  void aMethodThatIsNotForViewersIsToldThoseThatAre(String method) throws Exception {
    for (String path : paths()) {
      HttpResponse<byte[]> response = send(method, path);

      assertProblem(response, 405);
      assertThat(response.headers().allValues("Allow")).containsExactly("GET, HEAD, OPTIONS");
    }
  }
}
