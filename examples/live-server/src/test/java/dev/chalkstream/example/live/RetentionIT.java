package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that are kept for a minute, on the clock, in files. For {@code mvn -P players}. */
@Tag("players")
class RetentionIT {

  private static final String GAP = "#EXT-X-GAP";

  /** A minute's retention and a playlist's duration more, and time to sweep. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path store;

  @Test
  void whatIsListedIsThereAndWhatIsOverLeavesATombstone() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (ServerProcess server = ServerProcess.start(store, "--retention", "1")) {
      Broadcast broadcast = new Broadcast(server, "retention");
      Future<Void> whole = thread.submit(threeMinutes(broadcast.send(1)));
      URI playlist = URI.create("playlist/" + broadcast.stream() + ".m3u8");

      long fetched = 0;
      while (!whole.isDone()) {
        fetched += fetchAllListed(server, playlist);
      }
      whole.get();
      assertThat(fetched).isGreaterThan(1_000);
      assertThat(server.get(playlist.toString()).body()).contains("#EXT-X-ENDLIST");

      Await.until("it expires", PATIENCE, () -> fetchAllListed(server, playlist) == 0);
      assertThat(server.get(playlist.toString()).statusCode()).isEqualTo(410);
      Await.until("its blobs go", PATIENCE, () -> blobs().allMatch(RetentionIT::isManifest));
      assertThat(blobs()).hasSize(1);
      assertThat(server.command().err()).doesNotContain("WARN", "ERROR");
    } finally {
      thread.shutdownNow();
    }
  }

  private static Callable<Void> threeMinutes(Broadcast broadcast) {
    return () -> {
      broadcast.air(45).lose().air(44).complete();
      return null;
    };
  }

  /** How many segments the playlist lists; each of them must be there. None if it is gone. */
  private static long fetchAllListed(ServerProcess server, URI playlist)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = server.get(playlist.toString());
    if (answer.statusCode() == 410) {
      return 0;
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> lines = answer.body().lines().toList();
    long fetched = 0;
    for (int i = 2; i < lines.size(); i++) {
      boolean isSegment = !lines.get(i).startsWith("#") && !lines.get(i - 2).equals(GAP);
      if (isSegment) {
        String segment = playlist.resolve(lines.get(i)).toString();
        assertThat(server.get(segment).statusCode()).as(segment).isEqualTo(200);
        fetched++;
      }
    }
    return fetched;
  }

  /** The streams' own: the store has a folder for itself. */
  private Stream<Path> blobs() throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !store.relativize(file).startsWith("@chalkstream"))
          .toList()
          .stream();
    }
  }

  private static boolean isManifest(Path file) {
    return file.getFileName().toString().equals("manifest.json");
  }
}
