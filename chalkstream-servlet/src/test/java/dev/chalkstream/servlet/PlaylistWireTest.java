package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static dev.chalkstream.servlet.WireServer.playlistPath;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
class PlaylistWireTest {

  private WireServer server;

  @BeforeEach
  void start() throws Exception {
    server = WireServer.start();
    server.publish(TestSegment.of(1), 0);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aPlaylistSaysWhatItIsAndThatItIsToBeAskedForAgain() throws Exception {
    HttpResponse<byte[]> response = server.get(playlistPath());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).asString(UTF_8).startsWith("#EXTM3U\n");
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/vnd.apple.mpegurl");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(response.headers().firstValue("ETag")).get().asString().matches("\"[^\"]+\"");
    assertThat(response.headers().allValues("Vary")).contains("Accept-Encoding");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void aPlaylistInGzipIsTheSamePlaylistUnderATagOfItsOwn() throws Exception {
    HttpResponse<byte[]> plain = server.get(playlistPath());
    HttpResponse<byte[]> gzip = server.get(playlistPath(), "Accept-Encoding", "br, gzip");

    assertThat(gzip.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(gzip.headers().firstValue("Content-Type")).contains("application/vnd.apple.mpegurl");
    assertThat(gzip.headers().allValues("Vary")).contains("Accept-Encoding");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
        .isEqualTo(plain.body());
    assertThat(tag(gzip)).isNotEqualTo(tag(plain));
  }

  @Test
  void aPlaylistThatTheViewerHasIsNotSentAgain() throws Exception {
    for (String encoding : List.of("identity", "gzip")) {
      String tag = tag(server.get(playlistPath(), "Accept-Encoding", encoding));
      for (String condition : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
        HttpResponse<byte[]> response =
            server.get(playlistPath(), "Accept-Encoding", encoding, "If-None-Match", condition);

        assertThat(response.statusCode()).as(condition).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(tag(response)).isEqualTo(tag);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(response.headers().allValues("Vary")).contains("Accept-Encoding");
      }
    }
  }

  @Test
  void aPlaylistThatHasChangedIsSentAgain() throws Exception {
    String tag = tag(server.get(playlistPath()));
    server.publish(TestSegment.of(2), 1);

    HttpResponse<byte[]> response = server.get(playlistPath(), "If-None-Match", tag);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(tag(response)).isNotEqualTo(tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip"})
  void headIsGetWithoutTheBody(String encoding) throws Exception {
    HttpResponse<byte[]> get = server.get(playlistPath(), "Accept-Encoding", encoding);
    HttpResponse<byte[]> head =
        server.send(
            server
                .request(playlistPath())
                .header("Accept-Encoding", encoding)
                .method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String header :
        List.of("Content-Type", "Content-Length", "ETag", "Cache-Control", "Vary")) {
      assertThat(head.headers().allValues(header)).isEqualTo(get.headers().allValues(header));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "ABCDEF0123456789ABCDEF0123456789ABCDEF01", "%3F"})
  void aMalformedStreamIsABadRequest(String id) throws Exception {
    assertProblem(server.get("/playlist/" + id + ".m3u8"), 400);
  }

  @Test
  void aHeadThatFailsHasNoBody() throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send("HEAD /playlist/x.m3u8 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      RawClient.Answer answer = client.readHead();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Content-Type")).isEqualTo(Problem.CONTENT_TYPE);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  private static String tag(HttpResponse<byte[]> response) {
    return response.headers().firstValue("ETag").orElseThrow();
  }
}
