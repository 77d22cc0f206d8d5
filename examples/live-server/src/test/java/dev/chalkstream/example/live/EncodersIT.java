package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every line of docs/encoders.md, run as it stands there, all at once. The input has a text track,
 * a second sound track and a data track.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncodersIT {

  private static final String TOKEN = "a-token";

  private final Map<String, Line> lines = new LinkedHashMap<>();
  private ServerProcess open;
  private ServerProcess guarded;

  /** One that is running. */
  private record Line(Command command, String session, ServerProcess server) {}

  @BeforeAll
  void runAllLines(@TempDir Path directory) throws Exception {
    Tools.need("ffmpeg");
    Tools.need("gst-launch-1.0");
    Path input = EncoderInput.make(directory);
    open = ServerProcess.startInMemory();
    guarded = ServerProcess.start(new ProcessBuilder(), "memory:", "--ingest-token", TOKEN);
    for (var snippet :
        Readme.snippetsThatRun("docs/encoders.md", "ffmpeg -", "gst-launch-1.0 -").entrySet()) {
      String session = "line-" + lines.size();
      ServerProcess server = snippet.getValue().contains("$token") ? guarded : open;
      Path place = Files.createDirectories(directory.resolve(session));
      Files.createLink(place.resolve("input.mp4"), input);
      Command command = start(snippet.getValue(), server, session, place);
      lines.put(snippet.getKey(), new Line(command, session, server));
    }
  }

  private static Command start(String line, ServerProcess server, String session, Path place)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-c", line);
    URI address = server.address();
    builder
        .environment()
        .putAll(
            Map.of(
                "server",
                "http://" + address.getAuthority(),
                "host",
                address.getAuthority(),
                "session",
                session,
                "token",
                TOKEN));
    return Command.start(builder.directory(place.toFile()));
  }

  @AfterAll
  void end() throws IOException {
    for (Line line : lines.values()) {
      line.command().close();
    }
    guarded.close();
    open.close();
  }

  @TestFactory
  Stream<DynamicTest> everyLineOfTheDocumentPublishesAStreamFromBeginningToEnd() {
    assertThat(lines).hasSizeGreaterThan(8);
    return lines.entrySet().stream()
        .map(line -> DynamicTest.dynamicTest(line.getKey(), () -> assertIsWhole(line.getValue())));
  }

  private static void assertIsWhole(Line line) throws Exception {
    line.command().succeed();
    String stream = SessionId.of(line.session()).streamId().value();
    Await.until("it is over", () -> Listing.of(line.server(), stream).isOver());
    Listing listing = Listing.of(line.server(), stream);
    assertThat(listing.segments()).hasSize(EncoderInput.SEGMENTS).doesNotHaveDuplicates();
    assertThat(listing.breaks()).isZero();
    assertThat(listing.hasGaps()).isFalse();
    URI playlist = line.server().address().resolve("playlist/" + stream + ".m3u8");
    assertThat(TestVideo.decodeFrames(playlist)).isEqualTo(EncoderInput.FRAMES);
  }
}
