package dev.chalkstream.internal.sweep;

import dev.chalkstream.internal.node.Node;
import dev.chalkstream.internal.node.StreamHeads;
import dev.chalkstream.internal.resource.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The kinds of work that no request asks for. What is due in one stream holds up neither another
 * stream nor another kind of work.
 */
public record BackgroundWork(
    Node node, StreamHeads heads, Sweeper sweeper, StoreScan scanner, Workers workers) {

  /** Begins to do all of it in the background. */
  public Background start(Duration scanInterval) {
    return new Background(this::handOut, this::scan, Background.ScanTimes.every(scanInterval));
  }

  /** Has others do all that is due now but the scan. */
  void handOut() {
    keepTime(workers.sweeps());
    delete(workers.reapers());
  }

  /** Does all that is due now but the scan, and is done with it at its return. */
  public void tick() {
    keepTime(Runnable::run);
    delete(Runnable::run);
  }

  /** Writes down what time has made true, and deletes nothing. */
  private void keepTime(Executor sweeps) {
    node.storeTime().askIfDue(workers.streams());
    sweeper.tick(heads::get, sweeps);
  }

  /** Deletes what is due. */
  private void delete(Executor reapers) {
    sweeper.delete(heads::get, reapers);
  }

  /** Does what the scan and the deletions do in the background, one after the other. */
  public void scanAndDelete() throws IOException {
    scan();
    delete(Runnable::run);
  }

  /** Looks through the whole store for what was left behind. */
  void scan() throws IOException {
    scanner.run();
  }
}
