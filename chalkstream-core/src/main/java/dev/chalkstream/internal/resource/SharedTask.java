package dev.chalkstream.internal.resource;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes the store's time. However many want it, one thread does it at a time, and
 * each of them waits for so long only. Safe for many threads.
 */
public final class SharedTask<T> {

  private final Callable<T> work;
  private final Executor workers;
  private final InstantSource clock;
  private @Nullable Turn<T> latest;

  public SharedTask(Executor workers, InstantSource clock, Callable<T> work) {
    this.workers = workers;
    this.clock = clock;
    this.work = work;
  }

  /**
   * Has it done, or joins those for whom it is being done.
   *
   * @param patience for how long it is waited for since it was begun
   * @throws IOException if it fails, or takes longer
   */
  public T get(Duration patience) throws IOException {
    return get(patience, () -> null);
  }

  /**
   * Has it done, or joins those for whom it is being done, unless it need not be done any more.
   *
   * @param patience for how long it is waited for since it was begun
   * @param done what was done meanwhile, if that is good enough, else null; asked only when nobody
   *     is at work, and must be quick
   * @throws IOException if it fails, or takes longer
   */
  public T get(Duration patience, Supplier<? extends @Nullable T> done) throws IOException {
    Turn<T> mine = null;
    Turn<T> turn;
    synchronized (this) {
      turn = latest;
      if (turn == null || turn.isDone()) {
        T ready = done.get();
        if (ready != null) {
          return ready;
        }
        mine = new Turn<>(work, clock.instant());
        latest = mine;
        turn = mine;
      }
    }
    if (mine != null) {
      begin(mine);
    }
    return turn.await(patience, clock.instant());
  }

  /** Whether it is being done, or is to be. */
  public synchronized boolean isAtWork() {
    return latest != null && !latest.isDone();
  }

  private void begin(Turn<T> turn) throws IOException {
    boolean taken = false;
    try {
      workers.execute(turn);
      taken = true;
    } catch (RejectedExecutionException e) {
      throw new IOException("too much waits for the store already", e);
    } finally {
      if (!taken) { // perhaps for want of a thread: nobody is to join what never begins
        turn.cancel(false);
      }
    }
  }

  private static final class Turn<T> extends FutureTask<T> {

    private final Instant begun;

    Turn(Callable<T> work, Instant begun) {
      super(work);
      this.begun = begun;
    }

    T await(Duration patience, Instant now) throws IOException {
      Duration left = patience.minus(Duration.between(begun, now));
      long nanos = Math.min(patience.toNanos(), Math.max(0, left.toNanos()));
      try {
        return get(nanos, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw new IOException("the store has not answered within " + patience, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted in waiting").initCause(e);
      } catch (ExecutionException e) {
        throw failure(e);
      } catch (CancellationException e) {
        throw new IOException("too much waits for the store already", e);
      }
    }

    private static IOException failure(ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException) {
        return Damage.wrap(String.valueOf(cause.getMessage()), cause);
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("what was to be done has failed", cause);
    }
  }
}
