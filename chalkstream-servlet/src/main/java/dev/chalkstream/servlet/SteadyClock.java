package dev.chalkstream.servlet;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock to measure by how much time has passed: it starts at the system's time and goes on by
 * itself, so nothing changes when that is set. Safe for many threads.
 */
final class SteadyClock implements InstantSource {

  private final Instant start = InstantSource.system().instant();
  private final long startNanos = System.nanoTime();

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
