package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HLS that is pushed over a line which cuts every tenth connection. */
class PushTroublesIT {

  private static final String SESSION = "flaky";
  private static final String STREAM = SessionId.of(SESSION).streamId().value();
  private static final int SEGMENTS = 150;
  private static final int WINDOW = 5;

  @TempDir Path store;

  @Test
  void whatAnEncoderSendsAgainUntilItIsTakenIsListedOnce() throws Exception {
    SyntheticSegments media = SyntheticSegments.tiny(SESSION);
    List<String> sent = new ArrayList<>();
    int failures = 0;
    try (ServerProcess server = ServerProcess.start(store);
        Link link = new Link(server.address())) {
      link.cutEvery(10);
      for (int n = 0; n < SEGMENTS; n++) {
        byte[] segment = media.get(n);
        sent.add(SegmentDigest.compute(ByteBuffer.wrap(segment)).value());
        failures += pushUntilTaken(link, "out" + n + ".ts", segment);
        failures += pushUntilTaken(link, "out.m3u8", playlist(n));
      }

      Listing listing = Listing.of(server, STREAM);
      assertThat(listing.digests()).isEqualTo(sent);
      assertThat(listing.breaks()).isZero();
      assertThat(listing.hasGaps()).isFalse();
      assertThat(listing.isOver()).isTrue();
      assertThat(failures).isGreaterThan(SEGMENTS / 10);
    }
  }

  @Test
  void whatFfmpegSendsOnceIsListedOnceAtMost() throws Exception {
    try (ServerProcess server = ServerProcess.start(store);
        Link link = new Link(server.address())) {
      // Each segment is followed by a playlist, so of both some are cut.
      link.cutEvery(7);
      try (PushingFfmpeg push =
          PushingFfmpeg.start(
              link.address(), SESSION, 20, "-method PUT -hls_time 1 -g 25 -ignore_io_errors 1")) {
        assertThat(push.exitStatus()).as(push.complaints()).isZero();
      }

      // It has waited for no answer.
      Await.until("it is over", () -> Listing.of(server, STREAM).isOver());
      Listing listing = Listing.of(server, STREAM);
      assertThat(listing.digests()).doesNotHaveDuplicates();
      // Of forty connections five are cut: in the middle of what is sent it costs a segment.
      assertThat(listing.hasGaps()).isTrue();
      assertThat(listing.segments().size()).isBetween(16, 19);
      assertThat(listing.segments().size() + listing.gaps()).isLessThanOrEqualTo(20);
    }
  }

  /** Sends until there is an answer, and tells how often there was none. */
  private static int pushUntilTaken(Link link, String name, byte[] body) {
    int failures = 0;
    while (true) {
      try {
        assertThat(push(link.address(), name, body)).isEqualTo(202);
        return failures;
      } catch (IOException cut) {
        failures++;
        assertThat(failures).as("cuts of one request").isLessThan(10);
      }
    }
  }

  /** On a connection of its own, in chunks, as ffmpeg does. */
  private static int push(URI server, String name, byte[] body) throws IOException {
    URI uri = server.resolve("ingest/" + SESSION + "/" + name);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod("PUT");
    connection.setRequestProperty("Connection", "close");
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(0);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    return connection.getResponseCode();
  }

  private static byte[] playlist(int last) {
    int first = Math.max(0, last - WINDOW + 1);
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:60\n");
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
    for (int n = first; n <= last; n++) {
      text.append("#EXTINF:60,\nout").append(n).append(".ts\n");
    }
    text.append(last == SEGMENTS - 1 ? "#EXT-X-ENDLIST\n" : "");
    return text.toString().getBytes(UTF_8);
  }
}
