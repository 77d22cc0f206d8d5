package dev.chalkstream.benchmarks.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a node knows of the slots of a stream: of each rendition, up to which slot all are decided.
 * It has viewers of every rendition, and so reads the next slot of each again and again.
 */
final class Edge {

  private final VirtualTime time;
  private final SimulatedStore store;
  private final Scenario scenario;
  private final int node;
  private final Tally tally;
  private final int[] next;
  private final long[] dueAt;
  private final List<Set<Integer>> ahead = new ArrayList<>();

  Edge(VirtualTime time, SimulatedStore store, Scenario scenario, int node, Tally tally) {
    this.time = time;
    this.store = store;
    this.scenario = scenario;
    this.node = node;
    this.tally = tally;
    this.next = new int[scenario.load().renditions()];
    this.dueAt = new long[next.length];
    for (int i = 0; i < next.length; i++) {
      ahead.add(new TreeSet<>());
    }
  }

  static String key(Item slot) {
    return "edge/" + slot.rendition() + "/" + slot.number();
  }

  /** Begins to look for slots, on behalf of viewers. */
  void watch() {
    for (int rendition = 0; rendition < next.length; rendition++) {
      int each = rendition;
      time.at(time.between(0, scenario.looking().micros()), () -> look(each, true));
    }
  }

  /** Looks at the next slot; one that is there at the first look was there before it was due. */
  private void look(int rendition, boolean first) {
    if (scenario.looking().expectant() && dueAt[rendition] > time.now()) {
      time.at(dueAt[rendition], () -> look(rendition, true));
      return;
    }
    Item slot = new Item(rendition, next[rendition]);
    store.get(
        Tally.Call.GET_SLOT,
        key(slot),
        found -> {
          if (found.version() == 0) {
            time.after(scenario.looking().micros(), () -> look(rendition, false));
            return;
          }
          decided(slot);
          if (first) {
            dueAt[rendition] = time.now();
          }
          look(rendition, true);
        });
  }

  /** Notes that a slot is decided. */
  void decided(Item slot) {
    if (slot.number() >= next[slot.rendition()]) {
      ahead.get(slot.rendition()).add(slot.number());
    }
    advance(slot.rendition());
  }

  /** Notes that a manifest lists all before some item. */
  void listed(int rendition, int before) {
    if (before > next[rendition]) {
      next[rendition] = before;
      ahead.get(rendition).removeIf(number -> number < before);
    }
    advance(rendition);
  }

  private void advance(int rendition) {
    Set<Integer> later = ahead.get(rendition);
    while (later.remove(next[rendition])) {
      next[rendition]++;
      dueAt[rendition] = time.now() + scenario.load().unitMicros() * 3 / 4;
    }
    tally.seen(node, rendition, next[rendition], time.now());
  }

  /** Looks at the next slot of every rendition, side by side, and on from those that are there. */
  void lookAhead(Runnable then) {
    int[] left = {next.length};
    Runnable one =
        () -> {
          if (--left[0] == 0) {
            then.run();
          }
        };
    for (int rendition = 0; rendition < next.length; rendition++) {
      lookAhead(rendition, one);
    }
  }

  private void lookAhead(int rendition, Runnable then) {
    Item slot = new Item(rendition, next[rendition]);
    store.get(
        Tally.Call.GET_SLOT,
        key(slot),
        found -> {
          if (found.version() == 0) {
            then.run();
          } else {
            decided(slot);
            lookAhead(rendition, then);
          }
        });
  }

  /** The segments all of whose slots are decided and that a manifest does not list. */
  List<Item> decidedSegments(Contents listed) {
    List<Item> missing = new ArrayList<>();
    for (int rendition = 0; rendition < next.length; rendition++) {
      int decided = next[rendition] / scenario.load().partsPerSegment();
      for (int segment = listed.next(rendition); segment < decided; segment++) {
        missing.add(new Item(rendition, segment));
      }
    }
    return missing;
  }
}
