package dev.chalkstream.example.live;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/** Nodes whose wall clocks are wrong. */
final class ClockFaults {

  private static final Set<String> SERVED = Set.of("200", "304");
  private static final Set<String> TAKEN = Set.of("202");

  /** Half a minute's silence, on a slow machine. */
  private static final Duration COMPLETION = Duration.ofMinutes(2);

  /** A minute's retention, a playlist's duration, and time to sweep. */
  private static final Duration EXPIRY = Duration.ofMinutes(6);

  private final FaultTable table;
  private final Path directory;

  ClockFaults(FaultTable table, Path directory) {
    this.table = table;
    this.directory = directory;
  }

  /**
   * A node with a wrong clock works beside one with the right one, and ends. The stream is neither
   * completed nor emptied by the one, nor stopped for the other; and it ends when it is over.
   *
   * @param expires whether to wait until the stream has expired, too
   */
  void off(String offset, boolean expires) throws Exception {
    FakeClock clock = new FakeClock(directory.resolve("clock"), offset);
    try (FaultStage stage =
        new FaultStage(table, directory.resolve("store"), "--retention", expires ? "1" : "10")) {
      ServerProcess right = stage.node();
      stage.begin(6);
      if (expires) {
        stage.bears(FaultViewer.WITHOUT_ITS_BEGINNING);
      }
      // Nobody waits for it, as a start may take longer than a stream may be silent.
      ServerProcess wrong = stage.node(clock.process());
      check(wrong, offset);
      stage.fault("a second node, " + offset, () -> {});
      stage.goesOn("both take segments", 20);
      stage.bear(SERVED, TAKEN);
      stage.fault(
          "it is killed",
          () -> {
            stage.without(wrong);
            wrong.close();
          });
      stage.goesOn("the other takes segments", 10);
      stage.bear(SERVED, TAKEN);
      end(stage, right, expires);
    }
  }

  /** The clock of the only node jumps while it runs. */
  void jumps(String... offsets) throws Exception {
    FakeClock clock = new FakeClock(directory.resolve("clock"), "+0");
    try (FaultStage stage = new FaultStage(table, directory.resolve("store"))) {
      ServerProcess server = stage.node(clock.process());
      stage.begin(6);
      for (String offset : offsets) {
        stage.fault("the clock jumps to " + offset, () -> clock.jump(offset));
        if (!offset.equals("+0")) {
          check(server, offset);
        }
        stage.goesOn("segments are taken", 8);
        stage.bear(SERVED, TAKEN);
      }
      end(stage, server, false);
    }
  }

  /** The broadcaster stops without a word, as if its battery were empty. */
  private static void end(FaultStage stage, ServerProcess server, boolean expires)
      throws Exception {
    stage.checkViewer();
    stage.bears(FaultViewer.OVER, FaultViewer.WITHOUT_ITS_BEGINNING);
    stage.broadcaster().stop();
    String stream = stage.broadcaster().stream();
    Await.until("all is listed", () -> endsWithAll(stage, server));
    Await.until("it is complete", COMPLETION, () -> Listing.of(server, stream).isOver());
    String how = "by itself, and completes when it is over";
    if (expires) {
      String playlist = "playlist/" + stream + ".m3u8";
      Await.until("it expires", EXPIRY, () -> server.get(playlist).statusCode() == 410);
      how += ", and expires";
    }
    stage.checkViewer();
    stage.row(how);
  }

  /** What is listed is the end of what was acknowledged; its beginning may have left. */
  private static boolean endsWithAll(FaultStage stage, ServerProcess server) throws Exception {
    List<String> acknowledged = stage.broadcaster().digests();
    List<String> listed = stage.listed(server);
    int left = acknowledged.size() - listed.size();
    return left >= 0
        && !listed.isEmpty()
        && listed.equals(acknowledged.subList(left, acknowledged.size()));
  }

  /** Whether the server goes by another clock, where that can be told. */
  private static void check(ServerProcess server, String offset) throws Exception {
    if (offset.endsWith("s")) {
      return;
    }
    try {
      Await.until("it goes by another clock", Duration.ofSeconds(10), () -> isOff(server));
    } catch (AssertionError e) {
      Tools.missing("libfaketime does not change the clock of this Java");
    }
  }

  private static boolean isOff(ServerProcess server) throws IOException, InterruptedException {
    String date = server.get("").headers().firstValue("Date").orElseThrow();
    Instant said = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    return Duration.between(said, Instant.now()).abs().compareTo(Duration.ofMinutes(30)) > 0;
  }
}
