package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ffmpeg, which does not look at the answers to what it pushes: what it is refused must not end it,
 * and has to be in the server's log. Each case runs on connections of their own and on one for all.
 */
class EncoderRefusalsIT {

  private static final String TOKEN = "t0ken.of-all";
  private static final int SEGMENTS = 4;

  private static final String SOURCE =
      "-nostdin -v error -f lavfi -i testsrc2=s=640x360:r=25,noise=alls=60"
          + " -f lavfi -i sine=r=48000 -i";

  private static final String SOURCE_CODECS =
      "-t 8 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -sc_threshold 0 -c:a aac"
          + " -c:s mov_text";

  /** Segments of more than a megabyte, so that a refusal meets a body that is being sent. */
  private static final String LARGE = "6M";

  private static final String SMALL = "200k";

  /** Four times as fast as it plays; the text track becomes WebVTT. */
  private static final String PUSH =
      "-nostdin -v warning -readrate 4 -i %s -c:v copy -c:a copy -f hls -hls_time 2 -method PUT";

  @TempDir Path directory;

  private final List<Push> pushes = new ArrayList<>();

  /** One ffmpeg, and what the server answers it. */
  private record Push(Command command, String session, int status, boolean onOneConnection) {

    String stream() {
      return SessionId.of(session).streamId().value();
    }
  }

  /** A picture, a tone and a text track, of which there is something at any time. */
  private void makeSource(String bitRate) throws Exception {
    Path ffmpeg = Tools.need("ffmpeg");
    Path text = directory.resolve("text.srt");
    StringBuilder cues = new StringBuilder();
    for (int n = 0; n < 16; n++) {
      String cue = "%d\n00:00:%02d,%d00 --> 00:00:%02d,%d50\nCue %d\n\n";
      cues.append(cue.formatted(n + 1, n / 2, n % 2 * 5, n / 2, n % 2 * 5, n));
    }
    Files.writeString(text, cues);
    List<Object> more = new ArrayList<>(List.of(text, "-b:v", bitRate));
    more.addAll(List.of((Object[]) SOURCE_CODECS.split(" ")));
    more.add(directory.resolve("source.mp4"));
    Command.quietly(ffmpeg, SOURCE, more.toArray());
  }

  @AfterEach
  void end() throws Exception {
    for (Push push : pushes) {
      push.command().close();
    }
  }

  /** Pushes on connections of their own, and on one for all. */
  private void push(int status, String address, String... options) throws Exception {
    for (String connections : new String[] {"0", "1"}) {
      String session = "session-of-push-" + pushes.size();
      List<String> more = new ArrayList<>(List.of("-http_persistent", connections));
      for (String option : options) {
        more.add(option.replace("SESSION", session));
      }
      more.add(address.replace("SESSION", session));
      String input = PUSH.formatted(directory.resolve("source.mp4"));
      Command command = Command.start(Tools.need("ffmpeg"), input, more.toArray());
      pushes.add(new Push(command, session, status, connections.equals("1")));
    }
  }

  @Test
  void whatIsRefusedIsLoggedAndEndsNoEncoder() throws Exception {
    makeSource(LARGE);
    try (ServerProcess open = ServerProcess.startInMemory();
        ServerProcess closed =
            ServerProcess.start(
                directory.resolve("closed"),
                "--ingest-token",
                TOKEN,
                "--max-segment-bytes",
                "200000");
        ServerProcess slow =
            ServerProcess.start(directory.resolve("slow"), "--max-uploads-per-minute", "2")) {
      String at = open.address() + "ingest/SESSION/";
      push(415, at + "out.m3u8", "-hls_flags", "single_file");
      push(415, at + "out.m3u8", "-hls_segment_filename", at + "%d.bin");
      push(400, at + "a/b/c/out.m3u8");
      push(405, at + "out.m3u8", "-hls_segment_filename", at + "%d");
      push(401, closed.address() + "ingest/SESSION/out.m3u8");
      push(413, withToken(closed.address()) + "ingest/SESSION/out.m3u8");
      push(429, slow.address() + "ingest/SESSION/out.m3u8");

      for (Push push : pushes) {
        assertThat(push.command().exitStatus()).as(push.command().err()).isZero();
        assertThat(push.command().err()).isEmpty();
      }
      String logs = open.command().err() + closed.command().err() + slow.command().err();
      for (Push push : pushes) {
        assertThat(logs)
            .containsPattern(
                "WARN RefusalLog - Stream "
                    + push.stream()
                    + ": (PUT|POST) of '.+' \\(.+, user agent 'Lavf/.+'\\) was answered "
                    + push.status());
      }
      assertThat(logs).doesNotContain("session-of-push", TOKEN);
    }
  }

  @Test
  void addressesAreTakenAsEncodersPutThemTogether() throws Exception {
    makeSource(SMALL);
    try (ServerProcess server =
        ServerProcess.start(directory.resolve("store"), "--ingest-token", TOKEN)) {
      String at = withToken(server.address());
      push(202, at + "ingest/SESSION/out.m3u8");
      push(202, at + "/ingest//SESSION//out.m3u8");
      push(202, at + "ingest/SESSION/live/720p/OUT.M3U8");
      String segments = at + "ingest/SESSION/a/b/%d.TS";
      push(202, at + "ingest/SESSION/out.m3u", "-hls_segment_filename", segments);
      push(202, at + "ingest/SESSION/out.m3u8?token=abc");

      for (Push push : pushes) {
        assertThat(push.command().exitStatus()).as(push.command().err()).isZero();
        assertThat(push.command().err()).isEmpty();
        assertIsListed(server, push);
      }
      String log = server.command().err();
      assertThat(log.lines().filter(line -> line.contains("subtitles (WebVTT) are being pushed")))
          .hasSameSizeAs(pushes);
      assertThat(log)
          .doesNotContain("session-of-push", TOKEN)
          .doesNotContainPattern("answered 4(0[2-9]|[1-9])");
    }
  }

  /**
   * On one connection, ffmpeg sends one request behind the other and closes behind the last,
   * whatever the answers. The first answer that it is too late for makes its system reset the
   * connection, and what the server has not read by then is lost. So only the beginning is certain.
   */
  private static void assertIsListed(ServerProcess server, Push push) throws Exception {
    int least = push.onOneConnection() ? 1 : SEGMENTS;
    Await.until("it is listed", () -> Listing.of(server, push.stream()).segments().size() >= least);
    if (!push.onOneConnection()) {
      Await.until("it is over", () -> Listing.of(server, push.stream()).isOver());
    }
    Listing listing = Listing.of(server, push.stream());
    assertThat(listing.segments()).hasSizeBetween(least, SEGMENTS).doesNotHaveDuplicates();
    assertThat(listing.breaks()).isZero();
    assertThat(listing.hasGaps()).isFalse();
  }

  private static String withToken(URI server) {
    return server.toString().replace("://", "://anybody:" + TOKEN + "@");
  }
}
