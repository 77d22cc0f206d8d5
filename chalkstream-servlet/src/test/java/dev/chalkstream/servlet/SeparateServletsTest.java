package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.SESSION;
import static dev.chalkstream.servlet.WireServer.STREAM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The three servlets made from code: each serves its own paths, and no others. */
@Tag("wire")
@Tag("smoke")
class SeparateServletsTest {

  private static final TestSegment SEGMENT = TestSegment.of(1);

  @Test
  void theIngestServletTakesSegments() throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT.mountedAt("/app", "/ingest/*");
    try (WireServer server = WireServer.start(options, IngestServlet::new)) {
      var upload =
          server
              .request("/" + SESSION + "/" + SEGMENT.name())
              .headers("X-Sequence", "0", "X-Duration", "2")
              .PUT(BodyPublishers.ofByteArray(SEGMENT.bytes()));
      var complete = server.request("/" + SESSION + "/complete").POST(BodyPublishers.noBody());

      assertThat(server.send(upload).statusCode()).isEqualTo(202);
      assertThat(server.send(complete).statusCode()).isEqualTo(202);
      assertProblem(server.get("/" + STREAM + ".m3u8"), 405);
      // Of that session, a playlist that may be pushed and not be asked for.
      assertProblem(server.get("/playlist/" + STREAM + ".m3u8"), 405);
    }
  }

  @Test
  void thePlaylistServletServesPlaylists() throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT.mountedAt("/app", "/playlist/*");
    try (WireServer server = WireServer.start(options, PlaylistServlet::new)) {
      ingest(server);

      assertThat(server.get("/" + STREAM + ".m3u8").body())
          .asString(UTF_8)
          .contains("../chunk/" + STREAM + "/" + SEGMENT.digest() + "-");
      assertProblem(server.get("/" + STREAM + "/" + SEGMENT.name()), 404);
    }
  }

  @Test
  void theSegmentServletServesSegments() throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT.mountedAt("/app", "/chunk/*");
    try (WireServer server = WireServer.start(options, SegmentServlet::new)) {
      ingest(server);

      assertThat(server.get("/" + STREAM + "/" + SEGMENT.name()).body()).isEqualTo(SEGMENT.bytes());
      assertProblem(server.get("/" + STREAM + ".m3u8"), 404);
    }
  }

  private static void ingest(WireServer server) throws Exception {
    server.chalkstream.ingest(
        SegmentUpload.builder(SessionId.of(SESSION))
            .digest(SEGMENT.digest())
            .duration(Duration.ofSeconds(2))
            .body(ByteBuffer.wrap(SEGMENT.bytes()))
            .build());
  }
}
