package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.StreamPolicy;
import java.util.Objects;

/** What a servlet serves, and under which rules. */
record Wiring(Chalkstream chalkstream, ServletOptions options) {

  private static final int PART_OF_HEAP = 4;

  Wiring {
    Objects.requireNonNull(chalkstream, "chalkstream");
    Objects.requireNonNull(options, "options");
    check(chalkstream.policy(), options);
  }

  /** Refuses options that the largest segment could not be taken under. */
  static ServletOptions check(StreamPolicy policy, ServletOptions options) {
    int largest = policy.maxSegmentBytes();
    if (options.maxUploadBytes() > 0 && options.maxUploadBytes() < largest) {
      throw new IllegalArgumentException(
          "uploads need room for one segment of "
              + largest
              + " bytes at least, not "
              + options.maxUploadBytes());
    }
    return options;
  }

  /** How many bytes of uploads may be in memory. */
  long maxUploadBytes() {
    return options.maxUploadBytes() > 0
        ? options.maxUploadBytes()
        : Math.max(
            chalkstream.policy().maxSegmentBytes(),
            Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }
}
