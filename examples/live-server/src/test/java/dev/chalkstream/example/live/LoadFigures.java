package dev.chalkstream.example.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What a load run has counted and timed. Safe for use by many threads. */
final class LoadFigures {

  /** More are counted, but not kept. */
  private static final int ERRORS_KEPT = 20;

  private static final long NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);

  /** The kinds of requests. */
  enum Kind {
    PLAYLIST,
    SEGMENT,
    UPLOAD
  }

  private final List<Histogram> micros = new ArrayList<>();
  private final AtomicLong unchanged = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong errorCount = new AtomicLong();
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();

  LoadFigures() {
    for (int i = 0; i < Kind.values().length; i++) {
      micros.add(new ConcurrentHistogram(3));
    }
  }

  void answered(Kind kind, long nanos) {
    micros.get(kind.ordinal()).recordValue(nanos / NANOS_PER_MICRO);
  }

  void unchanged() {
    unchanged.incrementAndGet();
  }

  void fetched(int length) {
    bytes.addAndGet(length);
  }

  void error(String what) {
    if (errorCount.getAndIncrement() < ERRORS_KEPT) {
      errors.add(what);
    }
  }

  long errorCount() {
    return errorCount.get();
  }

  /** The first of them. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  long count(Kind kind) {
    return micros.get(kind.ordinal()).getTotalCount();
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append("%-10s%10s%10s%10s%10s%n".formatted("answers", "number", "p50", "p99", "max"));
    for (Kind kind : Kind.values()) {
      Histogram histogram = micros.get(kind.ordinal());
      table.append(
          "%-10s%10d%7.1f ms%7.1f ms%7.1f ms%n"
              .formatted(
                  kind.name().toLowerCase(Locale.ROOT),
                  histogram.getTotalCount(),
                  histogram.getValueAtPercentile(50) / 1e3,
                  histogram.getValueAtPercentile(99) / 1e3,
                  histogram.getMaxValue() / 1e3));
    }
    return table
        .append(
            "%d of the playlists were 304; the segments had %d MB; %d errors%n"
                .formatted(unchanged.get(), bytes.get() >> 20, errorCount.get()))
        .toString();
  }
}
