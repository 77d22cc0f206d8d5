package dev.chalkstream.internal.resource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The threads of one instance that wait for its store, so that requests need not wait for longer
 * than they want. Bounded, and gone when idle. Each kind of work has threads of its own, so that
 * segments that a store is slow to give do not keep playlists from being read.
 */
public final class Workers implements AutoCloseable {

  /** At 50 ms a call, enough for some six hundred streams that are watched at the same time. */
  private static final int STREAM_THREADS = 64;

  private static final int SEGMENT_THREADS = 32;
  private static final int WAITING_SEGMENTS = 256;

  /**
   * One stream has half of them: a page of 64 segments is deleted within a minute at 15 s a call.
   */
  private static final int DELETION_THREADS = 32;

  /** A store that hangs for some streams leaves threads to complete the others, and to delete. */
  private static final int SWEEP_THREADS = 16;

  private static final Duration IDLE = Duration.ofSeconds(10);

  /** For all that has begun when the instance is closed; a store that hangs is not waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** After the instance is closed, whoever still asks for something does it. */
  private static final RejectedExecutionHandler DO_IT_YOURSELF = (task, pool) -> task.run();

  private final boolean areThreads;
  private final Executor streams;
  private final Executor segments;
  private final Executor deletions;
  private final StreamShares shares;
  private final Executor sweeps;
  private final Executor reapers;

  private Workers(
      boolean areThreads,
      Executor streams,
      Executor segments,
      Executor deletions,
      Executor sweeps,
      Executor reapers) {
    this.areThreads = areThreads;
    this.streams = streams;
    this.segments = segments;
    this.deletions = deletions;
    this.shares = new StreamShares(deletions, DELETION_THREADS);
    this.sweeps = sweeps;
    this.reapers = reapers;
  }

  public static Workers start() {
    return new Workers(
        true,
        pool("chalkstream-reader", STREAM_THREADS, Integer.MAX_VALUE, DO_IT_YOURSELF),
        pool(
            "chalkstream-loader",
            SEGMENT_THREADS,
            WAITING_SEGMENTS,
            new ThreadPoolExecutor.AbortPolicy()),
        pool("chalkstream-deleter", DELETION_THREADS, Integer.MAX_VALUE, DO_IT_YOURSELF),
        pool("chalkstream-completer", SWEEP_THREADS, Integer.MAX_VALUE, DO_IT_YOURSELF),
        pool("chalkstream-reaper", SWEEP_THREADS, Integer.MAX_VALUE, DO_IT_YOURSELF));
  }

  /** None: whoever wants something done does it. */
  public static Workers none() {
    Executor same = Runnable::run;
    return new Workers(false, same, same, same, same, same);
  }

  /** Read manifests and pages, write down what time has made true, make playlists. */
  public Executor streams() {
    return streams;
  }

  /** Read segments. Refuse when too many wait already. */
  public Executor segments() {
    return segments;
  }

  /** Delete blobs, in shares for each stream. */
  public StreamShares deletions() {
    return shares;
  }

  /** Write down what time has made true of streams that nobody asks for, and tell of stalls. */
  public Executor sweeps() {
    return sweeps;
  }

  /** Look after the deletions of one stream each. */
  public Executor reapers() {
    return reapers;
  }

  /** Lets a random time pass; none where nobody else could use it. */
  public void pause(Duration least, Duration most) {
    long spread = Math.max(0, most.toNanos() - least.toNanos());
    if (areThreads) {
      LockSupport.parkNanos(least.toNanos() + ThreadLocalRandom.current().nextLong(spread + 1));
    }
  }

  private static ThreadPoolExecutor pool(
      String name, int threads, int waiting, RejectedExecutionHandler otherwise) {
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            DaemonThreads.named(name),
            otherwise);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Lets what has begun come to its end, and waits for that for a little while. What nobody waits
   * for and has not begun, other nodes do.
   */
  @Override
  public void close() {
    List<ThreadPoolExecutor> pools = pools(streams, segments, deletions, sweeps, reapers);
    pools.forEach(ThreadPoolExecutor::shutdown);
    pools(sweeps, reapers).forEach(pool -> pool.getQueue().clear());
    pools.forEach(pool -> ((DaemonThreads) pool.getThreadFactory()).join(PATIENCE));
  }

  private static List<ThreadPoolExecutor> pools(Executor... executors) {
    return Stream.of(executors)
        .filter(ThreadPoolExecutor.class::isInstance)
        .map(ThreadPoolExecutor.class::cast)
        .toList();
  }
}
