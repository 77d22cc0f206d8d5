package dev.chalkstream.benchmarks;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.storage.BlobStores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
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
 * What the first request for a playlist costs after each segment, on the node that has taken it.
 * The window slides: of segments of two seconds it lists ten minutes, five and a half hours, or a
 * day. The three are measured in turn, several times over, and the least median counts: a busy
 * machine only adds to it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PlaylistBenchmark {

  private static final int ROUNDS = 5;
  private static final int[] LENGTHS = {300, 10_000, 43_200};
  private static final Duration SEGMENT = Duration.ofSeconds(2);
  private static final SessionId SESSION = SessionId.of("measured");

  /**
   * So many times what one of ten minutes costs, one of a day may cost, which is 144 times that.
   */
  private static final double GOAL = 20;

  /** How many segments are listed. */
  @Param({"300", "10000", "43200"})
  public int segments = LENGTHS[0];

  private Chalkstream chalkstream = Chalkstream.builder(BlobStores.inMemory()).build();
  private volatile Instant now = Instant.EPOCH;
  private int uploaded;

  /** Publishes as much as is listed. */
  @Setup
  public void publish() throws Exception {
    chalkstream.close();
    now = Instant.parse("2026-01-01T00:00:00Z");
    uploaded = 0;
    InstantSource clock = () -> now;
    Duration window = SEGMENT.multipliedBy(segments);
    chalkstream =
        Chalkstream.builder(BlobStores.inMemory(clock))
            .clock(clock)
            .waitingRoom(WaitingRoom.closed())
            .policy(StreamPolicy.builder().retention(window).build())
            .build();
    for (int number = 0; number < segments; number++) {
      append();
    }
    check();
  }

  /** Uploads the next segment, two seconds after the one before. */
  @Setup(Level.Invocation)
  public void append() throws Exception {
    now = now.plus(SEGMENT);
    ByteBuffer body = ByteBuffer.wrap(SyntheticSegment.still(uploaded));
    chalkstream.ingest(
        SegmentUpload.builder(SESSION)
            .sequence(uploaded)
            .duration(SEGMENT)
            .digest(SegmentDigest.compute(body))
            .body(body)
            .build());
    uploaded++;
  }

  /** A request for the playlist. */
  @Benchmark
  public PlaylistSnapshot playlist() throws IOException {
    return chalkstream.playlist(SESSION.streamId()).orElseThrow();
  }

  /** Makes sure that it is the playlist that was to be measured. */
  @TearDown(Level.Iteration)
  public void check() throws IOException {
    MediaPlaylist listed = playlist().playlist();
    if (listed.segments().size() != segments
        || listed.mediaSequence() != uploaded - segments
        || listed.segments().stream().anyMatch(MediaSegment::discontinuity)) {
      throw new IllegalStateException(
          "of "
              + uploaded
              + " segments, "
              + listed.segments().size()
              + " are listed, from "
              + listed.mediaSequence()
              + " on, or not all continue each other");
    }
  }

  /** Ends the instance. */
  @TearDown
  public void close() {
    chalkstream.close();
  }

  /** Measures all in turn, prints what they take, and fails if a day takes too long. */
  public static void main(String[] arguments) throws RunnerException {
    double[][] micros = new double[LENGTHS.length][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < LENGTHS.length; i++) {
        micros[i][round] = measure(LENGTHS[i]);
      }
      int last = round;
      print("round " + (round + 1), Arrays.stream(micros).mapToDouble(all -> all[last]).toArray());
    }
    double[] least =
        Arrays.stream(micros).mapToDouble(all -> Arrays.stream(all).min().orElseThrow()).toArray();
    print("least", least);
    double ratio = least[LENGTHS.length - 1] / least[0];
    if (ratio > GOAL) {
      throw new IllegalStateException("a day costs " + ratio + " times what ten minutes cost");
    }
  }

  private static double measure(int segments) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("\\." + PlaylistBenchmark.class.getSimpleName() + "\\.playlist$")
            .param("segments", Integer.toString(segments))
            .forks(1)
            .warmupIterations(5)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(2)
            .measurementTime(TimeValue.seconds(1))
            .jvmArgsAppend("-Xms1g", "-Xmx1g")
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).runSingle().getPrimaryResult().getStatistics().getPercentile(50);
  }

  private static void print(String label, double[] micros) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-8s", label));
    for (int i = 0; i < LENGTHS.length; i++) {
      line.append(String.format(Locale.ROOT, "   %,d segments %7.1f us", LENGTHS[i], micros[i]));
    }
    System.out.println(line);
  }
}
