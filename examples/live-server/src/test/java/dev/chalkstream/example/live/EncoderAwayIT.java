package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What docs/encoders.md says of encoders while the server is away: killed, and started again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncoderAwayIT {

  private static final String DOCUMENT = "docs/encoders.md";
  private static final long SEGMENTS = 6;

  private Path directory;
  private ServerProcess server;
  private int port;
  private Command patient;
  private Command persistent;
  private Command loop;
  private Command files;
  private double secondsBefore;

  @BeforeAll
  void killTheServerUnderThem(@TempDir Path place) throws Exception {
    Tools.need("ffmpeg");
    directory = place;
    TestVideo.make(directory);
    Path store = Files.createDirectory(directory.resolve("store"));
    port = Ports.free();
    server = ServerProcess.startAt(port, store);
    // Its input never ends, so that it lasts for as long as the server is away.
    patient = run("patient", Readme.snippet(DOCUMENT, "To begin with", "sh"), "-stream_loop -1");
    String line = Readme.snippet(DOCUMENT, "On one connection", "sh");
    persistent = run("persistent", line.replaceFirst("until ", "").replaceFirst("do .*\n", ""), "");
    loop = run("loop", line, "");
    Tools.need("gst-launch-1.0");
    String script = Readme.snippet(DOCUMENT, "GStreamer's hlssink2, and curl", "sh");
    files = run("files", script.replace("=input.mp4", "=source.mp4"), "");
    for (String session : new String[] {"patient", "persistent", "loop", "files"}) {
      // Of two that come again with the same bytes nobody could tell that they are not late.
      Await.until("three are listed", () -> listing(session).segments().size() > 2);
    }
    server.kill();
    Await.until("the loop has begun again", () -> loop.err().split("Input #0").length > 2);
    Await.until("it cannot connect", () -> patient.err().contains("Connection refused"));
    Await.until("nor can curl", () -> files.err().contains("curl: (7)"));
    server = ServerProcess.startAt(port, store);
    secondsBefore = listing("patient").seconds();
  }

  private Command run(String session, String line, String more) throws IOException {
    String looped = line.replace("-i input.mp4", more + " -i source.mp4");
    ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-c", looped);
    builder.environment().putAll(Map.of("server", "http://127.0.0.1:" + port, "session", session));
    return Command.start(builder.directory(directory.toFile()));
  }

  @AfterAll
  void end() throws IOException {
    files.close();
    loop.close();
    persistent.close();
    patient.close();
    server.close();
  }

  @Test
  void onOneConnectionFfmpegEnds() throws Exception {
    assertThat(persistent.exitStatus()).isNotZero();
    assertThat(persistent.err()).contains("av_interleaved_write_frame(): Connection refused");
  }

  @Test
  void theLoopGoesOnWithTheStreamBehindOneDiscontinuity() throws Exception {
    loop.succeed();
    Await.until("it is over", () -> listing("loop").isOver());
    Listing listing = listing("loop");
    assertThat(listing.segments()).doesNotHaveDuplicates();
    assertThat(listing.runs()).hasSize(2).last().isEqualTo(SEGMENTS);
    assertThat(listing.hasGaps()).isFalse();
  }

  @Test
  void onConnectionsOfTheirOwnItKeepsWhatItCannotSend() throws Exception {
    Await.until("more is listed", () -> listing("patient").seconds() > secondsBefore);
    patient.terminate();
    patient.exitStatus();
    Await.until("it is over", () -> listing("patient").isOver());
    Listing listing = listing("patient");
    assertThat(listing.hasGaps()).isFalse();
    assertThat(listing.breaks()).isZero();
    assertThat(listing.durations()).anyMatch(seconds -> seconds > 3);
  }

  @Test
  void whatSendsAgainLosesNothing() throws Exception {
    files.succeed();
    Await.until("it is over", () -> listing("files").isOver());
    Listing listing = listing("files");
    assertThat(listing.segments()).hasSize((int) SEGMENTS).doesNotHaveDuplicates();
    assertThat(listing.breaks()).isZero();
    assertThat(listing.hasGaps()).isFalse();
  }

  private Listing listing(String session) throws Exception {
    return Listing.of(server, SessionId.of(session).streamId().value());
  }
}
