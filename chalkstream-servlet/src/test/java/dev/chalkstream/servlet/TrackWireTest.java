package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tracks of CMAF; the sections are those of DASH-IF Live Media Ingest. */
@Tag("wire")
class TrackWireTest {

  /** A header, three segments of 2 s, and an index, as ffmpeg's mp4 muxer writes them. */
  private static final byte[] TRACK = recording();

  private static final byte[] HEADER = boxes(0, 2);

  private final AtomicReference<ChalkstreamServlet> servlet = new AtomicReference<>();

  private static byte[] recording() {
    try (InputStream in = TrackWireTest.class.getResourceAsStream("ffmpeg-track.mp4")) {
      return in.readAllBytes();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] boxes(int first, int end) {
    ByteBuffer all = ByteBuffer.wrap(TRACK);
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < end; i++) {
      int size = all.getInt(all.position());
      if (i >= first) {
        out.write(TRACK, all.position(), size);
      }
      all.position(all.position() + size);
    }
    return out.toByteArray();
  }

  /** A segment, from 0. */
  private static byte[] segment(int number) {
    return boxes(2 + 2 * number, 4 + 2 * number);
  }

  private static HttpResponse<byte[]> send(
      WireServer server, String method, String name, byte[] body) throws Exception {
    return server.send(
        server
            .request("/ingest/" + WireServer.SESSION + "/" + name)
            .method(method, BodyPublishers.ofByteArray(body)));
  }

  private static void take(WireServer server, String name, byte[] body) throws Exception {
    HttpResponse<byte[]> answer = send(server, "PUT", name, body);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(202);
  }

  private static void assertRefused(
      WireServer server, String name, byte[] body, int status, String type) throws Exception {
    HttpResponse<byte[]> answer = send(server, "POST", name, body);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(status);
    assertProblem(answer.body(), status);
    assertThat(new String(answer.body(), UTF_8)).contains(type);
  }

  private static String playlist(WireServer server) throws Exception {
    return new String(server.get(WireServer.playlistPath()).body(), UTF_8);
  }

  private static long listed(WireServer server) throws Exception {
    return playlist(server)
        .lines()
        .filter(line -> !line.startsWith("#") && line.contains("/chunk/"))
        .count();
  }

  /** There is a discontinuity behind the waiting room, and no other. */
  private static void assertGoesOn(WireServer server) throws Exception {
    assertThat(playlist(server)).containsOnlyOnce("#EXT-X-DISCONTINUITY\n");
  }

  private static void awaitListed(WireServer server, long count) throws Exception {
    Instant limit = Instant.now().plusSeconds(WireServer.PATIENCE_SECONDS);
    while (listed(server) != count) {
      assertThat(Instant.now()).as("listed: " + listed(server)).isBefore(limit);
      Thread.onSpinWait();
    }
  }

