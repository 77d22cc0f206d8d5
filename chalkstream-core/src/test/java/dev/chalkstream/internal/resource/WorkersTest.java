package dev.chalkstream.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkersTest {

  private static long pause(Workers workers, long leastMillis, long mostMillis) {
    long start = System.nanoTime();
    workers.pause(Duration.ofMillis(leastMillis), Duration.ofMillis(mostMillis));
    return System.nanoTime() - start;
  }

  /** Only a lower bound can be asserted, and a park may end early; but not each time. */
  private static long longest(Workers workers, long leastMillis, long mostMillis) {
    long longest = 0;
    for (int i = 0; i < 5; i++) {
      longest = Math.max(longest, pause(workers, leastMillis, mostMillis));
    }
    return longest;
  }

  @Test
  void aPauseWhoseLeastIsItsMostIsMade() {
    try (Workers workers = Workers.start()) {
      long half = Duration.ofMillis(20).toNanos();
      assertThat(longest(workers, 40, 40)).isGreaterThan(half);
      assertThat(longest(workers, 40, 50)).isGreaterThan(half);
      assertThat(longest(workers, 40, 0)).as("the least counts").isGreaterThan(half);
      pause(workers, 0, 0);
    }
  }
}
