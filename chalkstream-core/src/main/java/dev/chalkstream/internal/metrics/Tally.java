package dev.chalkstream.internal.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** A count for each kind of something. Safe for many threads. */
final class Tally<E extends Enum<E>> {

  private final Map<E, LongAdder> counts;

  Tally(Class<E> kinds) {
    this.counts = new EnumMap<>(kinds);
    for (E each : kinds.getEnumConstants()) {
      counts.put(each, new LongAdder());
    }
  }

  void count(E kind) {
    of(kind).increment();
  }

  long sum(E kind) {
    return of(kind).sum();
  }

  private LongAdder of(E kind) {
    return Objects.requireNonNull(counts.get(kind));
  }
}
