package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file, cut by a real encoder, published to the real server and played by a real player. */
class BroadcastIT {

  @TempDir static Path media;
  private static TestVideo video;

  @TempDir Path store;

  @BeforeAll
  static void makeVideo() throws Exception {
    Tools.need("ffmpeg");
    Tools.need("ffprobe");
    video = TestVideo.make(media);
  }

  @Test
  void aPlayerThatJoinsLiveSeesEveryFrameToTheEnd() throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      IngestClient client = client(server, "live");
      video.publish(client, 0, 3);
      try (Command player = play(playlist(server, client))) {
        Await.until("the player starts", () -> TestVideo.lastFrame(player.out()) > 0);
        for (int next = 3; next < video.segments().size(); next++) {
          long earlier = TestVideo.lastFrame(player.out());
          video.publish(client, next, next + 1);
          Await.until("the player goes on", () -> TestVideo.lastFrame(player.out()) > earlier);
        }
        client.complete();

        assertThat(player.exitStatus()).isZero();
        assertThat(player.err()).isEmpty();
        assertThat(TestVideo.lastFrame(player.out())).isEqualTo(video.frames());
      }
    }
  }

  @Test
  void aBroadcastThatIsOverPlaysFromItsStart() throws Exception {
    try (ServerProcess server = ServerProcess.start(store)) {
      IngestClient client = client(server, "afterwards");
      video.publish(client, 0, video.segments().size());
      assertThat(text(server, client)).doesNotContain("#EXT-X-ENDLIST");
      client.complete();

      assertThat(text(server, client)).endsWith("#EXT-X-ENDLIST\n");
      assertThat(segments(text(server, client))).hasSize(video.segments().size());
      assertThat(TestVideo.countFrames(playlist(server, client))).isEqualTo(video.frames());
      assertThat(TestVideo.decodeFrames(playlist(server, client))).isEqualTo(video.frames());
    }
  }

  @Test
  void aBroadcastThatFallsSilentEndsByItself() throws Exception {
    try (ServerProcess server = ServerProcess.start(store, "--completion-timeout", "1")) {
      IngestClient client = client(server, "silent");
      video.publish(client, 0, video.segments().size());

      Await.until("it is over", () -> text(server, client).endsWith("#EXT-X-ENDLIST\n"));
      assertThat(TestVideo.decodeFrames(playlist(server, client))).isEqualTo(video.frames());
    }
  }

  @Test
  void aServerThatIsKilledGoesOnWhereItWas() throws Exception {
    IngestClient before;
    String listed;
    try (ServerProcess server = ServerProcess.start(store)) {
      before = client(server, "killed");
      video.publish(before, 0, 3);
      listed = text(server, before);
      try (SlowUpload half = new SlowUpload(server.address(), video.segments().get(3).bytes())) {
        half.sendHalf("killed", 3);
        server.kill();
      }
    }
    try (ServerProcess server = ServerProcess.start(store)) {
      IngestClient client = client(server, "killed");
      assertThat(segments(text(server, client))).isEqualTo(segments(listed)).hasSize(3);
      assertThat(mediaSequence(text(server, client))).isGreaterThanOrEqualTo(mediaSequence(listed));

      video.publish(client, 3, video.segments().size());
      client.complete();

      String whole = text(server, client);
      assertThat(segments(whole)).startsWith(segments(listed).toArray(String[]::new));
      assertThat(mediaSequence(whole)).isGreaterThanOrEqualTo(mediaSequence(listed));
      assertThat(whole)
          .as("one discontinuity, at the top, where the waiting room ends")
          .containsOnlyOnce("#EXT-X-DISCONTINUITY\n")
          .doesNotContain("#EXT-X-GAP");
      assertThat(TestVideo.decodeFrames(playlist(server, client))).isEqualTo(video.frames());
    }
  }

  @Test
  void theFrontPagesCommandsPublishAStream() throws Exception {
    Path shell = Tools.need("sh");
    Tools.need("curl");
    try (ServerProcess server = ServerProcess.start(store)) {
      String commands =
          commandsOf(server.get("").body())
              .replace("http://127.0.0.1:8080/", server.address().toString())
              .replace("-re -i input.mp4", "-i " + media.resolve("source.mp4"));

      String out = Command.quietly(shell, "-euc", "cd " + media + "\n" + commands);

      String stream = out.lines().findFirst().orElseThrow().replaceAll(".*/play/", "");
      URI playlist = server.address().resolve("playlist/" + stream + ".m3u8");
      assertThat(server.get("playlist/" + stream + ".m3u8").body()).endsWith("#EXT-X-ENDLIST\n");
      assertThat(TestVideo.decodeFrames(playlist)).isEqualTo(video.frames());
    }
  }

  private static String commandsOf(String page) {
    String commands = page.substring(page.indexOf("<pre"), page.indexOf("</pre>"));
    return commands.replaceAll("<[^>]*>", "").replace("&gt;", ">").replace("&amp;", "&");
  }

  private static IngestClient client(ServerProcess server, String session) {
    return new IngestClient(server.address(), SessionId.of(session), Optional.empty());
  }

  private static Command play(URI playlist) throws IOException {
    return Command.start(
        Tools.need("ffmpeg"),
        "-v warning -progress pipe:1 -stats_period 0.1 -i " + playlist + " -f null -");
  }

  private static URI playlist(ServerProcess server, IngestClient client) {
    return server.address().resolve("playlist/" + client.stream() + ".m3u8");
  }

  private static String text(ServerProcess server, IngestClient client) throws Exception {
    return server.get("playlist/" + client.stream() + ".m3u8").body();
  }

  private static List<String> segments(String playlist) {
    return playlist.lines().filter(line -> !line.startsWith("#")).toList();
  }

  private static long mediaSequence(String playlist) {
    String tag = "#EXT-X-MEDIA-SEQUENCE:";
    return playlist
        .lines()
        .filter(line -> line.startsWith(tag))
        .mapToLong(line -> Long.parseLong(line.substring(tag.length())))
        .findFirst()
        .orElseThrow();
  }
}
