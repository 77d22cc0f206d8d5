package dev.chalkstream;

import dev.chalkstream.internal.log.FaultLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The thread of one instance that sweeps often and scans rarely. */
final class Background implements AutoCloseable {

  private static final FaultLog FAULTS = new FaultLog(LoggerFactory.getLogger(Background.class));
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration FIRST_SCAN = Duration.ofMinutes(5);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final DaemonThreads threads = DaemonThreads.named("chalkstream-sweeper");
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(threads);

  /** Something that looks at the store. */
  interface Task {
    void run() throws IOException;
  }

  private final List<ScheduledFuture<?>> tasks;

  Background(Runnable tick, Task scan, Duration scanInterval) {
    Duration firstScan = scanInterval.compareTo(FIRST_SCAN) < 0 ? scanInterval : FIRST_SCAN;
    this.tasks =
        List.of(
            repeat("sweep", tick::run, TICK, TICK), repeat("scan", scan, firstScan, scanInterval));
  }

  private ScheduledFuture<?> repeat(String what, Task task, Duration first, Duration interval) {
    return thread.scheduleWithFixedDelay(
        () -> guarded(what, task), first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A task that throws would not be run again. */
  private static void guarded(String what, Task task) {
    try {
      task.run();
    } catch (IOException | RuntimeException e) {
      FAULTS.faultWithTrace(e, "A {} of the store has failed, and will be tried again", what);
    }
  }

  /** Waits for what is being done, so that the store can be closed after this. */
  @Override
  public void close() {
    tasks.forEach(task -> task.cancel(false));
    thread.shutdown();
    threads.join(PATIENCE);
  }
}
