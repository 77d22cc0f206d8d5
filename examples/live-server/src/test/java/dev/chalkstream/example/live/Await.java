package dev.chalkstream.example.live;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what must come, with a deadline that only a hang reaches. */
final class Await {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 50;

  private Await() {}

  static void until(String what, Callable<Boolean> condition) throws Exception {
    until(what, DEADLINE, condition);
  }

  static void until(String what, Duration deadline, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > deadline.toNanos()) {
        throw new AssertionError("in vain waited until " + what);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
