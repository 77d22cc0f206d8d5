package dev.chalkstream.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * A segment as a playlist's text has it.
 *
 * @param number its media sequence number
 * @param uri its URI, as written
 * @param micros its EXTINF in microseconds
 * @param discontinuity whether a discontinuity stands before it
 * @param gap whether it is marked as a gap
 * @param date its EXT-X-PROGRAM-DATE-TIME
 */
public record ReadSegment(
    long number,
    String uri,
    long micros,
    boolean discontinuity,
    boolean gap,
    Optional<Instant> date) {

  /** The last part of the URI's path. */
  public String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  /** The EXTINF rounded to the nearest second, as it compares with the target duration. */
  public long roundedSeconds() {
    return (micros + 500_000) / 1_000_000;
  }
}
