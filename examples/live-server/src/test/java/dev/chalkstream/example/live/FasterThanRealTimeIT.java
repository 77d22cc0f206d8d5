package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.Tools;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that ffmpeg pushes as fast as it goes, without waiting for any answer. */
class FasterThanRealTimeIT {

  private static final int ROUNDS = 20;
  private static final int SEGMENTS = 6 * ROUNDS;

  private static final Map<String, String> OPTIONS =
      Map.of(
          "one-connection-each", "-method PUT",
          "one-for-all", "-method PUT -http_persistent 1");

  @TempDir Path store;
  @TempDir Path directory;

  @Test
  void everySegmentIsListedOnceAndInOrder() throws Exception {
    Path ffmpeg = Tools.need("ffmpeg");
    TestVideo.make(directory);
    try (ServerProcess server = ServerProcess.start(store);
        Command first = push(ffmpeg, server, "one-connection-each");
        Command second = push(ffmpeg, server, "one-for-all")) {
      assertThat(first.exitStatus()).as(first.err()).isZero();
      assertThat(second.exitStatus()).as(second.err()).isZero();

      for (String session : OPTIONS.keySet()) {
        String stream = SessionId.of(session).streamId().value();
        Await.until("the end is listed", () -> Listing.of(server, stream).isOver());
        Listing listing = Listing.of(server, stream);
        assertThat(listing.segments()).as(session).hasSize(SEGMENTS);
        assertThat(listing.hasGaps()).as(session).isFalse();
        assertThat(listing.breaks()).as(session).isZero();
      }
      assertThat(server.command().err()).doesNotContain("WARN", "ERROR");
    }
  }

  private Command push(Path ffmpeg, ServerProcess server, String session) throws Exception {
    return Command.start(
        ffmpeg,
        "-nostdin -v error -stream_loop "
            + (ROUNDS - 1)
            + " -i "
            + directory.resolve("source.mp4")
            + " -c copy -f hls -hls_time 2 "
            + OPTIONS.get(session),
        server.address().resolve("ingest/" + session + "/out.m3u8"));
  }
}
