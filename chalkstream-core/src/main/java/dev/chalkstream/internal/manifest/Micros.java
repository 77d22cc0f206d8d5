package dev.chalkstream.internal.manifest;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Durations and instants in whole microseconds, as they are stored. */
public final class Micros {

  private Micros() {}

  public static long of(Duration duration) {
    // Division of durations goes by way of BigDecimal, and this is done for each listed segment.
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
  }

  public static long of(Instant instant) {
    // ChronoUnit goes by way of nanoseconds, which end in the year 2262.
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  public static Duration toDuration(long micros) {
    return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }

  public static Instant toInstant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
