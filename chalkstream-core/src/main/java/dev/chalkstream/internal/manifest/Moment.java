package dev.chalkstream.internal.manifest;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a stream is changed, and for how long the node that changes it has known what the stream
 * waits for. How long a wait has lasted is not told by comparing the times of two nodes.
 *
 * @param at the node's time, as {@code NodeClock} counts it
 * @param time the stream's time, which its manifest is about
 * @param date what day the node has, for a stream that is yet to begin
 * @param gap for how long the node has known that others wait for the next number
 * @param silence for how long it has known the segment that came last
 * @param end for how long it has known what was pushed last, where the end is announced
 */
public record Moment(
    Instant at, Instant time, Instant date, Duration gap, Duration silence, Duration end) {

  /** The stream's time to the millisecond; it never goes back. */
  public Instant timeAfter(Manifest manifest) {
    Instant present = time.truncatedTo(ChronoUnit.MILLIS);
    return present.isAfter(manifest.time()) ? present : manifest.time();
  }
}
