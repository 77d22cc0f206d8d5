package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser that is told to leave its own encoder alone, as if it had none. */
class TranscoderIT {

  private static final Path CORE =
      Path.of("../../chalkstream-browser/node_modules/@ffmpeg/core/dist/esm");

  private static final String PAGE =
      """
      <!doctype html>
      <meta charset="utf-8">
      <title>A page whose browser cannot encode</title>
      <script type="module">
        import {ChalkStream} from "/chalkstream/chalkstream.js";
        import {ffmpegTranscoder} from "/chalkstream/ffmpeg.js";

        window.failures = [];
        window.stream = new ChalkStream({
          sessionId: "transcoded",
          chunkLength: 4000,
          video: {width: 320, height: 240, frameRate: 15},
          encoder: "ffmpeg",
          transcoder: ffmpegTranscoder({coreURL: "/ffmpeg-core.js"}),
          onError: ({code, message}) => failures.push(`${code}: ${message}`),
        });
        stream.start();
      </script>
      """;

  private static final int SEGMENTS = 3;

  @TempDir Path profile;
  @TempDir Path store;
  @TempDir Path files;

  @Test
  void ffmpegInThePageEncodesWhatIsRecorded() throws Exception {
    Tools.need("ffmpeg");
    Files.writeString(files.resolve("page.html"), PAGE);
    for (String file : new String[] {"ffmpeg-core.js", "ffmpeg-core.wasm"}) {
      Files.copy(CORE.resolve(file), files.resolve(file));
    }
    try (ServerProcess server = ServerProcess.start(store);
        Site site = new Site(files, server.address());
        Browser browser = Browser.startWithCamera(profile)) {
      browser.open(site.address().resolve("page.html"));
      String stream = SessionId.of("transcoded").streamId().value();

      Await.until(
          "segments are listed", () -> Listing.of(server, stream).segments().size() >= SEGMENTS);
      browser.evaluate("return stream.stop()");

      assertThat(browser.evaluate("return failures.join()")).isEqualTo("");
      Listing listing = Listing.of(server, stream);
      assertThat(listing.isOver()).isTrue();
      assertThat(listing.hasGaps()).isFalse();
      String playlist = server.address().resolve("playlist/" + stream + ".m3u8").toString();
      String said =
          Command.quietly(Tools.need("ffmpeg"), "-v warning -i " + playlist + " -f null -");
      assertThat(said).isEmpty();
    }
  }
}
