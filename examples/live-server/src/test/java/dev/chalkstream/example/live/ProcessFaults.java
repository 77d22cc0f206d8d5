package dev.chalkstream.example.live;

import dev.chalkstream.example.testing.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Servers that die, or stand still. */
final class ProcessFaults {

  private static final Set<String> LEFT_ALONE = Set.of("200", "304", "503", "no connection");
  private static final Set<String> UNHEARD = Set.of("202", "503", "no connection", "no answer");
  private static final int DEATHS = 3;

  private final FaultTable table;
  private final Path directory;

  ProcessFaults(FaultTable table, Path directory) {
    this.table = table;
    this.directory = directory;
  }

  /** The only server is killed in the middle of what it does, and another is started. */
  void killed() throws Exception {
    try (FaultStage stage = new FaultStage(table, directory)) {
      ServerProcess server = stage.node();
      stage.begin(6);
      stage.fault("SIGKILL, " + DEATHS + " times", () -> {});
      for (int death = 0; death < DEATHS; death++) {
        stage.goesOn("it is at work", 2);
        server = stage.killAndRestart(server);
      }
      stage.bear(LEFT_ALONE, UNHEARD);
      stage.recovers("started again");
    }
  }

  /** One of two servers stands still for longer than anybody waits, and goes on. */
  void stopped(Duration length) throws Exception {
    Path kill = Tools.need("kill");
    try (FaultStage stage = new FaultStage(table, directory, "--completion-timeout", "120")) {
      stage.node();
      ServerProcess still = stage.node();
      stage.begin(6);
      String pid = Long.toString(still.command().pid());
      // Not while it pauses: it may be stopped in the middle of an upload.
      stage.fault("SIGSTOP of one of two for " + length.toSeconds() + " s", () -> {});
      Command.quietly(kill, "-STOP", pid);
      boolean runs = still.command().runsFor(length);
      Command.quietly(kill, "-CONT", pid);
      if (!runs) {
        throw new AssertionError("it has died");
      }
      stage.bear(Set.of("200", "304", "503", "no answer"), UNHEARD);
      stage.recovers("by itself");
    }
  }
}
