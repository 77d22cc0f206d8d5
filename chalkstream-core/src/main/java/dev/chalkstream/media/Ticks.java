package dev.chalkstream.media;

/**
 * Arithmetic on counts of ticks that stops at the largest number instead of overflowing. No result
 * is {@link Long#MIN_VALUE}, so each has an absolute value.
 */
final class Ticks {

  private Ticks() {}

  static long plus(long one, long other) {
    long sum = one + other;
    boolean overflows = ((one ^ sum) & (other ^ sum)) < 0;
    return overflows ? limit(one < 0) : bounded(sum);
  }

  static long minus(long one, long other) {
    long difference = one - other;
    boolean overflows = ((one ^ other) & (one ^ difference)) < 0;
    return overflows ? limit(one < 0) : bounded(difference);
  }

  static long times(long one, long other) {
    long high = Math.multiplyHigh(one, other);
    long low = one * other;
    boolean overflows = high != low >> 63;
    return overflows ? limit(high < 0) : bounded(low);
  }

  /** A quotient to the nearest whole number, halves up; neither may be negative. */
  static long divide(long ticks, long divisor) {
    long rest = ticks % divisor;
    return ticks / divisor + (rest >= divisor - rest ? 1 : 0);
  }

  private static long limit(boolean negative) {
    return negative ? -Long.MAX_VALUE : Long.MAX_VALUE;
  }

  private static long bounded(long ticks) {
    return Math.max(ticks, -Long.MAX_VALUE);
  }
}
