package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Playlists of any length and in gzip format, as encoders push them. */
@Tag("wire")
class PlaylistBodyWireTest {

  private static final String INGEST = "/ingest/" + WireServer.SESSION + "/";
  private static final String HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n";

  /** The least that a servlet may be given, so that nothing of this size can be in memory. */
  private static final long ROOM = 2L * WireServer.MAX_SEGMENT_BYTES;

  private final AtomicReference<ChalkstreamServlet> servlet = new AtomicReference<>();

  private WireServer start(WireServer.Options mount) throws Exception {
    ServletOptions options = ServletOptions.builder().maxUploadBytes(ROOM).build();
    return WireServer.start(
        mount,
        chalkstream -> {
          servlet.set(new ChalkstreamServlet(chalkstream, options));
          return servlet.get();
        });
  }

  private static HttpResponse<byte[]> send(
      WireServer server, String name, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request = server.request(INGEST + name);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return server.send(request.PUT(BodyPublishers.ofByteArray(body)));
  }

  private static byte[] named(String... names) {
    return (HEAD + "#EXTINF:2,\n" + String.join("\n#EXTINF:2,\n", names) + "\n").getBytes(UTF_8);
  }

  private static String listed(WireServer server) throws Exception {
    return new String(server.get(WireServer.playlistPath()).body(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPlaylistOfTenMegabytesIsReadInChunksWithLittleMemory(boolean async) throws Exception {
    WireServer.Options mount =
        async ? WireServer.Options.DEFAULT : WireServer.Options.DEFAULT.withoutAsync();
    try (WireServer server = start(mount);
        RawClient client = new RawClient(server)) {
      assertThat(send(server, "last.ts", TestSegment.of(1).bytes()).statusCode()).isEqualTo(202);
      client.send(
          "PUT " + INGEST + "out.m3u8 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.sendChunk(HEAD.getBytes(US_ASCII));
      byte[] entries =
          "#EXT-X-GAP\n#EXTINF:2,\n#EXT-X-PROGRAM-DATE-TIME:2026-03-01T13:00:00.000+0000\no.ts\n"
              .repeat(150)
              .getBytes(US_ASCII);
      long sent = 0;
      for (; sent < 10L << 20; sent += entries.length) {
        client.sendChunk(entries);
        assertThat(servlet.get().uploadBytesHeld()).isLessThan(WireServer.MAX_SEGMENT_BYTES);
      }
      client.sendChunk("#EXTINF:2,\nlast.ts\n".getBytes(US_ASCII)).send("0\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(202);
      assertThat(sent).isGreaterThan(5 * ROOM - 1);
      assertThat(servlet.get().uploadBytesHeld()).isZero();
      assertThat(listed(server)).contains(TestSegment.of(1).digest().value());
    }
  }

  @Test
  void aPlaylistIsRefusedInItsMiddleAndTheRestIsReadAway() throws Exception {
    try (WireServer server = start(WireServer.Options.DEFAULT);
        RawClient client = new RawClient(server)) {
      client.send(
          "PUT " + INGEST + "out.m3u8 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.sendChunk((HEAD + "out0.ts\n").getBytes(US_ASCII));
      for (int i = 0; i < 100; i++) {
        client.sendChunk(new byte[8 << 10]);
      }
      client.send("0\r\n\r\n");

      RawClient.Answer answer = client.read();
      assertThat(assertProblem(answer.body(), 400).get("detail"))
          .contains("a segment without #EXTINF");
      assertThat(servlet.get().uploadBytesHeld()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
  void aPlaylistInGzipFormatIsTaken(String coding) throws Exception {
    try (WireServer server = start(WireServer.Options.DEFAULT)) {
      send(server, "out0.ts", TestSegment.of(1).bytes(), "Content-Encoding", "identity");
      byte[] body = GunzipTest.gzip(named("out0.ts"));

      assertThat(send(server, "out.m3u8", body, "Content-Encoding", coding).statusCode())
          .isEqualTo(202);
      assertThat(listed(server)).contains(TestSegment.of(1).digest().value());
    }
  }

  @Test
  void whatIsNotReallyInGzipFormatIsRefused() throws Exception {
    byte[] whole = GunzipTest.gzip(named("out0.ts"));
    byte[] damaged = whole.clone();
    damaged[whole.length - 5] ^= 1;
    try (WireServer server = start(WireServer.Options.DEFAULT)) {
      for (byte[] body :
          new byte[][] {
            named("out0.ts"), damaged, Arrays.copyOf(whole, whole.length - 9), new byte[0]
          }) {
        HttpResponse<byte[]> answer = send(server, "out.m3u8", body, "Content-Encoding", "gzip");
        assertThat(assertProblem(answer, 400).get("detail")).contains("gzip");
      }
      assertThat(server.store.keys()).isEmpty();
      assertThat(servlet.get().uploadBytesHeld()).isZero();
    }
  }

  @Test
  void aSmallBodyThatBecomesVeryLargeIsRefused() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(HEAD.getBytes(US_ASCII));
      byte[] comment = "#\n".repeat(32 << 10).getBytes(US_ASCII);
      for (int i = 0; i <= PlaylistBody.MOST_INFLATED / comment.length; i++) {
        gzip.write(comment);
      }
    }
    assertThat(bomb.size()).isLessThan(WireServer.MAX_SEGMENT_BYTES / 4);
    try (WireServer server = start(WireServer.Options.DEFAULT)) {
      HttpResponse<byte[]> answer =
          send(server, "out.m3u8", bomb.toByteArray(), "Content-Encoding", "gzip");

      assertThat(assertProblem(answer, 413).get("detail")).contains("67108864", "gzip");
      assertThat(servlet.get().uploadBytesHeld()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
  void anotherCodingIsRefusedWithThoseThatAreRead(String coding) throws Exception {
    try (WireServer server = start(WireServer.Options.DEFAULT)) {
      HttpResponse<byte[]> answer =
          send(server, "out.m3u8", named("out0.ts"), "Content-Encoding", coding);

      assertThat(assertProblem(answer, 415).get("detail")).contains("gzip", "Content-Encoding");
      assertThat(answer.headers().firstValue("Accept-Encoding")).contains("gzip, identity");
    }
  }

  @Test
  void aSegmentIsTakenInNoCoding() throws Exception {
    TestSegment segment = TestSegment.of(1);
    try (WireServer server = start(WireServer.Options.DEFAULT)) {
      byte[] body = GunzipTest.gzip(segment.bytes());
      HttpResponse<byte[]> pushed = send(server, "out0.ts", body, "Content-Encoding", "gzip");
      HttpResponse<byte[]> numbered =
          server.send(server.upload(segment, 0).header("Content-Encoding", "gzip"));
      for (HttpResponse<byte[]> answer : List.of(pushed, numbered)) {
        assertThat(assertProblem(answer, 415).get("detail")).contains("Content-Encoding");
        assertThat(answer.headers().firstValue("Accept-Encoding")).contains("identity");
      }
      assertThat(server.store.keys()).isEmpty();
    }
  }

  @Test
  void aTransportStreamUnderThePlaylistsNameIsRefusedWithTheCause() throws Exception {
    try (WireServer server = start(WireServer.Options.DEFAULT)) {
      HttpResponse<byte[]> answer = send(server, "out.m3u8", TestSegment.of(1).bytes());

      assertThat(assertProblem(answer, 400).get("detail"))
          .contains("query", "-hls_segment_filename");
    }
  }
}
