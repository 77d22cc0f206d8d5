package dev.chalkstream.internal.sequence;

import dev.chalkstream.WaitingRoom;
import java.time.Duration;
import java.time.Instant;

/**
 * The showings of the poster in a waiting room, which any node counts alike by the wall clock, and
 * the numbers of a stream that begins after them.
 *
 * @param room the waiting room
 */
public record Showings(WaitingRoom room) {

  /** So many showings a playlist lists: more than three target durations (section 6.2.2). */
  public static final int LISTED = 4;

  /**
   * Discontinuity sequence numbers start over after so many showings. They could go by the clock
   * too, but hls.js walks through all numbers from 0 to the newest each time that it reads a
   * playlist, and stands still for seconds where there are a thousand million.
   */
  public static final long DISCONTINUITIES = 1 << 18;

  /**
   * Numbers must be greater than any that a node has shown whose clock is ahead. For each number
   * that is left out, hls.js adds a target duration to its own time, so it shows these ten minutes
   * too, unless the player makes a new instance where the stream begins, as this project's player
   * does.
   */
  private static final Duration HEAD_START = Duration.ofMinutes(10);

  /** Whether there is a poster at all. */
  public boolean isOpen() {
    return room.isOpen();
  }

  /** The number with which the playlist of a stream begins that has its first segment now. */
  public long firstSequence(Instant now) {
    return isOpen() ? showing(now.plus(HEAD_START)) : 0;
  }

  /** The discontinuity sequence number of such a playlist, beyond any of the waiting room. */
  public long firstDiscontinuity() {
    return isOpen() ? DISCONTINUITIES + LISTED : 0;
  }

  /** Whether a showing is yet to come, but a node with a skewed clock may have come to it. */
  public boolean isAhead(long showing, Instant now) {
    return showing > showing(now) && showing < firstSequence(now);
  }

  /** When the next showing begins. */
  public Instant nextChange(Instant now) {
    return Instant.EPOCH.plus(room.duration().multipliedBy(showing(now) + 1));
  }

  /** Which showing of the poster it is, counted from 1970. */
  public long showing(Instant now) {
    return Duration.between(Instant.EPOCH, now).dividedBy(room.duration());
  }
}
