package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracks of CMAF as ffmpeg pushes them: each segment a request, and all in one long request. */
class TracksIT {

  private static final int FRAMES_PER_SEGMENT = 50;
  private static final int SEGMENTS = 4;

  /** What begins so soon after the first segment is taken for one that comes again. */
  private static final int LEAST_BEFORE_A_RESTART = 5;

  private static final String VIDEO =
      "-nostdin -v error -re -f lavfi -i testsrc2=s=320x180:r=25:d=SECONDS";
  private static final String SOUND = " -re -f lavfi -i sine=r=48000:d=SECONDS";
  private static final String ENCODED =
      " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -sc_threshold 0";

  private static final Map<String, String> WAYS =
      Map.of(
          "segments",
          VIDEO + ENCODED + " -f dash -seg_duration 2 -method PUT INGEST/out.mpd",
          "persistent",
          VIDEO + ENCODED + " -f dash -seg_duration 2 -http_persistent 1 INGEST/out.mpd",
          "long",
          VIDEO
              + SOUND
              + ENCODED
              + " -c:a aac -f mp4 -method POST -movflags"
              + " +frag_keyframe+empty_moov+default_base_moof+delay_moov INGEST/live.mp4");

  @TempDir Path store;
  @TempDir Path lists;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void everyWayPlaysLiveAndIsReplayedWholeThroughARestart() throws Exception {
    Map<String, Command> pushes = new LinkedHashMap<>();
    Map<String, FfmpegViewer> viewers = new LinkedHashMap<>();
    try (ServerProcess server = ServerProcess.start(store)) {
      for (String way : WAYS.keySet()) {
        pushes.put(way, push(server, way, 60));
      }
      for (String way : WAYS.keySet()) {
        Await.until(way + " is listed", () -> !listing(server, way).segments().isEmpty());
        viewers.put(way, new FfmpegViewer(playlist(server, way)));
      }
      for (String way : WAYS.keySet()) {
        Await.until(way + " plays", () -> viewers.get(way).played() > 0);
        assertThat(pushes.get(way).isRunning()).as(way + " is live").isTrue();
      }
      Map<String, Integer> before = new LinkedHashMap<>();
      for (String way : WAYS.keySet()) {
        Await.until(
            way + " goes on",
            () -> listing(server, way).segments().size() >= LEAST_BEFORE_A_RESTART);
        pushes.get(way).close();
        before.put(way, listing(server, way).segments().size());
        pushes.put(way, push(server, way, 2 * SEGMENTS));
      }
      for (String way : WAYS.keySet()) {
        pushes.get(way).succeed();
        complete(server, way);
        assertIsWhole(server, way, before.get(way));
        viewers.get(way).awaitEnd();
      }
    } finally {
      for (FfmpegViewer viewer : viewers.values()) {
        viewer.close();
      }
      for (Command push : pushes.values()) {
        push.close();
      }
    }
  }

  private Command push(ServerProcess server, String way, int seconds) throws IOException {
    String ingest = server.address().resolve("ingest/" + way).toString();
    String options = WAYS.get(way).replace("SECONDS", Integer.toString(seconds));
    return Command.start(Tools.need("ffmpeg"), options.replace("INGEST", ingest));
  }

  private void complete(ServerProcess server, String way) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve("ingest/" + way + "/complete"))
            .POST(BodyPublishers.noBody())
            .build();
    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
  }

  private void assertIsWhole(ServerProcess server, String way, int before) throws Exception {
    Listing listing = listing(server, way);
    assertThat(listing.isOver()).as(way).isTrue();
    assertThat(listing.breaks()).as(listing.text()).isOne();
    assertThat(listing.hasGaps()).as(way).isFalse();
    assertThat(listing.segments()).as(way).doesNotHaveDuplicates();
    assertThat(listing.runs()).as(way).last().isEqualTo((long) SEGMENTS);
    // What was being sent when it was killed may have been a whole segment.
    assertThat(listing.runs().get(0)).as(way).isBetween((long) before, before + 1L);
    List<Path> runs = runs(server, way, listing);
    for (int i = 0; i < runs.size(); i++) {
      assertThat(decodeFrames(runs.get(i)))
          .as(way)
          .isEqualTo(FRAMES_PER_SEGMENT * listing.runs().get(i));
    }
  }

  /**
   * A playlist of each run: where timestamps begin anew, ffmpeg complains about fragmented MP4 even
   * behind a discontinuity.
   */
  private List<Path> runs(ServerProcess server, String way, Listing listing) throws IOException {
    List<Path> runs = new ArrayList<>();
    String map = "";
    for (String run : listing.text().split("(?m)^#EXT-X-DISCONTINUITY\n")) {
      map = run.lines().filter(line -> line.startsWith("#EXT-X-MAP")).findFirst().orElse(map);
      if (run.contains("#EXTINF")) {
        String text = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:10\n" + map + "\n" + run;
        Path file = lists.resolve(way + "-" + runs.size() + ".m3u8");
        String ended = text.replace("#EXT-X-ENDLIST\n", "") + "#EXT-X-ENDLIST\n";
        runs.add(Files.writeString(file, ended.replace("../", server.address().toString())));
      }
    }
    return runs;
  }

  private static long decodeFrames(Path playlist) throws Exception {
    return TestVideo.lastFrame(
        Command.quietly(
            Tools.need("ffmpeg"),
            "-v warning -progress pipe:1 -protocol_whitelist file,http,tcp -i "
                + playlist
                + " -f null -"));
  }

  private static String stream(String way) {
    return SessionId.of(way).streamId().value();
  }

  private static Listing listing(ServerProcess server, String way) throws Exception {
    return Listing.of(server, stream(way));
  }

  private static URI playlist(ServerProcess server, String way) {
    return server.address().resolve("playlist/" + stream(way) + ".m3u8");
  }
}
