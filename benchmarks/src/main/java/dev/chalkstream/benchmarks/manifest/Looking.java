package dev.chalkstream.benchmarks.manifest;

/**
 * How a node with viewers looks for slots that other nodes have decided.
 *
 * @param millis the time from one look at a slot to the next; 0 if its viewers see of slots only
 *     what the manifest lists
 * @param expectant whether it looks only once three quarters of the time have passed after which
 *     the next slot is due, and not all the time
 */
record Looking(int millis, boolean expectant) {

  /** Not at all. */
  static final Looking NONE = new Looking(0, false);

  /** As often as the manifest. */
  static final Looking REFRESH = new Looking(500, false);

  /** As design 8 has it for parts. */
  static final Looking OFTEN = new Looking(100, false);

  /** As often, when something is due. */
  static final Looking WHEN_DUE = new Looking(100, true);

  long micros() {
    return millis * VirtualTime.MILLI;
  }

  boolean atSlots() {
    return millis > 0;
  }

  @Override
  public String toString() {
    if (!atSlots()) {
      return "no looks";
    }
    return millis + " ms" + (expectant ? " when due" : "");
  }
}
