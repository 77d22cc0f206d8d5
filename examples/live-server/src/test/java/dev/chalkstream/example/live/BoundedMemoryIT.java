package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with little memory, and clients who would have it take twenty-five times as much. */
class BoundedMemoryIT {

  private static final String LITTLE = "-Xmx256m";

  /** What the server takes if it is not told otherwise. */
  private static final int LARGEST = 32 << 20;

  private static final int GREEDY_CLIENTS = 200;
  private static final int SENDERS = 8;

  private final List<GreedyUpload> uploads = new ArrayList<>();
  private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
  private ServerProcess server;

  @BeforeEach
  void start(@TempDir Path store) throws Exception {
    ProcessBuilder builder = new ProcessBuilder();
    builder.environment().put("JDK_JAVA_OPTIONS", LITTLE);
    server = ServerProcess.start(builder, store.toUri().toString());
  }

  @AfterEach
  void stop() throws Exception {
    senders.shutdownNow();
    for (GreedyUpload upload : uploads) {
      upload.close();
    }
    server.close();
  }

  @Test
  void manyOfTheLargestSegmentsAtOnceKeepNobodyFromPublishingAndWatching() throws Exception {
    IngestClient modest =
        new IngestClient(server.address(), SessionId.of("modest"), Optional.empty());
    DemoClip clip = DemoClip.load();
    for (int i = 0; i < GREEDY_CLIENTS; i++) {
      uploads.add(new GreedyUpload(server.address(), "greedy-" + i, LARGEST));
    }
    publish(modest, 0, clip.next());

    int sent = uploads.get(0).sendAllButTheLastByte();
    assertThat(sent).as("all the room that there is").isEqualTo(LARGEST - 1);
    publish(modest, 1, clip.next());

    List<Future<Integer>> others =
        uploads.stream().skip(1).map(next -> senders.submit(next::sendAllButTheLastByte)).toList();
    publish(modest, 2, clip.next());
    for (Future<Integer> other : others) {
      assertThat(other.get()).isPositive();
    }
    publish(modest, 3, clip.next());

    List<String> segments = Listing.of(server, modest.stream().value()).segments();
    assertThat(segments).hasSize(4);
    for (String segment : segments) {
      assertThat(server.get("playlist/" + segment).statusCode()).isEqualTo(200);
    }
    assertThat(server.command().isRunning()).isTrue();
    assertThat(server.command().err().lines())
        .as("who is refused is logged, and nothing else is wrong")
        .filteredOn(line -> !line.contains("WARN RefusalLog"))
        .noneMatch(line -> line.matches(".*(OutOfMemoryError|WARN|ERROR).*"));
  }

  /** Sends a segment until it is taken, as broadcasters do that are told to come again. */
  private static void publish(IngestClient client, long sequence, byte[] segment) throws Exception {
    Await.until(
        "segment " + sequence + " is taken",
        () -> {
          try {
            client.publish(sequence, DemoClip.SEGMENT_DURATION, segment);
            return true;
          } catch (IOException e) {
            assertThat(e).hasMessageContaining(" 503");
            return false;
          }
        });
  }
}
