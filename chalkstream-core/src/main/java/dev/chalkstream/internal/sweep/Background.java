package dev.chalkstream.internal.sweep;

import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.resource.DaemonThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * The threads of one instance of which one hands out often what is due, and one scans rarely.
 * Neither waits for the other, and neither ends because of what it has met.
 */
public final class Background implements AutoCloseable {

  private static final FaultLog FAULTS = new FaultLog(LoggerFactory.getLogger(Background.class));
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final DaemonThreads threads = DaemonThreads.named("chalkstream-sweeper");

  /** As many as there are tasks. */
  private final ScheduledThreadPoolExecutor pool =
      new ScheduledThreadPoolExecutor(2, threads, new ThreadPoolExecutor.DiscardPolicy());

  /** Something that looks at the store. */
  interface Task {
    void run() throws IOException;
  }

  /**
   * When the store is scanned.
   *
   * @param interval between the end of a scan and the next
   * @param retry between the start and the first scan, and after a scan that has failed
   */
  record ScanTimes(Duration interval, Duration retry) {

    private static final Duration RETRY = Duration.ofMinutes(5);

    /** With the usual retry, or the interval if that is shorter. */
    static ScanTimes every(Duration interval) {
      return new ScanTimes(interval, interval.compareTo(RETRY) < 0 ? interval : RETRY);
    }
  }

  private final Task scan;
  private final ScanTimes scanTimes;

  /**
   * Begins to do all of it.
   *
   * @param tick is done at once and then every second; it hands out what may take long
   * @param scan may take long
   * @param scanTimes when it is done
   */
  Background(Runnable tick, Task scan, ScanTimes scanTimes) {
    this.scan = scan;
    this.scanTimes = scanTimes;
    pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    pool.scheduleWithFixedDelay(
        () -> succeeds("sweep", tick::run), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    scanAfter(scanTimes.retry());
  }

  private void scanAfter(Duration delay) {
    pool.schedule(this::scan, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void scan() {
    scanAfter(succeeds("scan", scan) ? scanTimes.interval() : scanTimes.retry());
  }

  /** A task that throws would not be run again, whatever it throws. */
  private static boolean succeeds(String what, Task task) {
    try {
      task.run();
      return true;
    } catch (Throwable e) {
      FAULTS.faultWithTrace(e, "A {} in the store has failed, and will be tried again", what);
      return false;
    }
  }

  /** Waits for what is being done, so that the store can be closed after this. */
  @Override
  public void close() {
    pool.shutdown();
    threads.join(PATIENCE);
  }
}
