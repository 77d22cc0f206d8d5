package dev.chalkstream.internal.sweep;

import dev.chalkstream.internal.node.Node;
import dev.chalkstream.internal.node.StreamHeads;
import dev.chalkstream.internal.resource.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The kinds of work that nobody asks for, each of which has a thread of its own in the background.
 */
public record Lanes(
    Node node, StreamHeads heads, Sweeper sweeper, StoreScan scanner, Workers workers) {

  /** Begins to do all of it in the background. */
  public Background start(Duration scanInterval) {
    return new Background(() -> keepTime(workers.sweeps()), this::delete, this::scan, scanInterval);
  }

  /** Does all that is due now but the scan, and is done with it at its return. */
  public void tick() {
    keepTime(Runnable::run);
    delete();
  }

  /** Writes down what time has made true, and deletes nothing. */
  void keepTime(Executor sweeps) {
    node.storeTime().askIfDue(workers.streams());
    sweeper.tick(heads::get, sweeps);
  }

  /** Deletes what is due. */
  void delete() {
    sweeper.delete(heads::get);
  }

  /** Does what the scan and the deletions do in the background, one after the other. */
  public void scanAndDelete() throws IOException {
    scan();
    delete();
  }

  /** Looks through the whole store for what was left behind. */
  void scan() throws IOException {
    scanner.run();
  }
}
