package dev.chalkstream.servlet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for the store while it takes what broadcasters send, so that none of the
 * container's does, however few it has. Bounded, and gone when idle. Safe for many threads.
 */
final class StoreThreads implements AutoCloseable {

  /** As many as an instance lets through to its store. */
  static final int MOST = 128;

  /**
   * A burst of small segments waits here; all of them are in memory, which is bounded elsewhere.
   */
  private static final int MOST_WAITING = 1_024;

  /** A store that is well takes a burst within this time. */
  private static final long PATIENCE_SECONDS = 2;

  private static final long IDLE_SECONDS = 10;

  private final AtomicInteger count = new AtomicInteger();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          MOST,
          MOST,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          this::thread);

  StoreThreads() {
    pool.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "chalkstream-store-" + count.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(StoreThreads.class.getClassLoader());
    return thread;
  }

  /**
   * Runs a task, at once or when a thread is free.
   *
   * @param task may block
   * @param turnedAway is run instead, on any thread and after two seconds at most, if no thread is
   *     free or this is closed; must not block
   */
  void execute(Runnable task, Runnable turnedAway) {
    try {
      pool.execute(task);
    } catch (RejectedExecutionException e) {
      turnedAway.run();
      return;
    }
    if (!pool.getQueue().isEmpty()) {
      CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .execute(
              () -> {
                if (pool.remove(task)) {
                  turnedAway.run();
                }
              });
    }
  }

  /** Begins nothing more; what has begun, or waits, comes to its end. */
  @Override
  public void close() {
    pool.shutdown();
  }
}
