package dev.chalkstream.internal.dash;

import java.time.Duration;

/**
 * How long segments become.
 *
 * @param target how long they should be; a segment ends where a key frame comes nearest to that
 * @param longest how long they may be where no key frame comes, at least {@code target}
 * @param bytes how large they may be, from 1; a chunk that is larger is a segment of its own
 */
public record SegmentRules(Duration target, Duration longest, int bytes) {

  /** Checks all. */
  public SegmentRules {
    if (target.isNegative() || target.isZero() || longest.compareTo(target) < 0 || bytes < 1) {
      throw new IllegalArgumentException(
          "segments of " + target + ", at most " + longest + " and " + bytes + " bytes");
    }
  }
}