  private static String head(String method, String name, String... headers) {
    var head = new StringBuilder(method + " /ingest/" + WireServer.SESSION + "/" + name);
    head.append(" HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  private static String chunked(String method, String name) {
    return head(method, name, "Transfer-Encoding: chunked");
  }

  private WireServer start(WireServer.Options options, Duration timeout) throws Exception {
    return WireServer.start(
        options.with("chalkstream.upload-timeout", Long.toString(timeout.toSeconds())),
        chalkstream -> {
          servlet.set(new ChalkstreamServlet(chalkstream));
          return servlet.get();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLongBodyIsListedWhileItGoesOn(boolean async) throws Exception {
    WireServer.Options options = WireServer.Options.DEFAULT;
    try (WireServer server = WireServer.start(async ? options : options.withoutAsync());
        RawClient client = new RawClient(server)) {
      client.send(chunked("POST", "Streams(video.cmfv)")).sendChunk(HEADER);
      for (int i = 0; i < 3; i++) {
        byte[] segment = segment(i);
        int half = segment.length / 2;
        client.sendChunk(Arrays.copyOf(segment, half));
        client.sendChunk(Arrays.copyOfRange(segment, half, segment.length));
        awaitListed(server, i + 1);
      }
      client.send("0\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(202);
      assertGoesOn(server);
      assertThat(playlist(server)).doesNotContain("ENDLIST");

      client.send(head("PUT", "video.cmfv", "Content-Length: 0"));
      assertThat(client.read().status()).as("on the same connection").isEqualTo(202);
    }
  }

  /** Section 5.2, rule 1. */
  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST"})
  void postAndPutAreTheSame(String method) throws Exception {
    try (WireServer server = WireServer.start()) {
      assertThat(send(server, method, "out.mp4", TRACK).statusCode()).isEqualTo(202);
      assertThat(listed(server)).isEqualTo(3);
      assertThat(playlist(server)).contains("#EXT-X-ENDLIST");
    }
  }

  /** As ffmpeg's dash muxer sends it, with a manifest that is not read, and deletions. */
  @Test
  void eachSegmentMayBeARequest() throws Exception {
    try (WireServer server = WireServer.start()) {
      take(server, "init-stream0.m4s", HEADER);
      take(server, "out.mpd", "<MPD/>".getBytes(UTF_8));
      take(server, "chunk-stream0-00001.m4s", segment(0));
      take(server, "chunk-stream0-00002.m4s", segment(1));
      take(server, "media_0.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n".getBytes(UTF_8));
      HttpResponse<byte[]> deletion =
          send(server, "DELETE", "chunk-stream0-00001.m4s", new byte[0]);
      assertThat(deletion.statusCode()).isEqualTo(204);
      assertThat(send(server, "GET", "out-stream0.mp4", new byte[0]).statusCode()).isEqualTo(405);
      assertThat(listed(server)).isEqualTo(2);
    }
  }

  /** Section 6.2, rules 1 and 2. */
  @ParameterizedTest
  @ValueSource(strings = {"Streams(video)", "a/video.cmfv", "chunk-stream0-00001.m4s", "x.mpd"})
  void anEmptyRequestAsksWhetherTheAddressIsThere(String name) throws Exception {
    try (WireServer server = WireServer.start()) {
      take(server, name, new byte[0]);
      assertThat(playlist(server)).contains("poster");
    }
  }

  /** Section 5.3, rule 5. */
  @Test
  void whatIsNotTakenIsToldByItsStatus() throws Exception {
    try (WireServer server = WireServer.start()) {
      assertRefused(server, "v.cmfv", segment(0), 412, "unknown-initialization");
      assertRefused(server, "v.cmfv", TestSegment.of(1).bytes(), 415, "not-fragmented-mp4");
      assertRefused(server, "v.cmfv", boxes(0, 1), 400, "malformed-track");
      take(server, "v.cmfv", HEADER);
      assertRefused(server, "w.cmfv", HEADER, 409, "track-taken");
      byte[] large = {0x7f, 0, 0, 0, 'm', 'o', 'o', 'f'};
      assertRefused(server, "v.cmfv", large, 413, "segment-too-large");
      take(server, "v.cmfv", segment(0));
      assertThat(listed(server)).isEqualTo(1);
    }
  }

  /** Section 5.3, rules 2 and 3: the same address again, on another connection. */
  @Test
  void anotherConnectionGoesOnAfterABreak() throws Exception {
    try (WireServer server = WireServer.start()) {
      try (RawClient client = new RawClient(server)) {
        client.send(chunked("POST", "v.cmfv")).sendChunk(HEADER).sendChunk(segment(0));
        client.sendChunk(Arrays.copyOf(segment(1), 100));
        awaitListed(server, 1);
      }
      take(server, "v.cmfv", boxes(0, 8));
      assertThat(listed(server)).isEqualTo(3);
      assertGoesOn(server);
    }
  }

  /** Section 5.2, rule 9. */
  @Test
  void aBodyThatStandsStillIsEndedAndGoesOnInTheNextRequest() throws Exception {
    try (WireServer server = start(WireServer.Options.DEFAULT, Duration.ofSeconds(1));
        RawClient client = new RawClient(server)) {
      client.send(chunked("POST", "v.cmfv")).sendChunk(HEADER).sendChunk(segment(0));
      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(listed(server)).isEqualTo(1);
      take(server, "v.cmfv", segment(1));
      assertThat(listed(server)).isEqualTo(2);
      assertGoesOn(server);
      assertThat(servlet.get().uploadBytesHeld()).isZero();
    }
  }

  /** The time limit of an upload is one of standing still here. */
  @Test
  void aBodyMayGoOnForLongerThanTheTimeLimit() throws Exception {
    try (WireServer server = start(WireServer.Options.DEFAULT, Duration.ofSeconds(3));
        RawClient client = new RawClient(server)) {
      client.send(chunked("POST", "v.cmfv")).sendChunk(HEADER);
      byte[] segment = segment(0);
      for (int i = 0; i < 8; i++) {
        client.sendChunk(Arrays.copyOfRange(segment, i, i + 1));
        // The pace of the sender, not a wait for something to happen.
        Thread.sleep(500);
      }
      client.sendChunk(Arrays.copyOfRange(segment, 8, segment.length)).send("0\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(202);
      assertThat(listed(server)).isEqualTo(1);
    }
  }

  /** No thread is held by what stands still. */
  @Test
  void tracksThatStandStillKeepNobodyFromPublishing() throws Exception {
    try (WireServer server = WireServer.start(WireServer.Options.DEFAULT.withThreads(8))) {
      RawClient[] clients = new RawClient[40];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = new RawClient(server);
        String path = "POST /ingest/idle-" + i + "/v.cmfv HTTP/1.1\r\nHost: localhost\r\n";
        clients[i].send(path + "Transfer-Encoding: chunked\r\n\r\n").sendChunk(HEADER);
      }
      take(server, "v.cmfv", TRACK);
      for (int i = 0; i < clients.length; i++) {
        clients[i].sendChunk(segment(0)).send("0\r\n\r\n");
      }
      for (RawClient client : clients) {
        assertThat(client.read().status()).isEqualTo(202);
        client.close();
      }
    }
  }
}
