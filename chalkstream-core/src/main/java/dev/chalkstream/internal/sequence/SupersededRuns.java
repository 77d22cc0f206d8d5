package dev.chalkstream.internal.sequence;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ids of the runs before the current one, the newest of them. Not safe for many threads. */
final class SupersededRuns {

  /** So many ids are remembered. */
  static final int MOST = 8;

  private final List<String> ids = new ArrayList<>();

  List<String> toList() {
    return List.copyOf(ids);
  }

  boolean contains(String id) {
    return ids.contains(id);
  }

  /** Adds the id of a run, if it has one. */
  void add(@Nullable String id) {
    if (id != null) {
      ids.add(id);
      if (ids.size() > MOST) {
        ids.remove(0);
      }
    }
  }
}
