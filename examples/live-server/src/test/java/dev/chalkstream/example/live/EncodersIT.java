package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every ffmpeg line of docs/encoders.md, run as it stands there. */
class EncodersIT {

  private static final Pattern LINE = Pattern.compile("(?ms)^```sh\\R(ffmpeg .*?)^```$");
  private static final String TOKEN = "a-token";

  @TempDir Path store;
  @TempDir Path directory;

  @Test
  void everyLineOfTheDocumentPublishesAStreamFromBeginningToEnd() throws Exception {
    Tools.need("ffmpeg");
    TestVideo.make(directory);
    Files.move(directory.resolve("source.mp4"), directory.resolve("input.mp4"));
    List<Command> running = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(store, "--ingest-token", TOKEN);
        ServerProcess open = ServerProcess.startInMemory()) {
      for (String line : lines()) {
        boolean named = line.contains("$token");
        running.add(start(line, named ? server : open, "line-" + running.size()));
      }
      for (int i = 0; i < running.size(); i++) {
        Command line = running.get(i);
        assertThat(line.exitStatus()).as(line.err()).isZero();
        boolean named = lines().get(i).contains("$token");
        assertIsWhole(named ? server : open, "line-" + i);
      }
    } finally {
      for (Command line : running) {
        line.close();
      }
    }
  }

  private static void assertIsWhole(ServerProcess server, String session) throws Exception {
    String stream = SessionId.of(session).streamId().value();
    Await.until("it is over", () -> Listing.of(server, stream).isOver());
    Listing listing = Listing.of(server, stream);
    assertThat(listing.segments()).hasSize(6).doesNotHaveDuplicates();
    assertThat(listing.breaks()).isZero();
    assertThat(listing.hasGaps()).isFalse();
    assertThat(TestVideo.decodeFrames(server.address().resolve("playlist/" + stream + ".m3u8")))
        .isEqualTo(300);
  }

  private Command start(String line, ServerProcess server, String session) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-c", line);
    String address = server.address().toString();
    builder
        .environment()
        .putAll(
            Map.of(
                "server", address.substring(0, address.length() - 1),
                "session", session,
                "token", TOKEN));
    return Command.start(builder.directory(directory.toFile()));
  }

  private static List<String> lines() throws Exception {
    String document = Files.readString(Readme.root().resolve("docs/encoders.md"));
    List<String> lines = LINE.matcher(document).results().map(result -> result.group(1)).toList();
    assertThat(lines).hasSizeGreaterThan(3);
    return lines;
  }
}
