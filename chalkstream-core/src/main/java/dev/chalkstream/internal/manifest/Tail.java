package dev.chalkstream.internal.manifest;

import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * What is kept of the last listed segment, to compare the next with it. Immutable.
 *
 * @param media what is inside
 * @param duration how long it is listed to play, in whole microseconds
 * @param drift by how much longer the segments before it are listed to play than they do by their
 *     timestamps, since the last discontinuity or gap; negative where they are listed to play for
 *     less; in whole microseconds, and at most {@link #MAX_DRIFT}
 */
public record Tail(MediaInfo media, Duration duration, Duration drift) {

  /** No more is kept. */
  public static final Duration MAX_DRIFT = Limits.ENTRY;

  public Tail {
    if (drift.abs().compareTo(MAX_DRIFT) > 0) {
      drift = drift.isNegative() ? MAX_DRIFT.negated() : MAX_DRIFT;
    }
    drift = Micros.toDuration(Micros.of(drift));
  }

  /** What would be kept of a segment that waits. */
  public static Tail of(WaitingSegment segment) {
    return new Tail(segment.media(), segment.duration(), Duration.ZERO);
  }

  /** Whether a segment can follow without a discontinuity. */
  public boolean isContinuedBy(MediaInfo next) {
    return next.continues(media, duration);
  }

  /** How much time is missing before a later segment, if any track tells. */
  public Optional<Duration> timeTo(MediaInfo next) {
    return next.timeSince(media, duration);
  }

  /** The place of a segment that continues this one. */
  public SegmentDurations.Place placeOf(MediaInfo next) {
    return new SegmentDurations.Place(
        next.timeFrom(media).map(drift.plus(duration)::minus).orElse(drift), next.continues(media));
  }
}
