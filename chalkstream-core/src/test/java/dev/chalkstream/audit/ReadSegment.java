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
 * @param map the URI of the EXT-X-MAP that applies to it, wherever that stands
 * @param mapped whether the EXT-X-MAP stands right before it
 */
public record ReadSegment(
    long number,
    String uri,
    long micros,
    boolean discontinuity,
    boolean gap,
    Optional<Instant> date,
    Optional<String> map,
    boolean mapped) {

  /** The last part of the URI's path. */
  public String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  /** The last part of the path of the EXT-X-MAP's URI, or empty without one. */
  public Optional<String> mapName() {
    return map.map(path -> path.substring(path.lastIndexOf('/') + 1));
  }

  /** Whether it is fragmented MP4, as its name says. */
  public boolean isFragmented() {
    return uri.endsWith(".m4s") || uri.endsWith(".m4a");
  }

  /** The EXTINF rounded to the nearest second, as it compares with the target duration. */
  public long roundedSeconds() {
    return (micros + 500_000) / 1_000_000;
  }
}
