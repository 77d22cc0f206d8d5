package dev.chalkstream.benchmarks.manifest;

import java.util.List;
import java.util.stream.IntStream;

/** Runs scenarios. The same scenario gives the same result. */
final class Simulation {

  /** For so long, what is left over after a broadcast may still be acknowledged. */
  private static final int MOST_DRAIN_SECONDS = 120;

  private Simulation() {}

  static Result run(Scenario scenario) {
    Load load = scenario.load();
    var time = new VirtualTime(scenario.seed());
    var tally = new Tally(load, scenario.design().slots() ? load.partsPerSegment() : 1);
    var store = new SimulatedStore(time, scenario.latency(), scenario.limit(), tally);
    List<SimulatedNode> nodes =
        IntStream.range(0, load.nodes())
            .mapToObj(number -> new SimulatedNode(time, store, scenario, tally, number))
            .toList();
    nodes.forEach(SimulatedNode::open);
    new Broadcast(time, load, nodes, tally).plan(scenario.seconds());
    long now = 0;
    while (now < scenario.seconds() * VirtualTime.SECOND) {
      now += VirtualTime.SECOND / 2;
      time.runUntil(now);
      tally.sampleBacklog();
    }
    tally.stopCounting();
    int drain = 0;
    while (!tally.isSettled() && drain < MOST_DRAIN_SECONDS) {
      drain++;
      time.runUntil(now + drain * VirtualTime.SECOND);
    }
    // Viewers see the last of it.
    time.runUntil(time.now() + VirtualTime.SECOND);
    return new Result(scenario, tally, drain);
  }
}
