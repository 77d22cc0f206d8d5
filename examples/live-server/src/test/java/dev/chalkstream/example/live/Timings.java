package dev.chalkstream.example.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long answers took, by the kind of the request. Safe for use by many threads. */
final class Timings {

  private static final long NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);

  private final List<Histogram> micros = new ArrayList<>();

  Timings() {
    for (int i = 0; i < LoadFigures.Kind.values().length; i++) {
      micros.add(new ConcurrentHistogram(3));
    }
  }

  void record(LoadFigures.Kind kind, long nanos) {
    micros.get(kind.ordinal()).recordValue(nanos / NANOS_PER_MICRO);
  }

  long count(LoadFigures.Kind kind) {
    return micros.get(kind.ordinal()).getTotalCount();
  }

  /** One line for each kind. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append("%-10s%10s%10s%10s%10s%n".formatted("answers", "number", "p50", "p99", "max"));
    for (LoadFigures.Kind kind : LoadFigures.Kind.values()) {
      table.append("%-10s%s%n".formatted(name(kind), columns(kind)));
    }
    return table.toString();
  }

  /** One line for each kind, with the columns of two timings next to each other. */
  static String beside(String first, Timings one, String second, Timings other) {
    StringBuilder table = new StringBuilder();
    table.append("%-10s%40s%40s%n".formatted("", first, second));
    String columns = "%10s%10s%10s%10s".formatted("number", "p50", "p99", "max");
    table.append("%-10s%s%s%n".formatted("answers", columns, columns));
    for (LoadFigures.Kind kind : LoadFigures.Kind.values()) {
      table.append("%-10s%s%s%n".formatted(name(kind), one.columns(kind), other.columns(kind)));
    }
    return table.toString();
  }

  private String columns(LoadFigures.Kind kind) {
    Histogram histogram = micros.get(kind.ordinal());
    return "%10d%7.1f ms%7.1f ms%7.1f ms"
        .formatted(
            histogram.getTotalCount(),
            histogram.getValueAtPercentile(50) / 1e3,
            histogram.getValueAtPercentile(99) / 1e3,
            histogram.getMaxValue() / 1e3);
  }

  private static String name(LoadFigures.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
