package dev.chalkstream.internal.metrics;

import dev.chalkstream.ChalkstreamMetrics.Operation;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/** Counts operations and takes their time. Safe for many threads. */
public final class OperationTimers {

  /** Something whose time is taken. */
  @FunctionalInterface
  public interface Call<T, E extends Exception> {
    T run() throws IOException, E;
  }

  /** What is known of the operations of one kind. Durations are in nanoseconds. */
  static final class Timer {
    private final LongAdder count = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final LongAdder total = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    long count() {
      return count.sum();
    }

    long faults() {
      return faults.sum();
    }

    long total() {
      return total.sum();
    }

    long longest() {
      return longest.get();
    }
  }

  private final Map<Operation, Timer> timers = new EnumMap<>(Operation.class);
  private final List<ObjLongConsumer<Operation>> recorders = new CopyOnWriteArrayList<>();

  OperationTimers() {
    for (Operation each : Operation.values()) {
      timers.put(each, new Timer());
    }
  }

  Timer of(Operation operation) {
    return Objects.requireNonNull(timers.get(operation));
  }

  /** Has somebody else told all durations from now on. */
  void recordTo(ObjLongConsumer<Operation> recorder) {
    recorders.add(recorder);
  }

  /** Does something and takes the time. */
  <T, E extends Exception> T time(Operation operation, Call<T, E> call) throws IOException, E {
    long start = System.nanoTime();
    try {
      return call.run();
    } catch (IOException e) {
      of(operation).faults.increment();
      throw e;
    } finally {
      record(operation, System.nanoTime() - start);
    }
  }

  private void record(Operation operation, long nanos) {
    Timer timer = of(operation);
    timer.count.increment();
    timer.total.add(nanos);
    timer.longest.accumulate(nanos);
    for (ObjLongConsumer<Operation> each : recorders) {
      each.accept(operation, nanos);
    }
  }
}
