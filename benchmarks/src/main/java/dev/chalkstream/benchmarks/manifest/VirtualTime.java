package dev.chalkstream.benchmarks.manifest;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Time that passes from event to event. Events of the same instant happen in the order in which
 * they were planned, so that a run follows from its seed alone. All times are microseconds.
 */
final class VirtualTime {

  static final long MILLI = 1_000;
  static final long SECOND = 1_000 * MILLI;

  private record Event(long at, long number, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final Random random;
  private long planned;
  private long now;

  VirtualTime(long seed) {
    random = new Random(seed);
  }

  long now() {
    return now;
  }

  /** The one source of chance in a run. */
  Random random() {
    return random;
  }

  /** A time between two others, each as likely as any. */
  long between(long least, long most) {
    return least + (long) (random.nextDouble() * Math.max(0, most - least));
  }

  /** Plans an event; one whose time is past happens now. */
  void at(long instant, Runnable action) {
    events.add(new Event(Math.max(now, instant), planned++, action));
  }

  void after(long delay, Runnable action) {
    at(now + delay, action);
  }

  /** Lets everything happen that is planned up to an instant. */
  void runUntil(long instant) {
    for (Event next = events.peek(); next != null && next.at <= instant; next = events.peek()) {
      events.remove();
      now = next.at;
      next.action.run();
    }
    now = instant;
  }
}
