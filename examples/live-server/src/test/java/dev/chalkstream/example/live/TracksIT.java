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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracks of CMAF as ffmpeg pushes them: each segment a request, and all in one long request. */
class TracksIT {

  private static final int FRAMES_PER_SEGMENT = 50;
  private static final int SEGMENTS = 4;

  private static final String VIDEO =
      "-nostdin -v error -re -f lavfi -i testsrc2=s=320x180:r=25:d=8";
  private static final String SOUND = " -re -f lavfi -i sine=r=48000:d=8";
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

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void everyWayPlaysLiveAndIsReplayedWholeThroughARestart() throws Exception {
    Map<String, Command> pushes = new LinkedHashMap<>();
    Map<String, FfmpegViewer> viewers = new LinkedHashMap<>();
    try (ServerProcess server = ServerProcess.start(store)) {
      for (String way : WAYS.keySet()) {
        pushes.put(way, push(server, way));
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
        pushes.get(way).close();
        before.put(way, listing(server, way).segments().size());
        pushes.put(way, push(server, way));
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

  private Command push(ServerProcess server, String way) throws IOException {
    String ingest = server.address().resolve("ingest/" + way).toString();
    return Command.start(Tools.need("ffmpeg"), WAYS.get(way).replace("INGEST", ingest));
  }

  private void complete(ServerProcess server, String way) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve("ingest/" + way + "/complete"))
            .POST(BodyPublishers.noBody())
            .build();
    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
  }

  private static void assertIsWhole(ServerProcess server, String way, int before) throws Exception {
    Listing listing = listing(server, way);
    assertThat(listing.isOver()).as(way).isTrue();
    assertThat(listing.breaks()).as(listing.text()).isOne();
    assertThat(listing.hasGaps()).as(way).isFalse();
    assertThat(listing.segments()).as(way).doesNotHaveDuplicates();
    assertThat(listing.runs()).as(way).last().isEqualTo((long) SEGMENTS);
    // What was being sent when it was killed may have been a whole segment.
    assertThat(listing.runs().get(0)).as(way).isBetween((long) before, before + 1L);
    assertThat(TestVideo.decodeFrames(playlist(server, way)))
        .as(way)
        .isEqualTo((long) FRAMES_PER_SEGMENT * listing.segments().size());
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
