package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts that publish with ffmpeg and curl, as the README and the front page have them, on an
 * input whose last segment plays for less than a second.
 */
class PublishScriptsIT {

  private static final int FRAMES = 162;
  private static final Pattern STREAM = Pattern.compile("[0-9a-f]{40}");

  @TempDir static Path directory;

  @BeforeAll
  static void makeInput() throws Exception {
    Tools.need("curl");
    Tools.need("openssl");
    Command.quietly(
        Tools.need("ffmpeg"),
        "-v error -f lavfi -i testsrc2=s=320x180:r=25:d=6.48 -f lavfi -i sine=r=48000:d=6.48"
            + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac",
        directory.resolve("input.mp4"));
    assertThat(TestVideo.countFrames(directory.resolve("input.mp4"))).isEqualTo(FRAMES);
  }

  @Test
  void theReadmesScriptPublishesAllSegments() throws Exception {
    String script = Readme.snippet("Publish to it", "sh");
    String player =
        script.lines().filter(line -> line.startsWith("ffplay")).findFirst().orElseThrow();
    try (ServerProcess server = ServerProcess.startInMemory()) {
      String stream =
          run(
              script
                  .replace(player, "echo $stream")
                  .replace("http://127.0.0.1:8080", base(server)));

      assertIsWhole(server, stream);
    }
  }

  @Test
  void theFrontPagesScriptPublishesAllSegments() throws Exception {
    try (ServerProcess server = ServerProcess.startInMemory()) {
      String page = server.get("").body();
      String script =
          page.substring(page.indexOf("<pre"), page.indexOf("</pre>"))
              .replaceAll("<[^>]*>", "")
              .replace("&gt;", ">")
              .replace("&amp;", "&")
              .replace("http://127.0.0.1:8080", base(server))
              .replace(" -re ", " ");

      assertIsWhole(server, run(script));
    }
  }

  private static String base(ServerProcess server) {
    return server.address().toString().replaceFirst("/$", "");
  }

  /** Runs a script, and finds in what it says the stream that came of it. */
  private static String run(String script) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script);
    Path scratch = Files.createTempDirectory(directory, "script");
    Files.copy(directory.resolve("input.mp4"), scratch.resolve("input.mp4"));
    try (Command command = Command.start(builder.directory(scratch.toFile()))) {
      assertThat(command.exitStatus()).as(command.err()).isZero();
      Matcher stream = STREAM.matcher(command.out());
      assertThat(stream.find()).as(command.out()).isTrue();
      return stream.group();
    }
  }

  private static void assertIsWhole(ServerProcess server, String stream) throws Exception {
    String playlist = server.get("playlist/" + stream + ".m3u8").body();
    List<String> durations = playlist.lines().filter(line -> line.startsWith("#EXTINF:")).toList();
    assertThat(durations).hasSize(4);
    assertThat(durations.get(3)).startsWith("#EXTINF:0.");
    assertThat(playlist).endsWith("#EXT-X-ENDLIST\n").doesNotContain("#EXT-X-GAP");
    assertThat(TestVideo.decodeFrames(server.address().resolve("playlist/" + stream + ".m3u8")))
        .isEqualTo(FRAMES);
  }
}
