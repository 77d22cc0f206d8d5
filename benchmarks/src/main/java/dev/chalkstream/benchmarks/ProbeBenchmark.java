package dev.chalkstream.benchmarks;

import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.TransportStreamProbe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.RunnerException;

/**
 * How fast a segment is probed, beside the SHA-256 that every upload costs anyway. The two are
 * measured in turn, several times over, so that a noisy machine is noisy to both. The segment is a
 * synthetic one, or the file that the system property {@code segment} names.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ProbeBenchmark {

  /** The least speed of the probe, as a part of that of SHA-256. */
  private static final double GOAL = 0.8;

  private ByteBuffer segment = ByteBuffer.allocate(0);
  private final MessageDigest sha256 = SpeedComparison.sha256();

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
    SpeedComparison comparison = SpeedComparison.run(ProbeBenchmark.class, bytes().length);
    if (comparison.ratio() < GOAL) {
      throw new IllegalStateException("the probe is slower than " + GOAL + " x SHA-256");
    }
  }

  private static byte[] bytes() throws IOException {
    String file = System.getProperty("segment", "");
    return file.isEmpty() ? SyntheticSegment.make() : Files.readAllBytes(Path.of(file));
  }
}
