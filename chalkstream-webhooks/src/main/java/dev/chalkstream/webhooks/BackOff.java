package dev.chalkstream.webhooks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before something is sent again: twice as long each time, up to a minute, and a
 * little less by chance, so that not everything comes at once when a receiver is back.
 */
final class BackOff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** A receiver that asks for more is asked again sooner. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private static final int MOST_DOUBLINGS = 6;

  private final RandomGenerator random;

  BackOff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The time to wait.
   *
   * @param failures how many times it has failed in a row, at least once
   * @param asked for how long the receiver wants to be left alone at least
   */
  Duration after(int failures, Duration asked) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    long most = Math.min(doubled.toNanos(), LONGEST.toNanos());
    Duration wait = Duration.ofNanos(random.nextLong(most / 2, most + 1));
    Duration least = asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER;
    return least.compareTo(wait) > 0 ? least : wait;
  }
}
