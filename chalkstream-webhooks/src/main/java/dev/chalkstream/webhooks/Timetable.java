package dev.chalkstream.webhooks;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does things later. */
@FunctionalInterface
interface Timetable {

  /** Does something quick after a time, on a thread of its own. */
  void in(Duration delay, Runnable task);

  /** Does nothing any more. */
  default void stop() {}

  /** By the clock, on one thread. */
  static Timetable start() {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("chalkstream-webhooks"));
    return new Timetable() {
      @Override
      public void in(Duration delay, Runnable task) {
        try {
          var unused = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
          if (!thread.isShutdown()) {
            throw e;
          }
        }
      }

      @Override
      public void stop() {
        thread.shutdownNow();
      }
    };
  }
}
