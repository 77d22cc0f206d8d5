package dev.chalkstream.benchmarks.manifest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Changes that wait behind a write. None waits for longer than {@code Patience.bytes}. */
final class PendingChanges {

  private static final long PATIENCE = 10 * VirtualTime.SECOND;

  private final VirtualTime time;
  private final Set<Change> waiting = new LinkedHashSet<>();

  PendingChanges(VirtualTime time) {
    this.time = time;
  }

  void add(Change change) {
    waiting.add(change);
    time.after(
        PATIENCE,
        () -> {
          if (waiting.remove(change)) {
            change.failed().run();
          }
        });
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  List<Change> drain() {
    List<Change> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }
}
