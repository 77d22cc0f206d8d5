package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not taken, with which status, and that nothing is stored of it. */
@Tag("wire")
class IngestWireTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);

  private WireServer server;

  @BeforeEach
  void start() throws Exception {
    server = WireServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void theSameSegmentAgainChangesNothing() throws Exception {
    server.publish(SEGMENT, 0);
    byte[] before = server.get(WireServer.playlistPath()).body();
    server.publish(SEGMENT, 0);

    assertThat(server.get(WireServer.playlistPath()).body()).isEqualTo(before);
  }

  @Test
  void aWrongDigestIsUnprocessable() throws Exception {
    HttpRequest.Builder upload =
        server.upload(SEGMENT, 0).PUT(BodyPublishers.ofByteArray(TestSegment.of(2).bytes()));

    Map<String, String> problem = assertProblem(server.send(upload), 422);

    assertThat(problem.get("type")).endsWith("digest-mismatch");
    assertThat(server.store.keys()).isEmpty();
  }

  @Test
  void whatIsNotATransportStreamIsOfAnUnsupportedType() throws Exception {
    TestSegment html = TestSegment.of("<!doctype html>".getBytes(UTF_8));

    assertProblem(server.send(server.upload(html, 0)), 415);
    assertProblem(server.send(server.upload(TestSegment.of(new byte[0]), 0)), 415);
    assertThat(server.store.keys()).isEmpty();
  }

  @Test
  void aSequenceThatIsTakenByOtherBytesIsAConflict() throws Exception {
    server.publish(SEGMENT, 0);
    server.publish(TestSegment.of(2), 1);
    int stored = server.store.keys().size();

    HttpResponse<byte[]> taken = server.send(server.upload(TestSegment.of(3), 1));

    assertThat(assertProblem(taken, 409).get("type")).endsWith("sequence-taken");
    assertThat(server.store.keys()).hasSize(stored);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Sequence, -1",
    "X-Sequence, one",
    "X-Sequence, 1.5",
    "X-Sequence, 0x10",
    "X-Sequence, ''",
    "X-Duration, -2",
    "X-Duration, 0",
    "X-Duration, 0.0000001",
    "X-Duration, two",
    "X-Duration, 1e1",
    "X-Duration, 301",
    "X-Duration, NaN",
    "X-Target-Duration, 0",
    "X-Target-Duration, 2.5",
    "X-Run, a b",
    "X-Run, ''"
  })
  void aMalformedHeaderIsABadRequest(String header, String value) throws Exception {
    HttpResponse<byte[]> response = server.send(server.upload(SEGMENT, 0).setHeader(header, value));

    assertThat(assertProblem(response, 400).get("detail")).contains(header);
    assertThat(server.store.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Sequence", "X-Duration"})
  void aMissingOrRepeatedHeaderIsABadRequest(String header) throws Exception {
    HttpRequest.Builder bare =
        server
            .request("/ingest/" + WireServer.SESSION + "/" + SEGMENT.name())
            .header(header.equals("X-Sequence") ? "X-Duration" : "X-Sequence", "2")
            .PUT(BodyPublishers.ofByteArray(SEGMENT.bytes()));
    HttpRequest.Builder twice = server.upload(SEGMENT, 0).header(header, "2");

    assertThat(assertProblem(server.send(bare), 400).get("detail")).contains(header);
    assertThat(assertProblem(server.send(twice), 400).get("detail")).contains(header);
    assertThat(server.store.keys()).isEmpty();
  }

  @Test
  void theOptionalHeadersAreTaken() throws Exception {
    HttpResponse<byte[]> response =
        server.send(
            server.upload(SEGMENT, 0).header("X-Run", "run-1").header("X-Target-Duration", "7"));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(server.get(WireServer.playlistPath()).body())
        .asString(UTF_8)
        .contains("#EXT-X-TARGETDURATION:7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a!b", "a@b", "a%20b", "%7", "a%C3%A9"})
  void aMalformedSessionIsABadRequest(String session) throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send(RawClient.uploadHead(session, SEGMENT, 0, "Content-Length: 0"));

      assertThat(client.read().status()).isEqualTo(400);
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @Test
  void anOverlongSessionIsABadRequest() throws Exception {
    String longest = "s".repeat(128);
    for (String session : new String[] {longest + "s", "s".repeat(2_000)}) {
      HttpRequest.Builder upload =
          server
              .request("/ingest/" + session + "/" + SEGMENT.name())
              .headers("X-Sequence", "0", "X-Duration", "2")
              .PUT(BodyPublishers.ofByteArray(SEGMENT.bytes()));
      assertProblem(server.send(upload), 400);
    }
    assertThat(server.store.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "%2e%2e", "%2E.", "a%2Fb", "a%2fb", "..%2f..", "a%5Cb", "a%00b", "."})
  void aPathThatClimbsIsRefusedByWhoeverSeesItFirst(String session) throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send(RawClient.uploadHead(session, SEGMENT, 0, "Content-Length: 0"));

      assertThat(client.read().status()).isIn(400, 404, 405);
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc.ts", "ABCDEF.ts"})
  void aMalformedDigestIsABadRequest(String name) throws Exception {
    HttpRequest.Builder upload =
        server
            .request("/ingest/" + WireServer.SESSION + "/" + name)
            .headers("X-Sequence", "0", "X-Duration", "2")
            .PUT(BodyPublishers.ofByteArray(SEGMENT.bytes()));

    assertProblem(server.send(upload), 400);
    assertThat(server.store.keys()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /ingest/s/DIGEST.ts, 'PUT, OPTIONS'",
    "DELETE, /ingest/s/DIGEST.ts, 'PUT, OPTIONS'",
    "GET, /ingest/s/a.ts, 'PUT, POST, DELETE, OPTIONS'",
    "GET, /ingest/s/a.m3u8, 'PUT, POST, DELETE, OPTIONS'",
    "PUT, /ingest/s/complete, 'POST, OPTIONS'",
    "PUT, /playlist/a.m3u8, 'GET, HEAD, OPTIONS'",
    "POST, /chunk/a/b.ts, 'GET, HEAD, OPTIONS'",
    "PATCH, /chunk/a/b.ts, 'GET, HEAD, OPTIONS'"
  })
  void aWrongMethodIsToldTheRightOnes(String method, String path, String allow) throws Exception {
    String full = path.replace("DIGEST", SEGMENT.digest().value());
    HttpResponse<byte[]> response =
        server.send(server.request(full).method(method, BodyPublishers.ofString("body")));

    assertProblem(response, 405);
    assertThat(response.headers().firstValue("Allow")).contains(allow);
    assertThat(server.store.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nothing", "/ingestion", "/playlist/x.txt"})
  void anUnknownPathIsNotFound(String path) throws Exception {
    assertProblem(server.get(path), 404);
    assertProblem(server.send(server.request(path).PUT(BodyPublishers.ofString("x"))), 404);
  }
}
