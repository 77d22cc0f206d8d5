package dev.chalkstream;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Durations and instants in whole microseconds, as they are stored. */
final class Micros {

  private Micros() {}

  static long of(Duration duration) {
    // Division of durations goes by way of BigDecimal, and this is done for each listed segment.
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
  }

  static long of(Instant instant) {
    // ChronoUnit goes by way of nanoseconds, which end in the year 2262.
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  static Duration toDuration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  static Instant toInstant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
