package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.STREAM;
import static dev.chalkstream.servlet.WireServer.segmentPath;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.StreamId;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.storage.BlobKey;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
class SegmentRedirectTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);
  private static final String KEY = WireServer.storedPath(SEGMENT).substring("/chunk/".length());
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static WireServer start(SegmentRedirect redirect) throws Exception {
    return WireServer.start(
        WireServer.Options.DEFAULT,
        chalkstream ->
            new ChalkstreamServlet(
                chalkstream, IngestAuthorizer.ALLOW_ALL, CorsPolicy.anyOrigin(), redirect));
  }

  private static Function<BlobKey, Optional<URI>> signer() {
    return key -> Optional.of(URI.create("https://bucket.example/" + key.value() + "?signed=1"));
  }

  private static List<String> listed(WireServer server) throws Exception {
    return server
        .chalkstream
        .playlist(StreamId.of(STREAM))
        .orElseThrow()
        .playlist()
        .segments()
        .stream()
        .map(MediaSegment::uri)
        .toList();
  }

  private static HttpResponse<byte[]> head(WireServer server, String path) throws Exception {
    return server.send(server.request(path).method("HEAD", BodyPublishers.noBody()));
  }

  private static void assertRedirected(
      HttpResponse<byte[]> response, String location, String cacheControl) {
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("Location")).contains(location);
    assertThat(response.headers().firstValue("Cache-Control")).contains(cacheControl);
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://cdn.example/live/", "https://cdn.example/live"})
  void aSegmentLiesUnderTheBaseByWhateverMethodAndConditionItIsAskedFor(String base)
      throws Exception {
    try (WireServer server = start(SegmentRedirect.toBase(URI.create(base)))) {
      List<HttpResponse<byte[]>> answers =
          List.of(
              server.get("/chunk/" + KEY),
              server.get("/chunk/" + KEY, "Range", "bytes=0-9"),
              server.get("/chunk/" + KEY, "If-None-Match", "\"" + SEGMENT.digest() + "\""),
              head(server, "/chunk/" + KEY));

      for (HttpResponse<byte[]> answer : answers) {
        assertRedirected(answer, "https://cdn.example/live/" + KEY, "public, max-age=300");
      }
    }
  }

  @Test
  void sectionsAndSegmentsOfFragmentedMp4LieThereToo() throws Exception {
    TestSegment section = TestFragments.initialization(1);
    TestSegment segment = TestFragments.segment(1);
    for (SegmentRedirect redirect :
        List.of(
            SegmentRedirect.toBase(URI.create("https://cdn.example/live")),
            SegmentRedirect.signed(
                key -> Optional.of(URI.create("https://cdn.example/live/" + key.value())),
                MINUTE))) {
      try (WireServer server = start(redirect)) {
        server.publish(segment, 0, section);
        for (TestSegment each : List.of(section, segment)) {
          String key = server.listedPath(each).substring("/chunk/".length());
          assertThat(server.store.keys()).contains(key);
          HttpResponse<byte[]> answer = server.get("/chunk/" + key);
          assertThat(answer.statusCode()).isEqualTo(302);
          assertThat(answer.headers().firstValue("Location"))
              .contains("https://cdn.example/live/" + key);
          assertThat(server.get(segmentPath(each)).body()).isEqualTo(each.bytes());
        }
      }
    }
  }

  @Test
  void theFillerOfAGapOfFragmentedMp4IsServedHere() throws Exception {
    TestSegment section = TestFragments.initialization(1);
    try (WireServer server =
        start(SegmentRedirect.toBase(URI.create("https://cdn.example/live")))) {
      server.publish(TestFragments.segment(1), 0, section);
      server.publish(TestFragments.segment(2), 2, section);
      server.send(
          server
              .request("/ingest/" + WireServer.SESSION + "/complete")
              .POST(BodyPublishers.noBody()));
      String gap = listed(server).get(1);

      HttpResponse<byte[]> filler = server.get(gap.substring(2));

      assertThat(gap).endsWith(".m4s");
      assertThat(filler.statusCode()).isEqualTo(200);
      assertThat(filler.headers().firstValue("Content-Type")).contains("video/mp4");
      assertThat(filler.body()).isNotEmpty();
    }
  }

  @Test
  void aSignedAddressIsKeptForHalfItsTimeAndIsForGetAlone() throws Exception {
    try (WireServer server = start(SegmentRedirect.signed(signer(), MINUTE))) {
      server.publish(SEGMENT, 0);
      String key = server.listedPath(SEGMENT).substring("/chunk/".length());

      assertRedirected(
          server.get("/chunk/" + key),
          "https://bucket.example/" + key + "?signed=1",
          "private, max-age=30");
      HttpResponse<byte[]> head = head(server, "/chunk/" + key);
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValue("Content-Length")).contains("1880");
    }
  }

  @Test
  void anAddressOfTheDigestAloneIsServedHere() throws Exception {
    try (WireServer server = start(SegmentRedirect.toBase(URI.create("https://cdn.example/a")))) {
      server.publish(SEGMENT, 0);

      assertThat(server.get(segmentPath(SEGMENT)).body()).isEqualTo(SEGMENT.bytes());
      assertProblem(server.get(segmentPath(TestSegment.of(2))), 404);
    }
  }

  @Test
  void whatTheSignerLeavesOutIsServedHere() throws Exception {
    try (WireServer server = start(SegmentRedirect.signed(key -> Optional.empty(), MINUTE))) {
      server.publish(SEGMENT, 0);

      assertThat(server.get(segmentPath(SEGMENT)).body()).isEqualTo(SEGMENT.bytes());
    }
  }

  @Test
  void theStoreIsNotAskedAndMalformedNamesAreTold() throws Exception {
    try (WireServer server =
        start(SegmentRedirect.toBase(URI.create("https://cdn.example/live")))) {
      server.store.failing = true;

      assertThat(server.get("/chunk/" + KEY).statusCode()).isEqualTo(302);
      assertProblem(server.get("/chunk/" + STREAM + "/x.ts"), 400);
    }
  }

  @Test
  void theFillerOfAGapIsServedHereBecauseItLiesInNoStore() throws Exception {
    try (WireServer server =
        start(SegmentRedirect.toBase(URI.create("https://cdn.example/live")))) {
      server.publish(SEGMENT, 0);
      server.publish(TestSegment.of(3), 2);
      server.send(
          server
              .request("/ingest/" + WireServer.SESSION + "/complete")
              .POST(BodyPublishers.noBody()));
      String gap = listed(server).get(1);

      HttpResponse<byte[]> filler = server.get(gap.substring(2));

      assertThat(filler.statusCode()).isEqualTo(200);
      assertThat(filler.body()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/live",
        "cdn.example",
        "ftp://cdn.example/",
        "https:///x",
        "https://a/?b",
        "https://a/#b",
        "https://a:65536/"
      })
  void aBaseIsAnAddressOfTheWeb(String base) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmentRedirect.toBase(URI.create(base)))
        .withMessageContaining("https://cdn.example/live/");
  }

  @Test
  void anAddressThatIsValidForNoTimeIsOfNoUse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmentRedirect.signed(signer(), Duration.ofSeconds(1)));
  }
}
