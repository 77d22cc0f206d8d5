package dev.chalkstream.benchmarks.manifest;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a node knows of one manifest; models {@code KnownStream}. */
final class KnownManifest {

  private static final long REFRESH_INTERVAL = 500 * VirtualTime.MILLI;

  /**
   * A manifest as it was known at a time.
   *
   * @param asOf when the read or write began that showed it
   */
  record State(SimulatedStore.Stored stored, Contents contents, long asOf) {

    long version() {
      return stored.version();
    }
  }

  private final VirtualTime time;
  private final SimulatedStore store;
  private final String key;
  private final Contents empty;
  private final long shelfLife;
  private final Consumer<Contents> listener;
  private @Nullable State latest;

  /**
   * Makes what knows nothing yet.
   *
   * @param listener is told of what was read and written
   */
  KnownManifest(
      VirtualTime time, SimulatedStore store, String key, Load load, Consumer<Contents> listener) {
    this.time = time;
    this.store = store;
    this.key = key;
    this.empty = Contents.of(load.renditions());
    this.shelfLife = Math.min(REFRESH_INTERVAL, load.segmentMillis() * VirtualTime.MILLI / 2);
    this.listener = listener;
  }

  @Nullable State latest() {
    return latest;
  }

  /** Until when what is known may be shown to viewers. */
  long freshUntil() {
    State state = latest;
    return state == null ? 0 : state.asOf() + shelfLife;
  }

  boolean isFresh() {
    return time.now() < freshUntil();
  }

  /** Looks at the store. */
  void read(Consumer<State> then) {
    long asked = time.now();
    store.get(
        Tally.Call.GET_MANIFEST,
        key,
        found -> {
          Contents contents = found.version() == 0 ? empty : found.contents();
          then.accept(learn(new State(found, contents, asked)));
        });
  }

  /** Tries to write what comes after a state. */
  void write(State base, Contents next, Consumer<SimulatedStore.Outcome> then) {
    long asked = time.now();
    store.put(
        Tally.Call.PUT_MANIFEST,
        key,
        base.version(),
        next,
        outcome -> {
          if (outcome == SimulatedStore.Outcome.STORED) {
            var stored = new SimulatedStore.Stored(base.version() + 1, next, asked);
            learn(new State(stored, next, asked));
          }
          then.accept(outcome);
        });
  }

  private State learn(State found) {
    State before = latest;
    if (before != null && before.version() > found.version()) {
      return before;
    }
    latest = found;
    listener.accept(found.contents());
    return found;
  }
}
