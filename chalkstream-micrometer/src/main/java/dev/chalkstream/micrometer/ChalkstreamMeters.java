package dev.chalkstream.micrometer;

import dev.chalkstream.ChalkstreamMetrics;
import dev.chalkstream.ChalkstreamMetrics.Operation;
import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentRejectedException.Reason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Binds {@link ChalkstreamMetrics} to a registry:
 *
 * <pre>{@code
 * ChalkstreamMetrics metrics = ChalkstreamMetrics.create();
 * Chalkstream chalkstream = Chalkstream.builder(store).metrics(metrics).build();
 * new ChalkstreamMeters(metrics).bindTo(registry);
 * }</pre>
 *
 * <p>The meters, all of which begin with {@code chalkstream.}:
 *
 * <ul>
 *   <li>{@code streams.live}, a gauge; {@code streams.events}, a counter for each {@code event}:
 *       {@code started}, {@code stalled}, {@code resumed}, {@code completed}, {@code expired}
 *   <li>{@code uploads}, a counter for each {@code outcome}: {@code listed}, {@code waiting},
 *       {@code unchanged}, {@code failed}, or why it was refused, such as {@code sequence_taken}
 *   <li>{@code segments.listed}, {@code segments.listed.bytes} and {@code segments.listed.seconds},
 *       counters
 *   <li>{@code playlists}, a counter of those handed out; {@code segments.opened}, a counter for
 *       each place they come {@code from}, {@code memory} or {@code store}
 *   <li>{@code clock.corrections}, a counter of the times that the node's date was more than a
 *       second off the store's
 *   <li>{@code listener.dropped}, a counter of events that the listener was too slow for
 *   <li>{@code operations}, a timer for each {@code operation}: {@code ingest}, {@code playlist},
 *       {@code segment}, {@code store_get} and so on; {@code operation.faults}, a counter for each
 * </ul>
 *
 * <p>The timers have buckets from 1 ms to 10 s, which a {@code MeterFilter} may change. A stream is
 * never a tag, so there are few meters however many streams there are. Safe for use by many
 * threads.
 */
public final class ChalkstreamMeters implements MeterBinder {

  private static final String PREFIX = "chalkstream.";
  private static final String OPERATION = "operation";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final ChalkstreamMetrics metrics;

  /**
   * Makes a binder.
   *
   * @param metrics what is shown; may be given to an instance before or after this
   */
  public ChalkstreamMeters(ChalkstreamMetrics metrics) {
    this.metrics = Objects.requireNonNull(metrics, "metrics");
  }

  /**
   * Shows the numbers in a registry. Durations are told to it from now on; the counters have what
   * was counted before too. To be called once for each registry.
   *
   * @param registry the registry
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    bindStreams(registry);
    bindUploads(registry);
    bindPlayback(registry);
    bindOperations(registry);
    bindClock(registry);
  }

  private void bindStreams(MeterRegistry registry) {
    Gauge.builder(PREFIX + "streams.live", metrics, ChalkstreamMetrics::streamsLive)
        .description("Streams that are live, of those that this node serves")
        .strongReference(true)
        .register(registry);
    event(registry, "started", ChalkstreamMetrics::streamsStarted);
    event(registry, "stalled", ChalkstreamMetrics::streamsStalled);
    event(registry, "resumed", ChalkstreamMetrics::streamsResumed);
    event(registry, "completed", ChalkstreamMetrics::streamsCompleted);
    event(registry, "expired", ChalkstreamMetrics::streamsExpired);
    counter("listener.dropped", ChalkstreamMetrics::eventsDropped)
        .description("Events that the listener was not told because it is too slow")
        .register(registry);
  }

  private void bindClock(MeterRegistry registry) {
    counter("clock.corrections", ChalkstreamMetrics::clockCorrections)
        .description("Times that this node's date was found to be off the store's by a second")
        .register(registry);
  }

  private void event(
      MeterRegistry registry, String event, ToDoubleFunction<ChalkstreamMetrics> count) {
    counter("streams.events", count)
        .tag("event", event)
        .description("What has happened to streams, as this node has noticed")
        .register(registry);
  }

  private void bindUploads(MeterRegistry registry) {
    for (IngestResult result : IngestResult.values()) {
      outcome(registry, name(result), from -> from.uploadsTaken(result));
    }
    for (Reason reason : Reason.values()) {
      outcome(registry, name(reason), from -> from.uploadsRejected(reason));
    }
    outcome(registry, "failed", from -> from.faults(Operation.INGEST));
    counter("segments.listed", ChalkstreamMetrics::segmentsListed)
        .description("Segments listed, without gaps")
        .register(registry);
    counter("segments.listed.bytes", ChalkstreamMetrics::bytesListed)
        .baseUnit("bytes")
        .description("The size of the segments listed")
        .register(registry);
    counter("segments.listed.seconds", from -> seconds(from.mediaListed()))
        .baseUnit("seconds")
        .description("For how long the segments listed play")
        .register(registry);
  }

  private void outcome(
      MeterRegistry registry, String outcome, ToDoubleFunction<ChalkstreamMetrics> count) {
    counter("uploads", count)
        .tag("outcome", outcome)
        .description("Uploads by what has become of them")
        .register(registry);
  }

  private void bindPlayback(MeterRegistry registry) {
    counter("playlists", ChalkstreamMetrics::playlistsHandedOut)
        .description("Playlists handed out")
        .register(registry);
    opened(registry, "memory", ChalkstreamMetrics::segmentsFromMemory);
    opened(registry, "store", ChalkstreamMetrics::segmentsFromStore);
  }

  private void opened(
      MeterRegistry registry, String place, ToDoubleFunction<ChalkstreamMetrics> count) {
    counter("segments.opened", count)
        .tag("from", place)
        .description("Segments opened for viewers, by where they were")
        .register(registry);
  }

  private void bindOperations(MeterRegistry registry) {
    Map<Operation, Timer> timers = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      counter("operation.faults", from -> from.faults(operation))
          .tag(OPERATION, name(operation))
          .description("Operations that have ended because the store was at fault")
          .register(registry);
      timers.put(
          operation,
          Timer.builder(PREFIX + "operations")
              .tag(OPERATION, name(operation))
              .description("How long operations take, those of the store included")
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
    metrics.recordTo(
        (operation, nanos) ->
            Objects.requireNonNull(timers.get(operation)).record(nanos, TimeUnit.NANOSECONDS));
  }

  private FunctionCounter.Builder<ChalkstreamMetrics> counter(
      String name, ToDoubleFunction<ChalkstreamMetrics> count) {
    return FunctionCounter.builder(PREFIX + name, metrics, count);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
