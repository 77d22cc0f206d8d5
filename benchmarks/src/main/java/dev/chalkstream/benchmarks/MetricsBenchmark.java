package dev.chalkstream.benchmarks;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.ChalkstreamBuilder;
import dev.chalkstream.ChalkstreamMetrics;
import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.micrometer.ChalkstreamMeters;
import dev.chalkstream.storage.BlobStores;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What metrics cost a request for the playlist of a live stream: without any, with {@link
 * ChalkstreamMetrics}, and with these in a registry for Prometheus. The three are measured in turn,
 * several times over, and the least that each took is what counts: a busy machine only adds to it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MetricsBenchmark {

  private static final int ROUNDS = 5;
  private static final int SEGMENTS = 30;

  /** The most that they may cost, without a registry. */
  private static final double GOAL_NANOS = 500;

  private static final SessionId SESSION = SessionId.of("measured");

  /** Who counts. */
  public enum Watch {
    /** Nobody. */
    NONE,
    /** {@link ChalkstreamMetrics}. */
    METRICS,
    /** The same, bound to a registry. */
    PROMETHEUS
  }

  /** Who counts. */
  @Param("NONE")
  public Watch watch = Watch.NONE;

  private final StreamId stream = SESSION.streamId();
  private Chalkstream chalkstream = Chalkstream.builder(BlobStores.inMemory()).build();

  /** Publishes a stream that stays live. */
  @Setup
  public void publish() throws Exception {
    chalkstream.close();
    StreamPolicy policy = StreamPolicy.builder().completionTimeout(Duration.ofHours(1)).build();
    ChalkstreamBuilder builder = Chalkstream.builder(BlobStores.inMemory()).policy(policy);
    if (watch != Watch.NONE) {
      builder.metrics(metrics());
    }
    chalkstream = builder.build();
    for (int number = 0; number < SEGMENTS; number++) {
      ByteBuffer body = ByteBuffer.wrap(SyntheticSegment.make());
      chalkstream.ingest(
          SegmentUpload.builder(SESSION)
              .sequence(number)
              .duration(Duration.ofSeconds(2))
              .digest(SegmentDigest.compute(body))
              .body(body)
              .build());
    }
  }

  private ChalkstreamMetrics metrics() {
    ChalkstreamMetrics metrics = ChalkstreamMetrics.create();
    if (watch == Watch.PROMETHEUS) {
      new ChalkstreamMeters(metrics).bindTo(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }
    return metrics;
  }

  /** Ends the instance. */
  @TearDown
  public void close() {
    chalkstream.close();
  }

  /** A request for the playlist. */
  @Benchmark
  public Optional<PlaylistSnapshot> playlist() throws IOException {
    return chalkstream.playlist(stream);
  }

  /** Measures all in turn, prints what they take, and fails if metrics cost too much. */
  public static void main(String[] arguments) throws RunnerException {
    Watch[] all = Watch.values();
    double[][] nanos = new double[all.length][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (Watch each : all) {
        nanos[each.ordinal()][round] = measure(each);
      }
      int last = round;
      print("round " + (round + 1), Arrays.stream(nanos).mapToDouble(n -> n[last]).toArray());
    }
    double[] least =
        Arrays.stream(nanos).mapToDouble(each -> Arrays.stream(each).min().orElseThrow()).toArray();
    print("least", least);
    double cost = least[Watch.METRICS.ordinal()] - least[Watch.NONE.ordinal()];
    if (cost > GOAL_NANOS) {
      throw new IllegalStateException("metrics cost more than " + GOAL_NANOS + " ns a playlist");
    }
  }

  private static double measure(Watch watch) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("\\." + MetricsBenchmark.class.getSimpleName() + "\\.playlist$")
            .param("watch", watch.name())
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(20)
            .measurementTime(TimeValue.milliseconds(200))
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).runSingle().getPrimaryResult().getStatistics().getMin();
  }

  private static void print(String label, double[] nanos) {
    System.out.printf(
        Locale.ROOT,
        "%-8s none %6.0f ns   metrics %6.0f ns (%+5.0f ns)   Prometheus %6.0f ns (%+5.0f ns)%n",
        label,
        nanos[0],
        nanos[1],
        nanos[1] - nanos[0],
        nanos[2],
        nanos[2] - nanos[0]);
  }
}
