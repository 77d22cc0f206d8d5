package dev.chalkstream.internal.resource;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for many things of which each takes the store's time, several of them at the same time.
 * Whoever wants them asks too, so that it comes to an end where the workers have no time. A worker
 * asks for one thing and then goes to the end of its queue, so that others get their turn.
 */
public final class SideBySide<K, V> {

  /** So many are asked for at the same time: a quarter of the threads that read streams. */
  static final int AT_ONCE = 16;

  private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);

  private final Queue<K> left;
  private final Map<K, V> found = new ConcurrentHashMap<>();
  private final Function<K, V> question;
  private final Executor workers;
  private final CountDownLatch open;
  private final Thread asker = Thread.currentThread();
  private volatile @Nullable RuntimeException fault;

  private SideBySide(Collection<K> keys, Function<K, V> question, Executor workers) {
    this.left = new ConcurrentLinkedQueue<>(keys);
    this.open = new CountDownLatch(keys.size());
    this.question = question;
    this.workers = workers;
  }

  /**
   * Asks for all of some things, and waits for the answers.
   *
   * @param keys the things, no two of them equal
   * @param question gives the answer for one, which is not null
   * @param workers do some of the asking
   * @return the answers
   * @throws RuntimeException what a question has thrown first; the rest is not asked for
   * @throws IOException if the thread is interrupted
   */
  public static <K, V> Map<K, V> map(Collection<K> keys, Function<K, V> question, Executor workers)
      throws IOException {
    var asking = new SideBySide<>(keys, question, workers);
    for (int i = 1; i < Math.min(AT_ONCE, keys.size()); i++) {
      asking.callHelp();
    }
    return asking.finish();
  }

  private void callHelp() {
    try {
      workers.execute(this::help);
    } catch (RejectedExecutionException e) {
      LOG.debug("No worker has time, so there is one less to help", e);
    }
  }

  /** An executor without threads of its own leaves all to the thread that wants the answers. */
  private void help() {
    if (Thread.currentThread() != asker && askNext()) {
      callHelp();
    }
  }

  private Map<K, V> finish() throws IOException {
    while (askNext()) {}
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted in waiting").initCause(e);
    }
    RuntimeException failure = fault;
    if (failure != null) {
      throw failure;
    }
    return found;
  }

  private boolean askNext() {
    K key = left.poll();
    if (key == null) {
      return false;
    }
    try {
      if (fault == null) {
        found.put(key, question.apply(key));
      }
    } catch (RuntimeException e) {
      fault = e;
    } finally {
      open.countDown();
    }
    return true;
  }
}
