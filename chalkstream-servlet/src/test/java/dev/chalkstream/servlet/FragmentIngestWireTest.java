package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.Chalkstream;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Initialization sections and segments of fragmented MP4: what is taken, what is not and with which
 * status, and that nothing is stored of what is refused.
 */
@Tag("wire")
class FragmentIngestWireTest {

  private static final TestSegment INIT = TestFragments.initialization(1);
  private static final TestSegment SEGMENT = TestFragments.segment(1);
  private static final String ZEROS = "0".repeat(64);

  private WireServer server;

  @BeforeEach
  void start() throws Exception {
    server = WireServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private void assertRefused(HttpRequest.Builder upload, int status, String type) throws Exception {
    List<String> before = server.store.keys();
    HttpResponse<byte[]> response = server.send(upload);
    assertThat(assertProblem(response, status).get("type")).endsWith(type);
    assertThat(server.store.keys()).isEqualTo(before);
  }

  private void assertMalformed(HttpRequest.Builder upload, String detail) throws Exception {
    List<String> before = server.store.keys();
    HttpResponse<byte[]> response = server.send(upload);
    assertThat(assertProblem(response, 400).get("detail")).contains(detail);
    assertThat(server.store.keys()).isEqualTo(before);
  }

  @Test
  void aSegmentIsListedWithTheSectionThatItNames() throws Exception {
    HttpResponse<byte[]> announced = server.send(server.announcement(INIT));
    HttpResponse<byte[]> taken = server.send(server.upload(SEGMENT, 0, INIT));

    for (HttpResponse<byte[]> answer : List.of(announced, taken)) {
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }
    assertThat(server.get(WireServer.playlistPath()).body())
        .asString(UTF_8)
        .contains("#EXT-X-VERSION:7\n")
        .contains("#EXT-X-MAP:URI=\".." + server.listedPath(INIT) + "\"\n")
        .contains("\n.." + server.listedPath(SEGMENT) + "\n");
  }

  @Test
  void theSameAgainChangesNothing() throws Exception {
    server.publish(SEGMENT, 0, INIT);
    byte[] before = server.get(WireServer.playlistPath()).body();
    List<String> keys = server.store.keys();
    server.publish(SEGMENT, 0, INIT);

    assertThat(server.get(WireServer.playlistPath()).body()).isEqualTo(before);
    assertThat(server.store.keys()).isEqualTo(keys);
  }

  @Test
  void aSectionThatIsNotKnownIsAPreconditionThatFails() throws Exception {
    assertRefused(server.upload(SEGMENT, 0, INIT), 412, "unknown-initialization");
    server.publish(SEGMENT, 0, INIT);
    assertRefused(
        server.upload(TestFragments.segment(2), 1, TestFragments.initialization(2)),
        412,
        "unknown-initialization");
    assertThat(server.publish(SEGMENT, 0, INIT).statusCode()).isEqualTo(202);
  }

  @Test
  void aSegmentNamesItsSection() throws Exception {
    server.send(server.announcement(INIT));

    assertMalformed(server.upload(SEGMENT, 0), "X-Init is missing");
    assertMalformed(server.upload(SEGMENT, 0, INIT).header("X-Init", ZEROS), "X-Init");
  }

  @Test
  void aTransportStreamNamesNone() throws Exception {
    server.send(server.announcement(INIT));

    assertMalformed(server.upload(TestSegment.of(1), 0, INIT), "X-Init");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "0", "x.mp4", "sha256:0", "../manifest.json"})
  void aSectionIsNamedByItsDigest(String value) throws Exception {
    server.send(server.announcement(INIT));

    assertMalformed(server.upload(SEGMENT, 0).header("X-Init", value), "X-Init");
    String loud = INIT.digest().value().toUpperCase(Locale.ROOT);
    assertMalformed(server.upload(SEGMENT, 0).header("X-Init", loud), "X-Init");
    assertMalformed(server.upload(SEGMENT, 0).header("X-Init", ZEROS + "0"), "X-Init");
  }

