package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.segmentPath;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
class SegmentWireTest {

  /** 1,880 bytes. */
  private static final TestSegment SEGMENT = TestSegment.of(1);

  private static final String TAG = "\"" + SEGMENT.digest() + "\"";

  private WireServer server;

  @BeforeEach
  void start() throws Exception {
    server = WireServer.start();
    server.publish(SEGMENT, 0);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    assertThat(server.store.openSegments()).as("segments left open").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chunk/", "/chunks/"})
  void aSegmentMayBeKeptForEver(String prefix) throws Exception {
    HttpResponse<byte[]> response = server.get(prefix + WireServer.STREAM + "/" + SEGMENT.name());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(SEGMENT.bytes());
    assertDescribed(response);
    assertThat(response.headers().firstValue("Content-Range")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-1879, 0, 1879",
    "bytes=0-, 0, 1879",
    "bytes=100-199, 100, 199",
    "bytes=1879-, 1879, 1879",
    "bytes=1000-9999, 1000, 1879",
    "bytes=-1, 1879, 1879",
    "bytes=-100, 1780, 1879",
    "bytes=-9999, 0, 1879"
  })
  void aRangeIsPartOfIt(String range, int first, int last) throws Exception {
    HttpResponse<byte[]> response = server.get(segmentPath(SEGMENT), "Range", range);

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(SEGMENT.bytes(), first, last + 1));
    assertThat(response.headers().firstValue("Content-Range"))
        .contains("bytes " + first + "-" + last + "/1880");
    assertDescribed(response);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,5-6", "bytes=2-1", "bytes=x", "lines=1-2", "bytes="})
  void severalRangesAndNonsenseGetTheWhole(String range) throws Exception {
    HttpResponse<byte[]> response = server.get(segmentPath(SEGMENT), "Range", range);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(SEGMENT.bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=1880-", "bytes=5000-6000", "bytes=-0"})
  void aRangeBeyondTheEndIsNotSatisfiable(String range) throws Exception {
    HttpResponse<byte[]> response = server.get(segmentPath(SEGMENT), "Range", range);

    assertProblem(response, 416);
    assertThat(response.headers().firstValue("Content-Range")).contains("bytes */1880");
  }

  @Test
  void aRangeHoldsOnlyForTheBytesThatTheViewerKnows() throws Exception {
    assertThat(conditionalRange(TAG).statusCode()).isEqualTo(206);
    assertThat(conditionalRange("\"other\"").statusCode()).isEqualTo(200);
    assertThat(conditionalRange("W/" + TAG).statusCode()).isEqualTo(200);
    assertThat(conditionalRange("Sun, 22 Nov 2026 10:00:00 GMT").statusCode()).isEqualTo(200);
  }

  private HttpResponse<byte[]> conditionalRange(String condition) throws Exception {
    return server.get(segmentPath(SEGMENT), "Range", "bytes=0-9", "If-Range", condition);
  }

  @Test
  void aSegmentThatTheViewerHasIsNotSentAgain() throws Exception {
    for (String condition : new String[] {TAG, "W/" + TAG, "\"x\", " + TAG, "*"}) {
      HttpResponse<byte[]> response =
          server.get(segmentPath(SEGMENT), "If-None-Match", condition, "Range", "bytes=0-1");

      assertThat(response.statusCode()).isEqualTo(304);
      assertThat(response.body()).isEmpty();
      assertThat(response.headers().firstValue("ETag")).contains(TAG);
    }
    assertThat(server.get(segmentPath(SEGMENT), "If-None-Match", "\"x\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void headIsGetWithoutTheBodyAndHasNoRanges() throws Exception {
    HttpResponse<byte[]> head =
        server.send(
            server
                .request(segmentPath(SEGMENT))
                .header("Range", "bytes=0-1")
                .method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length")).contains("1880");
    assertDescribed(head);
  }

  @Test
  void anUnknownSegmentIsNotFoundAndNotKept() throws Exception {
    TestSegment unknown = TestSegment.of(2);

    assertProblem(server.get(segmentPath(unknown)), 404);
    assertProblem(server.get(segmentPath(unknown), "If-None-Match", "*"), 404);
    assertProblem(server.get("/chunk/" + "0".repeat(40) + "/" + SEGMENT.name()), 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/chunk/x/%2$s.ts",
        "/chunk/%s/x.ts",
        "/chunk/%s/%s-0.ts",
        "/chunk/%s/%s-x.ts",
        "/chunk/%s/manifest.ts"
      })
  void aMalformedNameIsABadRequest(String pattern) throws Exception {
    assertProblem(server.get(pattern.formatted(WireServer.STREAM, SEGMENT.digest())), 400);
  }

  @Test
  void theManifestIsNotServed() throws Exception {
    assertProblem(server.get("/chunk/" + WireServer.STREAM + "/manifest.json"), 404);
  }

  private static void assertDescribed(HttpResponse<byte[]> response) {
    assertThat(response.headers().firstValue("Content-Type")).contains("video/mp2t");
    assertThat(response.headers().firstValue("Cache-Control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(response.headers().firstValue("ETag")).contains(TAG);
    assertThat(response.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }
}
