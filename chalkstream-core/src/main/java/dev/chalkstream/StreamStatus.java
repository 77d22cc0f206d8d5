package dev.chalkstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a stream at one instant. Immutable.
 *
 * @param id the stream
 * @param state whether it is live
 * @param startedAt when its first segment arrived
 * @param lastSegmentAt when its latest segment arrived
 * @param listedSegments how many segments its playlist lists, gaps included
 * @param waitingSegments how many segments wait for an earlier one
 * @param listedDuration how long the listed segments play
 * @param listedBytes how many bytes the listed segments have
 */
public record StreamStatus(
    StreamId id,
    State state,
    Optional<Instant> startedAt,
    Optional<Instant> lastSegmentAt,
    long listedSegments,
    long waitingSegments,
    Duration listedDuration,
    long listedBytes) {

  /** Where a stream is in its life. */
  public enum State {
    /** No segment has come yet. */
    WAITING,
    /** Segments are coming. */
    LIVE,
    /** The broadcast is over, and can be watched on demand or resumed. */
    COMPLETE
  }
}
