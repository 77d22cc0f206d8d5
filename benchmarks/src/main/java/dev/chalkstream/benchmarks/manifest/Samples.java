package dev.chalkstream.benchmarks.manifest;

import java.util.Arrays;

/** Delays, of which percentiles are asked for. */
final class Samples {

  private long[] values = new long[1_024];
  private int count;

  void add(long micros) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = micros;
  }

  int count() {
    return count;
  }

  /** The nearest rank. 100 is the greatest; 0 if there are none. */
  long percentile(int percent) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(count * percent / 100.0) - 1)];
  }
}
