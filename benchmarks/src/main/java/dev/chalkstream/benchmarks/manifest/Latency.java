package dev.chalkstream.benchmarks.manifest;

import java.util.Random;

/**
 * How long a call of the store takes.
 *
 * @param micros the usual time, in microseconds
 * @param shape how times differ
 */
record Latency(long micros, Shape shape) {

  /** How often a call of {@link Shape#LONG_TAIL} is slow: one in so many. */
  private static final int SLOW = 100;

  /** How much longer slow calls take, on average. */
  private static final int SLOWER = 10;

  enum Shape {
    /** Each call takes the same time. */
    FIXED,
    /** Two thirds of the usual time, and the last third on average, exponentially. */
    JITTER,
    /** The same, and one call in a hundred takes ten times longer, on average. */
    LONG_TAIL
  }

  long draw(Random random) {
    if (shape == Shape.FIXED) {
      return micros;
    }
    double time = (2 + exponential(random)) / 3;
    if (shape == Shape.LONG_TAIL && random.nextInt(SLOW) == 0) {
      time += SLOWER * exponential(random);
    }
    return (long) (micros * time);
  }

  private static double exponential(Random random) {
    return -Math.log(1 - random.nextDouble());
  }
}
