package dev.chalkstream.benchmarks.manifest;

import dev.chalkstream.benchmarks.manifest.SimulatedStore.Outcome;

/**
 * What has come of a run.
 *
 * @param tally what was counted while the broadcast was on air
 * @param drainSeconds how long it took after the broadcast until all was acknowledged and listed
 */
record Result(Scenario scenario, Tally tally, int drainSeconds) {

  double perSecond(int count) {
    return (double) count / scenario.seconds();
  }

  /** How many writes of manifests did not go through, as a part of all. */
  double lostShare() {
    int lost = tally.commits(Outcome.LOST) + tally.commits(Outcome.REFUSED);
    int all = lost + tally.commits(Outcome.STORED);
    return all == 0 ? 0 : (double) lost / all;
  }

  /** Whether what waits does not grow from the second third of the broadcast to the last. */
  boolean keepsUp() {
    return tally.isSettled() && tally.backlog(2) <= 1.5 * tally.backlog(1) + 2;
  }
}
