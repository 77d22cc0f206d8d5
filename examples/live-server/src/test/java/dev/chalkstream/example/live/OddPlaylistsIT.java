package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Segments of ffmpeg's, pushed with playlists and in forms that other encoders have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddPlaylistsIT {

  private static final int SEGMENTS = 12;
  private static final int WINDOW = 3;
  private static final double SECONDS = 2.4;

  /** Where mpegtsmux puts the tables that its own clock makes due. */
  private static final int PACKETS_BEFORE_TABLES = 40;

  private final HttpClient http = HttpClient.newHttpClient();
  private ServerProcess server;
  private List<byte[]> segments;

  /** Pushes one segment after the other, and after each the playlist that the encoder makes. */
  private final class Push {

    private final String session;
    private final List<String> sent = new ArrayList<>();
    private int last = -1;

    Push(String session) {
      this.session = session;
    }

    void segment(byte[] bytes) throws Exception {
      last++;
      sent.add(SegmentDigest.compute(ByteBuffer.wrap(bytes)).value());
      put("out" + last + ".ts", bytes);
    }

    /**
     * The playlist of the latest segments.
     *
     * @param number the number of the first of them
     * @param extinf what is said of each
     */
    void playlist(long number, String extinf, boolean ended) throws Exception {
      StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:3\n");
      text.append("#EXT-X-MEDIA-SEQUENCE:").append(number).append('\n');
      for (int n = first(); n <= last; n++) {
        text.append("#EXTINF:").append(extinf).append(",\nout").append(n).append(".ts\n");
      }
      put("out.m3u8", text.append(ended ? "#EXT-X-ENDLIST\n" : "").toString().getBytes(UTF_8));
    }

    int first() {
      return Math.max(0, last - WINDOW + 1);
    }

    boolean isOver() {
      return last == SEGMENTS - 1;
    }

    private void put(String name, byte[] body) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(server.address().resolve("ingest/" + session + "/" + name))
              .PUT(BodyPublishers.ofByteArray(body))
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s: %s", name, answer.body()).isEqualTo(202);
    }

    /** All segments are listed once, in their order, with nothing in between, at their length. */
    Listing assertIsWhole() throws Exception {
      Listing listing = Listing.of(server, SessionId.of(session).streamId().value());
      assertThat(listing.digests()).isEqualTo(sent);
      assertThat(listing.breaks()).isZero();
      assertThat(listing.hasGaps()).isFalse();
      assertThat(Math.abs(listing.seconds() - SEGMENTS * SECONDS)).isLessThan(0.6);
      return listing;
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    Command.quietly(
        Tools.need("ffmpeg"),
        "-nostdin -v error -f lavfi -i testsrc=s=160x90:r=25 -f lavfi -i sine=r=48000 -t "
            + SEGMENTS * SECONDS
            + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 60 -sc_threshold 0 -c:a aac"
            + " -f hls -hls_list_size 0 -hls_time "
            + SECONDS,
        directory.resolve("out.m3u8"));
    segments = new ArrayList<>();
    for (int n = 0; n < SEGMENTS; n++) {
      segments.add(Files.readAllBytes(directory.resolve("out" + n + ".ts")));
    }
    server = ServerProcess.startInMemory();
  }

  @AfterAll
  void end() throws IOException {
    server.close();
  }

  @Test
  void anEndInEachPlaylistIsBelievedOnce() throws Exception {
    Push push = new Push("ends");
    for (byte[] segment : segments) {
      push.segment(segment);
      push.playlist(push.first(), "2.400", true);
    }
    push.assertIsWhole();
  }

  @Test
  void aNumberThatStandsStillIsNoRestart() throws Exception {
    Push push = new Push("still");
    for (byte[] segment : segments) {
      push.segment(segment);
      push.playlist(7, "2.400", push.isOver());
    }
    assertThat(push.assertIsWhole().isOver()).isTrue();
  }

  @Test
  void aNumberThatFallsBackByOneIsNoRestart() throws Exception {
    Push push = new Push("one-too-low");
    for (byte[] segment : segments) {
      push.segment(segment);
      push.playlist(push.last > 5 ? push.first() - 1 : push.first(), "2.400", push.isOver());
    }
    assertThat(push.assertIsWhole().isOver()).isTrue();
  }

  @Test
  void roundedDurationsAreMeasured() throws Exception {
    Push push = new Push("rounded");
    for (byte[] segment : segments) {
      push.segment(segment);
      push.playlist(push.first(), "2", push.isOver());
    }
    assertThat(push.assertIsWhole().isOver()).isTrue();
  }

  @Test
  void durationsWithoutSenseAreMeasured() throws Exception {
    Push push = new Push("senseless");
    for (byte[] segment : segments) {
      push.segment(segment);
      push.playlist(push.first(), push.last % 2 == 0 ? "94455.717689" : "-23334.4", push.isOver());
    }
    assertThat(push.assertIsWhole().text()).contains("#EXT-X-TARGETDURATION:3\n");
  }

  @Test
  void tablesThatComeLateAreNoDiscontinuity() throws Exception {
    Push push = new Push("late-tables");
    for (byte[] segment : segments) {
      push.segment(withLateTables(segment));
      push.playlist(push.first(), "2.400", push.isOver());
    }
    assertThat(push.assertIsWhole().isOver()).isTrue();
  }

  /** The PAT, the PMT and the SDT behind the first packets of the tracks. */
  private static byte[] withLateTables(byte[] segment) {
    List<byte[]> tables = new ArrayList<>();
    List<byte[]> others = new ArrayList<>();
    for (int at = 0; at < segment.length; at += TsPacket.LENGTH) {
      byte[] packet = new byte[TsPacket.LENGTH];
      System.arraycopy(segment, at, packet, 0, packet.length);
      int pid = TsPacket.pid(packet, 0);
      (pid == 0 || pid == 17 || pid == 0x1000 ? tables : others).add(packet);
    }
    others.addAll(PACKETS_BEFORE_TABLES, tables);
    return TsPacket.join(others.toArray(byte[][]::new));
  }
}
