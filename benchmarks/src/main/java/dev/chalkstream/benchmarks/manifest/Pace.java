package dev.chalkstream.benchmarks.manifest;

import dev.chalkstream.benchmarks.manifest.KnownManifest.State;

/**
 * How often a node may write a manifest, as it has learned from refusals: at any time until the
 * first, once a second after that. Nodes that wait for the same second try one after the other, and
 * those that have lost their turn before try first.
 */
final class Pace {

  private static final long LATEST_TRY = 200 * VirtualTime.MILLI;
  private static final int MOST_LOSSES = 3;
  private static final int MANY_SLOW = 3;

  /** How wrong the time of a manifest may be, as two nodes see it. */
  private static final long CLOCK_ERROR = 20 * VirtualTime.MILLI;

  private final VirtualTime time;
  private final long error;
  private boolean limited;
  private int slow;
  private int losses;
  private long notBefore;

  Pace(VirtualTime time) {
    this.time = time;
    this.error = time.between(-CLOCK_ERROR, CLOCK_ERROR);
  }

  boolean isLimited() {
    return limited;
  }

  int losses() {
    return losses;
  }

  /** Notes how long a write took; several in a row that take very long have waited their turn. */
  void took(long micros) {
    slow = micros < KeyLimit.INTERVAL / 2 ? 0 : slow + 1;
    limited |= slow >= MANY_SLOW;
  }

  /** Notes that the store has refused a write. */
  void refused() {
    limited = true;
    losses++;
    notBefore = time.now() + headStart();
  }

  void lost() {
    losses++;
  }

  void won() {
    losses = 0;
  }

  /** When a manifest may be written over. */
  long due(State state) {
    if (!limited || state.version() == 0) {
      return time.now();
    }
    long free = state.stored().writtenAt() + error + KeyLimit.INTERVAL + headStart();
    return Math.max(notBefore, free);
  }

  private long headStart() {
    long latest = LATEST_TRY >> Math.min(losses, MOST_LOSSES);
    return time.between(latest / 2, latest);
  }
}
