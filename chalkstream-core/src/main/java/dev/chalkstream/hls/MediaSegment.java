package dev.chalkstream.hls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of a media playlist. Immutable.
 *
 * @param uri where the segment is, absolute or relative to the playlist
 * @param duration how long it plays, not negative; written to the microsecond (section 4.4.4.1);
 *     zero where a playlist that was read does not say it in a way that makes sense
 * @param discontinuity whether format, tracks or timestamps change before it (section 4.4.4.3)
 * @param gap whether the segment is missing and must not be loaded (section 4.4.4.7)
 * @param programDateTime the wall-clock time of its first sample, if it is to be written (section
 *     4.4.4.6)
 * @param map where its Media Initialization Section is, if it needs one; it is written before the
 *     first segment that has it (section 4.4.4.5)
 * @param tags further lines that apply to it, each beginning with {@code #}
 */
public record MediaSegment(
    String uri,
    Duration duration,
    boolean discontinuity,
    boolean gap,
    Optional<Instant> programDateTime,
    Optional<MediaMap> map,
    List<String> tags) {

  /**
   * Makes an entry.
   *
   * @param uri where the segment is, absolute or relative to the playlist
   * @param duration how long it plays, not negative; written to the microsecond (section 4.4.4.1)
   * @param discontinuity whether format, tracks or timestamps change before it (section 4.4.4.3)
   * @param gap whether the segment is missing and must not be loaded (section 4.4.4.7)
   * @param programDateTime the wall-clock time of its first sample, if it is to be written (section
   *     4.4.4.6)
   * @param map where its Media Initialization Section is, if it needs one
   * @param tags further lines
   * @throws IllegalArgumentException if the URI is empty or has a line break, the duration is
   *     negative, or a tag {@linkplain MediaPlaylist#isTag is none}
   */
  public MediaSegment {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(programDateTime, "programDateTime");
    Objects.requireNonNull(map, "map");
    if (uri.isEmpty() || uri.startsWith("#") || uri.indexOf('\n') >= 0 || uri.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("not a URI that a playlist can hold: '" + uri + "'");
    }
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a duration is not negative: " + duration);
    }
    tags = List.copyOf(tags);
    tags.forEach(MediaPlaylist::checkTag);
  }

  /**
   * Makes an entry without further tags.
   *
   * @param uri where the segment is
   * @param duration how long it plays
   * @param discontinuity whether a discontinuity stands before it
   * @param gap whether the segment is missing
   * @param programDateTime the wall-clock time of its first sample
   * @throws IllegalArgumentException if the URI is empty or has a line break, or the duration is
   *     negative
   */
  public MediaSegment(
      String uri,
      Duration duration,
      boolean discontinuity,
      boolean gap,
      Optional<Instant> programDateTime) {
    this(uri, duration, discontinuity, gap, programDateTime, Optional.empty(), List.of());
  }

  /**
   * A plain entry, without marks.
   *
   * @param uri where the segment is
   * @param duration how long it plays
   * @return the entry
   * @throws IllegalArgumentException if the URI is empty or has a line break, or the duration is
   *     negative
   */
  public static MediaSegment of(String uri, Duration duration) {
    return new MediaSegment(uri, duration, false, false, Optional.empty());
  }

  /**
   * The same entry at another address.
   *
   * @param other where the segment is, absolute or relative to the playlist
   * @return the entry
   * @throws IllegalArgumentException if the URI is empty or has a line break
   */
  public MediaSegment withUri(String other) {
    return new MediaSegment(other, duration, discontinuity, gap, programDateTime, map, tags);
  }

  /**
   * The same entry with other further tags.
   *
   * @param others lines that apply to it, each beginning with {@code #}
   * @return the entry
   * @throws IllegalArgumentException if a tag {@linkplain MediaPlaylist#isTag is none}
   */
  public MediaSegment withTags(List<String> others) {
    return new MediaSegment(uri, duration, discontinuity, gap, programDateTime, map, others);
  }

  /**
   * The same entry with a Media Initialization Section.
   *
   * @param other where that is
   * @return the entry
   */
  public MediaSegment withMap(MediaMap other) {
    return new MediaSegment(
        uri, duration, discontinuity, gap, programDateTime, Optional.of(other), tags);
  }
}
