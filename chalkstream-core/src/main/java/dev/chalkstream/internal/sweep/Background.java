package dev.chalkstream.internal.sweep;

import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.resource.DaemonThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * The threads of one instance of which one hands out often what is due, and one scans rarely.
 * Neither waits for the other, and neither ends because of what it has met.
 */
public final class Background implements AutoCloseable {

  private static final FaultLog FAULTS = new FaultLog(LoggerFactory.getLogger(Background.class));
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration FIRST_SCAN = Duration.ofMinutes(5);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final DaemonThreads threads = DaemonThreads.named("chalkstream-sweeper");

  /** As many as there are tasks. */
  private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(2, threads);

  /** Something that looks at the store. */
  interface Task {
    void run() throws IOException;
  }

  private final List<ScheduledFuture<?>> tasks;

  /**
   * Begins to do all of it.
   *
   * @param tick is done at once and then every second; it hands out what may take long
   * @param scan may take long
   * @param scanInterval between the end of a scan and the next
   */
  Background(Runnable tick, Task scan, Duration scanInterval) {
    Duration firstScan = scanInterval.compareTo(FIRST_SCAN) < 0 ? scanInterval : FIRST_SCAN;
    this.tasks =
        List.of(
            repeat("sweep", tick::run, Duration.ZERO, TICK),
            repeat("scan", scan, firstScan, scanInterval));
  }

  private ScheduledFuture<?> repeat(String what, Task task, Duration first, Duration interval) {
    return pool.scheduleWithFixedDelay(
        () -> guarded(what, task), first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A task that throws would not be run again, whatever it throws. */
  private static void guarded(String what, Task task) {
    try {
      task.run();
    } catch (Throwable e) {
      FAULTS.faultWithTrace(e, "A {} in the store has failed, and will be tried again", what);
    }
  }

  /** Waits for what is being done, so that the store can be closed after this. */
  @Override
  public void close() {
    tasks.forEach(task -> task.cancel(false));
    pool.shutdown();
    threads.join(PATIENCE);
  }
}
