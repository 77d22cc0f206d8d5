package dev.chalkstream.benchmarks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How fast a probe is beside SHA-256 of the same bytes. The two are measured in turn, several times
 * over, so that a noisy machine is noisy to both.
 *
 * @param probe the median of the speeds of the probe, in MB/s
 * @param digest that of the digest
 */
record SpeedComparison(double probe, double digest) {

  private static final int ROUNDS = 5;

  /**
   * Measures the methods {@code probe} and {@code sha256} of a benchmark, and prints their speeds.
   *
   * @param benchmark the class that has the methods
   * @param bytes how many bytes each of them reads
   */
  static SpeedComparison run(Class<?> benchmark, int bytes) throws RunnerException {
    double megabytes = bytes / 1e6;
    double[] probes = new double[ROUNDS];
    double[] digests = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      probes[round] = megabytes * measure(benchmark, "probe");
      digests[round] = megabytes * measure(benchmark, "sha256");
      new SpeedComparison(probes[round], digests[round]).print("round " + (round + 1));
    }
    var median = new SpeedComparison(median(probes), median(digests));
    median.print("median");
    return median;
  }

  /** How many times as fast as the digest the probe is. */
  double ratio() {
    return probe / digest;
  }

  private static double measure(Class<?> benchmark, String method) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("\\." + benchmark.getSimpleName() + "\\." + method + "$")
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(3)
            .measurementTime(TimeValue.seconds(1))
            .jvmArgsAppend("-Dsegment=" + System.getProperty("segment", ""))
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).runSingle().getPrimaryResult().getScore();
  }

  private void print(String label) {
    System.out.printf(
        Locale.ROOT,
        "%-8s probe %8.0f MB/s   SHA-256 %6.0f MB/s   ratio %6.2f%n",
        label,
        probe,
        digest,
        ratio());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The digest that every upload is checked by. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
