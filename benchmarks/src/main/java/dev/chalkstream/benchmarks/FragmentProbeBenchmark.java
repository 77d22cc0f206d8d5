package dev.chalkstream.benchmarks;

import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.cmaf.FragmentProbe;
import dev.chalkstream.media.cmaf.InitializationSection;
import java.nio.ByteBuffer;
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
 * How fast a segment of fragmented MP4 is probed, beside the SHA-256 that every upload costs
 * anyway. The segment is a synthetic one of half a megabyte: the probe does not look at the media,
 * so a larger one costs no more.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FragmentProbeBenchmark {

  /** The least speed of the probe, in MB/s. */
  private static final double SPEED_GOAL = 1_000;

  /** The least speed of the probe, as a multiple of that of SHA-256. */
  private static final double GOAL = 5;

  private final ByteBuffer segment = ByteBuffer.wrap(SyntheticFragment.make());
  private final InitializationSection init = SyntheticFragment.init();
  private final MessageDigest sha256 = SpeedComparison.sha256();

  /** Checks what is measured. */
  @Setup
  public void check() {
    if (FragmentProbe.probe(segment, init) instanceof ProbeResult.Refused refused) {
      throw new IllegalStateException("not a segment to measure with: " + refused.defect());
    }
  }

  /** The probe. */
  @Benchmark
  public ProbeResult probe() {
    return FragmentProbe.probe(segment, init);
  }

  /** The digest of the same bytes. */
  @Benchmark
  public byte[] sha256() {
    sha256.update(segment.duplicate());
    return sha256.digest();
  }

  /** Measures both in turn, prints their ratio, and fails if the probe is too slow. */
  public static void main(String[] arguments) throws RunnerException {
    SpeedComparison comparison =
        SpeedComparison.run(FragmentProbeBenchmark.class, SyntheticFragment.make().length);
    if (comparison.probe() < SPEED_GOAL || comparison.ratio() < GOAL) {
      throw new IllegalStateException(
          "the probe is slower than " + SPEED_GOAL + " MB/s, or than " + GOAL + " x SHA-256");
    }
  }
}
