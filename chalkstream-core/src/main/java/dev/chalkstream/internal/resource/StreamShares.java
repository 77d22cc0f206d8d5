package dev.chalkstream.internal.resource;

import dev.chalkstream.StreamId;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares a bounded number of threads between streams, so that one whose tasks hang leaves some to
 * the others: a stream takes no more threads than it leaves free, but one if there is any. A stream
 * that is alone has half of them, the next one half of the rest. Streams take turns. Safe for many
 * threads.
 */
public final class StreamShares {

  private static final Logger LOG = LoggerFactory.getLogger(StreamShares.class);

  private final Executor threads;
  private final int size;

  /** The streams that have tasks, the one whose turn it is first. */
  private final Map<StreamId, Share> shares = new LinkedHashMap<>();

  private int taken;

  private static final class Share {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int taken;
  }

  /** A task that has a thread, or is about to have one. */
  private record Turn(StreamId stream, Share share, Runnable task) {}

  /**
   * Shares threads that nobody else uses.
   *
   * @param threads run what they are given, at once or later
   * @param size how many there are
   */
  StreamShares(Executor threads, int size) {
    this.threads = threads;
    this.size = size;
  }

  /**
   * Has a task done when it is the stream's turn.
   *
   * @return what the task has brought, once it has
   */
  public <T> CompletableFuture<T> submit(StreamId stream, Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, turn -> add(stream, turn));
  }

  private void add(StreamId stream, Runnable task) {
    synchronized (this) {
      shares.computeIfAbsent(stream, fresh -> new Share()).waiting.add(task);
    }
    begin();
  }

  /** Begins all that may begin by now. */
  private void begin() {
    for (Turn turn = next(); turn != null; turn = next()) {
      hand(turn);
    }
  }

  private void hand(Turn turn) {
    try {
      threads.execute(() -> run(turn));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      LOG.debug("There is no thread for a task of stream {}, so this one does it", turn.stream, e);
      run(turn);
    }
  }

  /** Does a task, and then those that come next. A task keeps what it throws to itself. */
  private void run(Turn first) {
    for (Turn turn = first; turn != null; turn = next()) {
      begin();
      turn.task.run();
      end(turn);
    }
  }

  private synchronized @Nullable Turn next() {
    for (Map.Entry<StreamId, Share> entry : shares.entrySet()) {
      Share share = entry.getValue();
      Runnable task = mayTake(share) ? share.waiting.poll() : null;
      if (task != null) {
        StreamId stream = entry.getKey();
        shares.remove(stream);
        shares.put(stream, share);
        share.taken++;
        taken++;
        return new Turn(stream, share, task);
      }
    }
    return null;
  }

  /** So that the stream leaves as many free as it takes, with this one. */
  private boolean mayTake(Share share) {
    return share.taken == 0 ? taken < size : share.taken + 1 <= size - taken - 1;
  }

  private synchronized void end(Turn turn) {
    Share share = turn.share;
    share.taken--;
    taken--;
    if (share.taken == 0 && share.waiting.isEmpty()) {
      shares.remove(turn.stream);
    }
  }
}
