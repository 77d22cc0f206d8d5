package dev.chalkstream.benchmarks.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.benchmarks.manifest.Load.Routing;
import dev.chalkstream.benchmarks.manifest.SimulatedStore.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedStoreTest {

  private static final Load LOAD = new Load(1, 1, 1_000, 1_000, true, Routing.RANDOM, 0);

  private final VirtualTime time = new VirtualTime(1);
  private final List<String> answers = new ArrayList<>();

  private SimulatedStore store(KeyLimit limit) {
    return new SimulatedStore(time, Scenarios.FIXED, limit, new Tally(LOAD, 1));
  }

  private void put(SimulatedStore store, long expected) {
    store.put(
        Tally.Call.PUT_MANIFEST,
        "key",
        expected,
        Contents.of(1),
        outcome -> answers.add(outcome + " at " + time.now() / VirtualTime.MILLI));
  }

  @Test
  void ofTwoWritesOverTheSameVersionOneIsLost() {
    SimulatedStore store = store(KeyLimit.NONE);
    put(store, 0);
    put(store, 0);
    time.runUntil(VirtualTime.SECOND);
    assertThat(answers).containsExactly(Outcome.STORED + " at 30", Outcome.LOST + " at 30");
  }

  @Test
  void aSecondWriteWithinASecondIsRefusedWhateverItsCondition() {
    SimulatedStore store = store(KeyLimit.REFUSED);
    put(store, 0);
    time.at(500 * VirtualTime.MILLI, () -> put(store, 1));
    time.at(600 * VirtualTime.MILLI, () -> put(store, 0));
    time.at(1_000 * VirtualTime.MILLI, () -> put(store, 1));
    time.runUntil(2 * VirtualTime.SECOND);
    assertThat(answers)
        .containsExactly("STORED at 30", "REFUSED at 530", "REFUSED at 630", "STORED at 1030");
  }

  @Test
  void aSecondWriteWithinASecondWaitsItsTurnAndOneThatHasLostDoesNot() {
    SimulatedStore store = store(KeyLimit.DELAYED);
    put(store, 0);
    time.at(500 * VirtualTime.MILLI, () -> put(store, 1));
    time.at(600 * VirtualTime.MILLI, () -> put(store, 0));
    time.at(700 * VirtualTime.MILLI, () -> put(store, 1));
    time.runUntil(4 * VirtualTime.SECOND);
    assertThat(answers)
        .containsExactly("STORED at 30", "LOST at 630", "STORED at 1030", "LOST at 1030");
  }

  @Test
  void aReadShowsWhatWasThereWhenItArrived() {
    SimulatedStore store = store(KeyLimit.NONE);
    List<Long> versions = new ArrayList<>();
    put(store, 0);
    time.at(
        14 * VirtualTime.MILLI,
        () -> store.get(Tally.Call.GET_MANIFEST, "key", found -> versions.add(found.version())));
    store.get(Tally.Call.GET_MANIFEST, "other", found -> versions.add(found.version()));
    time.runUntil(VirtualTime.SECOND);
    assertThat(versions).containsExactly(0L, 1L);
  }
}
