package dev.chalkstream.servlet;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for the store while it takes what broadcasters send, so that none of the
 * container's does, however few it has. Bounded, and gone when idle.
 */
final class StoreThreads implements Executor, AutoCloseable {

  /** As many as an instance lets through to its store. */
  static final int MOST = 128;

  private static final long IDLE_SECONDS = 10;

  private final AtomicInteger count = new AtomicInteger();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "chalkstream-store-" + count.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(StoreThreads.class.getClassLoader());
    return thread;
  }

  /**
   * Runs a task at once.
   *
   * @throws RejectedExecutionException if all threads are at work, or this is closed
   */
  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Begins nothing more; what has begun comes to its end. */
  @Override
  public void close() {
    pool.shutdown();
  }
}
