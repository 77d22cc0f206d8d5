package dev.chalkstream.benchmarks.manifest;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A blob store with compare-and-set. A call takes effect when half of its time has passed; what
 * comes after that is the way of the answer.
 */
final class SimulatedStore {

  enum Outcome {
    STORED,
    /** Another version was there. */
    LOST,
    /** Too many writes of one key. */
    REFUSED
  }

  /**
   * What lies under a key.
   *
   * @param version counts the writes of this key; 0 if nothing lies there
   * @param contents what was written
   * @param writtenAt when its writer began to write it
   */
  record Stored(long version, Contents contents, long writtenAt) {

    static final Stored NOTHING = new Stored(0, Contents.NONE, 0);
  }

  private final VirtualTime time;
  private final Latency latency;
  private final KeyLimit limit;
  private final Tally tally;
  private final Map<String, Stored> blobs = new HashMap<>();
  private final Map<String, Long> writable = new HashMap<>();

  SimulatedStore(VirtualTime time, Latency latency, KeyLimit limit, Tally tally) {
    this.time = time;
    this.latency = latency;
    this.limit = limit;
    this.tally = tally;
  }

  void get(Tally.Call kind, String key, Consumer<Stored> then) {
    long takes = latency.draw(time.random());
    time.after(
        takes / 2,
        () -> {
          Stored found = blobs.getOrDefault(key, Stored.NOTHING);
          tally.called(kind);
          time.after(takes - takes / 2, () -> then.accept(found));
        });
  }

  /**
   * Writes.
   *
   * @param expected the version that must be there, 0 for none
   */
  void put(Tally.Call kind, String key, long expected, Contents contents, Consumer<Outcome> then) {
    long takes = latency.draw(time.random());
    long began = time.now();
    Consumer<Outcome> answer =
        outcome -> {
          tally.called(kind, outcome);
          if (kind == Tally.Call.PUT_MANIFEST && outcome == Outcome.STORED) {
            tally.listed(contents, time.now());
          }
          time.after(takes - takes / 2, () -> then.accept(outcome));
        };
    time.after(
        takes / 2, () -> arrive(key, expected, new Stored(expected + 1, contents, began), answer));
  }

  private void arrive(String key, long expected, Stored next, Consumer<Outcome> answer) {
    long from = limit == KeyLimit.NONE ? 0 : writable.getOrDefault(key, 0L);
    if (limit == KeyLimit.REFUSED && time.now() < from) {
      answer.accept(Outcome.REFUSED);
      return;
    }
    Stored present = blobs.getOrDefault(key, Stored.NOTHING);
    if (present.version() != expected) {
      answer.accept(Outcome.LOST);
    } else if (time.now() < from) {
      time.at(from, () -> arrive(key, expected, next, answer));
    } else {
      blobs.put(key, next);
      writable.put(key, time.now() + KeyLimit.INTERVAL);
      answer.accept(Outcome.STORED);
    }
  }
}
