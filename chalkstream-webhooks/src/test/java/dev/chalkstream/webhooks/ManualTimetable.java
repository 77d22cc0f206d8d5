package dev.chalkstream.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that goes on when it is told to, and does then what is due. */
final class ManualTimetable implements Timetable, InstantSource {

  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private record Entry(Instant due, Runnable task) {}

  private final List<Entry> entries = new ArrayList<>();
  private Instant now = START;

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void in(Duration delay, Runnable task) {
    entries.add(new Entry(now.plus(delay), task));
  }

  /** Does what is due in a while, one after another, and waits for what comes of each. */
  void advance(Duration step, Webhooks webhooks) throws InterruptedException {
    Instant end = instant().plus(step);
    webhooks.awaitQuiet(Duration.ofSeconds(30));
    for (Runnable next = next(end); next != null; next = next(end)) {
      next.run();
      webhooks.awaitQuiet(Duration.ofSeconds(30));
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized Runnable next(Instant end) {
    Entry first = entries.stream().min(Comparator.comparing(Entry::due)).orElse(null);
    if (first == null || first.due().isAfter(end)) {
      return null;
    }
    entries.remove(first);
    now = first.due();
    return first.task();
  }

  /** The time of the first entry. */
  synchronized Instant nextDue() {
    return entries.stream().map(Entry::due).min(Comparator.naturalOrder()).orElseThrow();
  }
}
