package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Initialization sections and segments of fragmented MP4 as viewers get them. */
@Tag("wire")
class FragmentWireTest {

  /** What is asked for. */
  enum Kind {
    SECTION(TestFragments.initialization(1), "video/mp4"),
    SEGMENT(TestFragments.segment(1), "video/mp4"),
    SECTION_OF_SOUND(TestFragments.soundInitialization(), "audio/mp4"),
    SEGMENT_OF_SOUND(TestFragments.soundSegment(1), "audio/mp4");

    private final TestSegment file;
    private final String mediaType;

    Kind(TestSegment file, String mediaType) {
      this.file = file;
      this.mediaType = mediaType;
    }

    private boolean isSound() {
      return this == SECTION_OF_SOUND || this == SEGMENT_OF_SOUND;
    }

    private String tag() {
      return "\"" + file.digest() + "\"";
    }

    private int length() {
      return file.bytes().length;
    }
  }

  private WireServer server;

  @BeforeEach
  void start() throws Exception {
    server = WireServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    assertThat(server.store.openSegments()).as("segments left open").isZero();
  }

  /** Publishes what a file belongs to, and tells its address. */
  private String publish(Kind kind) throws Exception {
    TestSegment section = (kind.isSound() ? Kind.SECTION_OF_SOUND : Kind.SECTION).file;
    TestSegment segment = (kind.isSound() ? Kind.SEGMENT_OF_SOUND : Kind.SEGMENT).file;
    server.publish(segment, 0, section);
    return server.listedPath(kind.file);
  }

  private static void assertDescribed(HttpResponse<byte[]> response, Kind kind) {
    assertThat(response.headers().firstValue("Content-Type")).contains(kind.mediaType);
    assertThat(response.headers().firstValue("ETag")).contains(kind.tag());
    assertThat(response.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(response.headers().firstValue("Cache-Control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @EnumSource
  void itMayBeKeptForEver(Kind kind) throws Exception {
    String path = publish(kind);
    for (String each : List.of(path, path.replace("/chunk/", "/chunks/"))) {
      HttpResponse<byte[]> response = server.get(each);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(kind.file.bytes());
      assertDescribed(response, kind);
    }
  }

  @ParameterizedTest
  @EnumSource
  void headIsGetWithoutTheBody(Kind kind) throws Exception {
    HttpResponse<byte[]> head =
        server.send(server.request(publish(kind)).method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length")).contains("" + kind.length());
    assertDescribed(head, kind);
  }

  @ParameterizedTest
  @EnumSource
  void aRangeIsPartOfIt(Kind kind) throws Exception {
    HttpResponse<byte[]> response = server.get(publish(kind), "Range", "bytes=10-19");

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(kind.file.bytes(), 10, 20));
    assertThat(response.headers().firstValue("Content-Range"))
        .contains("bytes 10-19/" + kind.length());
    assertDescribed(response, kind);
  }

  @ParameterizedTest
  @EnumSource
  void aRangeBeyondTheEndIsNotSatisfiable(Kind kind) throws Exception {
    HttpResponse<byte[]> response =
        server.get(publish(kind), "Range", "bytes=" + kind.length() + "-");

    assertProblem(response, 416);
    assertThat(response.headers().firstValue("Content-Range")).contains("bytes */" + kind.length());
  }

  @ParameterizedTest
  @EnumSource
  void whatTheViewerHasIsNotSentAgain(Kind kind) throws Exception {
    String path = publish(kind);
    HttpResponse<byte[]> response = server.get(path, "If-None-Match", kind.tag());

    assertThat(response.statusCode()).isEqualTo(304);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("ETag")).contains(kind.tag());
    assertThat(server.get(path, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    assertProblem(server.get(path, "If-Match", "\"x\""), 412);
  }

  /** By which nobody but the broadcaster could know it before it is listed. */
  @ParameterizedTest
  @EnumSource
  void theDigestAloneLeadsToIt(Kind kind) throws Exception {
    String path = publish(kind);
    String extension = path.substring(path.lastIndexOf('.'));
    String plain = "/chunk/" + WireServer.STREAM + "/" + kind.file.digest() + extension;

    HttpResponse<byte[]> response = server.get(plain);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(kind.file.bytes());
    assertDescribed(response, kind);
  }

  @Test
  void whatIsOfAnotherKindHasAnotherName() throws Exception {
    String segment = publish(Kind.SEGMENT);
    publish(Kind.SECTION);
    for (String extension : List.of(".ts", ".mp4", ".m4a")) {
      assertProblem(server.get(segment.replace(".m4s", extension)), 404);
    }
    assertProblem(server.get(segment.replace(".m4s", ".mov")), 404);
    assertProblem(server.get("/chunk/" + WireServer.STREAM + "/x.m4s"), 400);
    assertProblem(server.get("/chunk/" + WireServer.STREAM + "/x.mp4"), 400);
  }

  @Test
  void whatNobodyHasPublishedIsNotFoundAndNotKept() throws Exception {
    publish(Kind.SEGMENT);
    for (TestSegment unknown : List.of(TestFragments.segment(9), TestFragments.initialization(9))) {
      assertProblem(server.get(WireServer.segmentPath(unknown)), 404);
      assertProblem(server.get(WireServer.storedPath(unknown)), 404);
    }
  }
}
