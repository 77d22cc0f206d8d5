package dev.chalkstream.histories;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** True time, and the clocks of nodes, which may be wrong. */
final class WorldClock implements InstantSource {

  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  /** Counts the nanoseconds that pass. */
  long nanos() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  void advance(Duration step) {
    now = now.plus(step);
  }

  /** A clock that is off by a while. */
  static final class Skewed implements InstantSource {

    private final WorldClock truth;
    private Duration offset;
    private boolean turnedBack;

    Skewed(WorldClock truth, Duration offset) {
      this.truth = truth;
      this.offset = offset;
    }

    @Override
    public Instant instant() {
      return truth.instant().plus(offset);
    }

    /** Gains a little, or loses it. */
    void drift(Duration by) {
      offset = offset.plus(by);
    }

    void jumpTo(Duration newOffset) {
      turnedBack |= newOffset.compareTo(offset) < 0;
      offset = newOffset;
    }

    /** Whether it was turned back since this was asked last. */
    boolean wasTurnedBack() {
      boolean answer = turnedBack;
      turnedBack = false;
      return answer;
    }
  }
}
