package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Hardware encoders, by what their manuals say that they send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HardwareEncodersIT {

  private static final String TOKEN = "a-token";
  private static final String BASIC =
      "Authorization: Basic "
          + Base64.getEncoder().encodeToString(("encoder:" + TOKEN).getBytes(UTF_8))
          + "\r\n";
  private static final String HEADERS = "User-Agent: Encoder/1.0\r\nConnection: keep-alive\r\n";
  private static final String TEXT = "Content-Type: application/x-mpegURL\r\n";
  private static final String GZIP = "Content-Encoding: gzip\r\n";
  private static final String VIDEO = "Content-Type: video/MP2T\r\n";

  private List<byte[]> segments;
  private ServerProcess open;
  private ServerProcess guarded;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    segments = TestVideo.make(directory).segments().stream().map(TestVideo.Segment::bytes).toList();
    open = ServerProcess.startInMemory();
    guarded = ServerProcess.start(new ProcessBuilder(), "memory:", "--ingest-token", TOKEN);
  }

  @AfterAll
  void end() throws IOException {
    guarded.close();
    open.close();
  }

  /**
   * WebDAV as AWS Elemental Live and MediaLive offer it: the credentials are sent when the server
   * has asked for them, collections are made, segments lie in a directory of their variant,
   * playlists are compressed and what has left them is deleted.
   */
  @Test
  void webDavWithBasicAuthenticationIsListedWhole() throws Exception {
    String directory = "/ingest/webdav/show/";
    try (EncoderConnection first = new EncoderConnection(guarded.address(), HEADERS)) {
      first.send("PUT", directory + "show_high.m3u8", TEXT, playlist(0, 0, "%d.ts"::formatted));
      assertThat(first.awaitAnswers(1)).containsExactly(401);
      assertThat(first.received()).containsIgnoringCase("WWW-Authenticate: Basic realm=");
    }
    try (EncoderConnection line = new EncoderConnection(guarded.address(), HEADERS + BASIC)) {
      line.send("MKCOL", directory, "", new byte[0]);
      line.send("MKCOL", directory + "high/", "", new byte[0]);
      for (int n = 0; n < segments.size(); n++) {
        line.send("PUT", directory + "high/show_%05d.ts".formatted(n), VIDEO, segments.get(n));
        byte[] playlist = gzip(playlist(Math.max(0, n - 2), n, "high/show_%05d.ts"::formatted));
        line.send("PUT", directory + "show_high.m3u8", TEXT + GZIP, playlist);
        if (n > 2) {
          line.send("DELETE", directory + "high/show_%05d.ts".formatted(n - 3), "", new byte[0]);
        }
      }
      assertThat(line.awaitAnswers(2 + 2 * segments.size() + 3))
          .containsOnly(405, 202, 204)
          .startsWith(405, 405, 202, 202);
    }
    assertIsWhole(guarded, "webdav");
  }

  /** Basic PUT as MediaLive names it: a multivariant playlist of the only variant, and chunks. */
  @Test
  void basicPutIsListedWhole() throws Exception {
    String main = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=2000000\ncurling_high.m3u8\n";
    try (EncoderConnection line = new EncoderConnection(guarded.address(), HEADERS + BASIC)) {
      for (int n = 0; n < segments.size(); n++) {
        String name = "/ingest/basic-put/curling";
        line.sendChunked("PUT", name + "_high_%05d.ts".formatted(n), segments.get(n));
        byte[] playlist = playlist(0, n, "curling_high_%05d.ts"::formatted);
        line.sendChunked("PUT", name + "_high.m3u8", playlist);
        line.sendChunked("PUT", name + ".m3u8", main.getBytes(UTF_8));
      }
      int requests = 3 * segments.size();
      assertThat(line.awaitAnswers(requests)).containsOnly(202).hasSize(requests);
    }
    assertIsWhole(guarded, "basic-put");
  }

  /** HLS push by POST, a connection each, with the playlist before the segment that it names. */
  @Test
  void postsWithThePlaylistFirstAreListedWhole() throws Exception {
    for (int n = 0; n < segments.size(); n++) {
      post("playlist.m3u8", TEXT, playlist(0, n, "media_%d.ts"::formatted));
      post("media_" + n + ".ts", VIDEO, segments.get(n));
    }
    assertIsWhole(open, "post");
  }

  private void post(String name, String type, byte[] body) throws IOException {
    String headers = "User-Agent: Encoder/1.0\r\nConnection: close\r\n";
    try (EncoderConnection line = new EncoderConnection(open.address(), headers)) {
      line.send("POST", "/ingest/post/" + name, type, body);
      assertThat(line.awaitAnswers(1)).containsExactly(202);
    }
  }

  /**
   * As to Akamai's entry points: segments and playlists on two connections, the playlist when the
   * segment is there, a path with a double slash, and the whole event in the last playlist.
   */
  @Test
  void segmentsAndPlaylistsOnTwoConnectionsAreListedWhole() throws Exception {
    String headers = HEADERS + "X-Encoder-Version: 1\r\nX-Encoder-Stream: 7\r\n";
    String directory = "/ingest/two-lines//event/";
    try (EncoderConnection media = new EncoderConnection(open.address(), headers);
        EncoderConnection text = new EncoderConnection(open.address(), headers)) {
      for (int n = 0; n < segments.size(); n++) {
        media.send("PUT", directory + "1/Segment" + n + ".TS", VIDEO, segments.get(n));
        assertThat(media.awaitAnswers(n + 1)).containsOnly(202).hasSize(n + 1);
        boolean last = n == segments.size() - 1;
        int from = last ? 0 : Math.max(0, n - 2);
        byte[] playlist = playlist(from, n, "1/Segment%d.TS"::formatted);
        text.send("PUT", directory + "master.m3u8", TEXT, playlist);
        assertThat(text.awaitAnswers(n + 1)).containsOnly(202).hasSize(n + 1);
      }
    }
    assertIsWhole(open, "two-lines");
  }

  private byte[] playlist(int first, int last, IntFunction<String> name) {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:3\n");
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
    for (int n = first; n <= last; n++) {
      text.append("#EXTINF:2.00000,\n").append(name.apply(n)).append('\n');
    }
    text.append(last == segments.size() - 1 ? "#EXT-X-ENDLIST\n" : "");
    return text.toString().getBytes(UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private String digest(int segment) {
    return SegmentDigest.compute(ByteBuffer.wrap(segments.get(segment))).value();
  }

  private void assertIsWhole(ServerProcess server, String session) throws Exception {
    Await.until(session + " is over", () -> listing(server, session).isOver());
    Listing listing = listing(server, session);
    assertThat(listing.digests())
        .isEqualTo(List.of(digest(0), digest(1), digest(2), digest(3), digest(4), digest(5)));
    assertThat(listing.breaks()).isZero();
    assertThat(listing.hasGaps()).isFalse();
    URI playlist = server.address().resolve("playlist/" + stream(session) + ".m3u8");
    assertThat(TestVideo.decodeFrames(playlist)).isEqualTo(300);
  }

  private static Listing listing(ServerProcess server, String session) throws Exception {
    return Listing.of(server, stream(session));
  }

  private static String stream(String session) {
    return SessionId.of(session).streamId().value();
  }
}
