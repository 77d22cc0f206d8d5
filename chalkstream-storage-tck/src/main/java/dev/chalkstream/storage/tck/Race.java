package dev.chalkstream.storage.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs something on several threads that start together. */
final class Race {

  /** What one of the threads does. */
  interface Runner<T> {
    T run(int thread) throws Exception;
  }

  private Race() {}

  /** Returns what each thread returned, by its number; fails if any failed. */
  static <T> List<T> run(int threads, Runner<T> runner) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch ready = new CountDownLatch(threads);
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        tasks.add(
            () -> {
              ready.countDown();
              ready.await();
              return runner.run(thread);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(tasks)) {
        results.add(result(future));
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  private static <T> T result(Future<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a racing thread failed: " + e.getCause(), e);
    }
  }
}
