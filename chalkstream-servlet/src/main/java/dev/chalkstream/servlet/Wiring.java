package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.StreamPolicy;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a servlet serves, and under which rules. */
record Wiring(Chalkstream chalkstream, ServletOptions options) {

  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
  private static final int PART_OF_HEAP = 4;

  Wiring {
    Objects.requireNonNull(chalkstream, "chalkstream");
    Objects.requireNonNull(options, "options");
    check(chalkstream.policy(), options);
  }

  /** Refuses options that the largest segment could not be taken under. */
  static ServletOptions check(StreamPolicy policy, ServletOptions options) {
    long needed = needed(policy);
    if (options.maxUploadBytes() > 0 && options.maxUploadBytes() < needed) {
      throw new IllegalArgumentException(
          "uploads need room for one segment of "
              + policy.maxSegmentBytes()
              + " bytes at least, which takes "
              + needed
              + " bytes while it arrives, not "
              + options.maxUploadBytes());
    }
    return options;
  }

  private static long needed(StreamPolicy policy) {
    return (long) BodyBuffer.COST * policy.maxSegmentBytes();
  }

  /**
   * How many bytes of uploads may be in memory. Where the heap has no room for the largest segment,
   * smaller ones are taken all the same.
   */
  long maxUploadBytes() {
    if (options.maxUploadBytes() > 0) {
      return options.maxUploadBytes();
    }
    long part = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    if (part < needed(chalkstream.policy())) {
      LOG.warn(
          "The heap has room for segments of {} bytes, and not for the {} of max-segment-bytes;"
              + " larger ones are refused. A heap of {} MB is enough",
          part / BodyBuffer.COST,
          chalkstream.policy().maxSegmentBytes(),
          (PART_OF_HEAP * needed(chalkstream.policy()) >> 20) + 1);
    }
    return part;
  }
}
