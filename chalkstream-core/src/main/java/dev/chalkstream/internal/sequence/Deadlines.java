package dev.chalkstream.internal.sequence;

import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the passing of time changes a stream, calculated from what is kept of it: for a manifest and
 * for one that is being changed alike. {@link Instant#MAX} is never.
 */
public final class Deadlines {

  /** For so long a segment is kept at least that waits for a playlist to name it. */
  public static final Duration PUSHES_KEPT = Duration.ofMinutes(10);

  /** A stream is not complete before so many target durations have passed without a segment. */
  private static final int LEAST_SILENCE = 3;

  private Deadlines() {}

  /** The target duration, or what it will be if what waits is listed. */
  public static Duration targetDuration(
      @Nullable TargetDuration fixed, Optional<Duration> firstWaiting) {
    return fixed == null
        ? TargetDuration.roundUp(firstWaiting.orElse(Duration.ZERO)).toDuration()
        : fixed.toDuration();
  }

  /** Within that time after the last, the next segment should be there. */
  public static Duration gapLimit(Manifest.Terms terms, Duration targetDuration) {
    return targetDuration.multipliedBy(terms.gapLimitPercent()).dividedBy(100);
  }

  /**
   * When the segment that is waited for is given up.
   *
   * @param waited for how long it is known to be waited for
   */
  public static Instant gap(@Nullable Run run, Instant now, Duration gapLimit, Duration waited) {
    boolean waits = run != null && run.missingSince() != null;
    return waits ? now.plus(gapLimit).minus(waited) : Instant.MAX;
  }

  /**
   * When a broadcast is complete: not before players would have three segments more, where these
   * are longer than the timeout.
   *
   * @param silence for how long the last segment is known to be the last
   */
  public static Instant completion(
      State state, Manifest.Terms terms, Duration targetDuration, Instant now, Duration silence) {
    if (state != State.LIVE) {
      return Instant.MAX;
    }
    Duration least = targetDuration.multipliedBy(LEAST_SILENCE);
    Duration timeout = terms.completionTimeout();
    return now.plus(timeout.compareTo(least) < 0 ? least : timeout).minus(silence);
  }

  /**
   * When a complete stream expires: it is there as a whole until the retention of its last segment
   * is over. Where nothing is listed there is nothing to retain, for ever least of all.
   *
   * @param last the last listed segment
   * @param lastSegmentAt when the last segment came
   * @param stored whether pushed segments wait for a playlist
   */
  public static Instant expiry(
      State state,
      Manifest.Terms terms,
      Optional<ListedSegment> last,
      Instant lastSegmentAt,
      boolean stored) {
    Duration retention = terms.retention();
    if (state != State.COMPLETE) {
      return Instant.MAX;
    }
    if (last.isEmpty()) {
      boolean soon = retention.compareTo(PUSHES_KEPT) < 0 && !retention.isZero();
      return stored ? Instant.MAX : lastSegmentAt.plus(soon ? retention : PUSHES_KEPT);
    }
    return retention.isZero() ? Instant.MAX : last.get().listedAt().plus(retention);
  }
}
