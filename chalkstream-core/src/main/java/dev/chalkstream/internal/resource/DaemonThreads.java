package dev.chalkstream.internal.resource;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that do not keep the process alive, and that can be waited for. */
public final class DaemonThreads implements ThreadFactory {

  private static final Logger LOG = LoggerFactory.getLogger(DaemonThreads.class);

  private final String name;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  private DaemonThreads(String name) {
    this.name = name;
  }

  public static DaemonThreads named(String name) {
    return new DaemonThreads(name);
  }

  @Override
  public Thread newThread(Runnable task) {
    threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /**
   * Waits until they have ended, now that their work has. Whoever asks on one of them waits for the
   * others only; being interrupted ends the waiting.
   */
  public void join(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (Thread thread : threads) {
        if (thread.equals(Thread.currentThread())) {
          continue;
        }
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        if (thread.isAlive()) {
          LOG.warn("{} is still at work; what it does now may fail", name);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