  @ParameterizedTest
  @CsvSource({"X-Sequence, -1", "X-Duration, 0", "X-Target-Duration, 0", "X-Run, a b"})
  void theOtherHeadersAreThoseOfAnySegment(String header, String value) throws Exception {
    server.send(server.announcement(INIT));

    assertMalformed(server.upload(SEGMENT, 0, INIT).setHeader(header, value), header);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s!", "a b", "%C3%A9"})
  void aMalformedSessionIsABadRequest(String session) throws Exception {
    String path = "/ingest/" + session.replace(" ", "%20") + "/" + INIT.name();

    assertMalformed(server.request(path).PUT(BodyPublishers.ofByteArray(INIT.bytes())), "session");
  }

  @Test
  void aStreamIsOfOneContainer() throws Exception {
    server.publish(SEGMENT, 0, INIT);
    assertRefused(server.upload(TestSegment.of(1), 1), 409, "other-container");
  }

  @Test
  void aStreamOfTransportStreamsStaysOne() throws Exception {
    server.publish(TestSegment.of(1), 0);
    server.send(server.announcement(INIT));
    assertRefused(server.upload(SEGMENT, 1, INIT), 409, "other-container");
  }

  @Test
  void aSequenceThatIsTakenByOtherBytesIsAConflict() throws Exception {
    server.publish(SEGMENT, 0, INIT);
    server.publish(TestFragments.segment(2), 1, INIT);

    assertRefused(server.upload(TestFragments.segment(3), 1, INIT), 409, "sequence-taken");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSectionOfMoreThan256KiBIsTooLarge(boolean announced) throws Exception {
    byte[] bytes = new byte[Chalkstream.MAX_INITIALIZATION_BYTES + 1];
    HttpRequest.BodyPublisher body =
        announced
            ? BodyPublishers.ofByteArray(bytes)
            : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));

    HttpResponse<byte[]> response = server.send(server.announcement(INIT).PUT(body));

    assertThat(assertProblem(response, 413).get("detail")).contains("262144");
    assertThat(server.store.keys()).isEmpty();
  }

  @Test
  void aSegmentThatIsTooLargeIsRefused() throws Exception {
    server.send(server.announcement(INIT));
    TestSegment large =
        TestSegment.of(new byte[WireServer.MAX_SEGMENT_BYTES + 1], SEGMENT.extension());

    HttpResponse<byte[]> response = server.send(server.upload(large, 0, INIT));

    assertProblem(response, 413);
    assertThat(server.store.keys()).hasSize(1);
  }

  @Test
  void aSectionThatIsAnythingElseIsOfAnUnsupportedType() throws Exception {
    for (byte[] bytes :
        List.of(
            new byte[0],
            "<!doctype html>".getBytes(UTF_8),
            SEGMENT.bytes(),
            TestSegment.of(1).bytes())) {
      TestSegment other = TestSegment.of(bytes, INIT.extension());
      assertRefused(server.announcement(other), 415, "not-fragmented-mp4");
    }
  }

  @Test
  void aSegmentThatIsAnythingElseIsOfAnUnsupportedType() throws Exception {
    server.send(server.announcement(INIT));
    for (byte[] bytes :
        List.of(
            new byte[0],
            "<!doctype html>".getBytes(UTF_8),
            INIT.bytes(),
            TestSegment.of(1).bytes())) {
      TestSegment other = TestSegment.of(bytes, SEGMENT.extension());
      assertRefused(server.upload(other, 0, INIT), 415, "not-fragmented-mp4");
    }
  }

  @Test
  void aSegmentOfTracksThatItsSectionHasNotIsOfAnUnsupportedType() throws Exception {
    TestSegment sound = TestFragments.soundInitialization();
    server.send(server.announcement(sound));

    assertRefused(server.upload(SEGMENT, 0, sound), 415, "not-fragmented-mp4");
  }

  @Test
  void aWrongDigestIsUnprocessable() throws Exception {
    assertRefused(
        server
            .announcement(INIT)
            .PUT(BodyPublishers.ofByteArray(TestFragments.initialization(2).bytes())),
        422,
        "digest-mismatch");
    server.send(server.announcement(INIT));
    assertRefused(
        server
            .upload(SEGMENT, 0, INIT)
            .PUT(BodyPublishers.ofByteArray(TestFragments.segment(2).bytes())),
        422,
        "digest-mismatch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "DELETE", "PATCH"})
  void aWrongMethodIsToldTheRightOnes(String method) throws Exception {
    for (TestSegment each : List.of(INIT, SEGMENT)) {
      HttpResponse<byte[]> response =
          server.send(
              server
                  .request("/ingest/" + WireServer.SESSION + "/" + each.name())
                  .method(method, BodyPublishers.noBody()));

      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).contains("PUT, OPTIONS");
    }
    assertThat(server.store.keys()).isEmpty();
  }

  @Test
  void aContentCodingIsNotTaken() throws Exception {
    HttpResponse<byte[]> response =
        server.send(server.announcement(INIT).header("Content-Encoding", "gzip"));

    assertProblem(response, 415);
    assertThat(server.store.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSectionThatEndsEarlyIsNotStored(boolean async) throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT;
    try (WireServer other = WireServer.start(async ? options : options.withoutAsync());
        RawClient client = new RawClient(other)) {
      String length = "Content-Length: " + INIT.bytes().length;
      client.send(RawClient.uploadHead(INIT, 0, length));
      client.send(INIT.bytes(), 0, INIT.bytes().length - 1);
      client.endOutput();

      assertThat(client.read().status()).isEqualTo(400);
      assertThat(other.store.keys()).isEmpty();
    }
  }
}
