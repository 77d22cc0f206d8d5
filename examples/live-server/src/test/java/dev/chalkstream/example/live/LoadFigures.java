package dev.chalkstream.example.live;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What a load run has counted and timed. Safe for use by many threads. */
final class LoadFigures {

  /** More are counted, but not kept. */
  private static final int ERRORS_KEPT = 20;

  /** The kinds of requests. */
  enum Kind {
    PLAYLIST,
    SEGMENT,
    UPLOAD
  }

  private final AtomicLong unchanged = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong errorCount = new AtomicLong();
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private volatile Timings timings = new Timings();

  /** Times what comes from now on apart from what came before. */
  void timeWith(Timings next) {
    timings = next;
  }

  void answered(Kind kind, long nanos) {
    timings.record(kind, nanos);
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
    return timings.count(kind);
  }

  String table() {
    return timings.table()
        + "%d of the playlists were 304; the segments had %d MB; %d errors%n"
            .formatted(unchanged.get(), bytes.get() >> 20, errorCount.get());
  }
}
