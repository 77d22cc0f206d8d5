package dev.chalkstream.benchmarks.manifest;

import dev.chalkstream.benchmarks.manifest.Load.Routing;

/** Scenarios that tests begin from. */
final class Scenarios {

  static final long CALL = 30 * VirtualTime.MILLI;
  static final Latency FIXED = new Latency(CALL, Latency.Shape.FIXED);
  static final Latency LONG_TAIL = new Latency(CALL, Latency.Shape.LONG_TAIL);
  static final int SECONDS = 60;

  private Scenarios() {}

  /** Six renditions on three nodes, segments of two seconds in some parts. */
  static Scenario crowded(Design design, KeyLimit limit, int partMillis, long seed) {
    Load load = new Load(6, 3, 2_000, partMillis, true, Routing.RANDOM, 200);
    return new Scenario(LONG_TAIL, limit, load, design, looking(design), SECONDS, seed);
  }

  /** One rendition on one node, and a store of which each call takes 30 ms. */
  static Scenario alone(Design design, int partMillis) {
    Load load = new Load(1, 1, 2_000, partMillis, true, Routing.BY_SESSION, 40);
    return new Scenario(FIXED, KeyLimit.NONE, load, design, looking(design), SECONDS, 1);
  }

  private static Looking looking(Design design) {
    return design.slots() ? Looking.OFTEN : Looking.NONE;
  }
}
