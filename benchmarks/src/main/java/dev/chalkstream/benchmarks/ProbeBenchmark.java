package dev.chalkstream.benchmarks;

import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.TransportStreamProbe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How fast a segment is probed, beside the SHA-256 that every upload costs anyway. The two are
 * measured in turn, several times over, so that a noisy machine is noisy to both. The segment is a
 * synthetic one, or the file that the system property {@code segment} names.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ProbeBenchmark {

  private static final int ROUNDS = 5;

  /** The least speed of the probe, as a part of that of SHA-256. */
  private static final double GOAL = 0.8;

  private ByteBuffer segment = ByteBuffer.allocate(0);
  private final MessageDigest sha256 = newSha256();

  /** Makes or loads the segment. */
  @Setup
  public void load() throws IOException {
    segment = ByteBuffer.wrap(bytes());
    if (TransportStreamProbe.probe(segment) instanceof ProbeResult.Refused refused) {
      throw new IOException("not a segment to measure with: " + refused.defect());
    }
  }

  /** The probe. */
  @Benchmark
  public ProbeResult probe() {
    return TransportStreamProbe.probe(segment);
  }

  /** The digest of the same bytes. */
  @Benchmark
  public byte[] sha256() {
    sha256.update(segment.duplicate());
    return sha256.digest();
  }

  /** Measures both in turn, prints their ratio, and fails if the probe is too slow. */
  public static void main(String[] arguments) throws IOException, RunnerException {
    double megabytes = bytes().length / 1e6;
    double[] probes = new double[ROUNDS];
    double[] digests = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      probes[round] = megabytes * measure("probe");
      digests[round] = megabytes * measure("sha256");
      print(probes[round], digests[round], "round " + (round + 1));
    }
    double ratio = print(median(probes), median(digests), "median");
    if (ratio < GOAL) {
      throw new IllegalStateException("the probe is slower than " + GOAL + " x SHA-256");
    }
  }

  private static double measure(String method) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("\\." + ProbeBenchmark.class.getSimpleName() + "\\." + method + "$")
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

  private static double print(double probe, double digest, String label) {
    double ratio = probe / digest;
    System.out.printf(
        Locale.ROOT,
        "%-8s probe %8.0f MB/s   SHA-256 %6.0f MB/s   ratio %6.2f%n",
        label,
        probe,
        digest,
        ratio);
    return ratio;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static byte[] bytes() throws IOException {
    String file = System.getProperty("segment", "");
    return file.isEmpty() ? SyntheticSegment.make() : Files.readAllBytes(Path.of(file));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
