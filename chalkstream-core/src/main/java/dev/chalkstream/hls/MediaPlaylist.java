package dev.chalkstream.hls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HLS media playlist (section 4.4.3): a value, which {@link #toString} writes as M3U8.
 * Immutable.
 */
public final class MediaPlaylist {

  /** The most segments that {@link #parse} takes: two days of segments of two seconds. */
  public static final int MAX_PARSED = 86_400;

  /** The least version: durations have decimals and compare by rounding (section 8). */
  private static final int LEAST_VERSION = 6;

  private final int version;
  private final TargetDuration targetDuration;
  private final long mediaSequence;
  private final long discontinuitySequence;
  private final @Nullable PlaylistType type;
  private final boolean independentSegments;
  private final List<String> tags;
  private final List<MediaSegment> segments;
  private final boolean ended;

  private MediaPlaylist(Builder builder) {
    this.version = builder.version;
    this.targetDuration = builder.targetDuration;
    this.mediaSequence = builder.mediaSequence;
    this.discontinuitySequence = builder.discontinuitySequence;
    this.type = builder.type;
    this.independentSegments = builder.independentSegments;
    this.tags = List.copyOf(builder.tags);
    this.segments = List.copyOf(builder.segments);
    this.ended = builder.ended;
  }

  /**
   * Begins a playlist.
   *
   * @param targetDuration the upper bound of its segments' durations
   * @return a builder
   */
  public static Builder builder(TargetDuration targetDuration) {
    return new Builder(targetDuration);
  }

  /**
   * Reads a playlist that anybody may have written, tolerantly: tags that are not known go with the
   * segment behind them, a date that makes no sense is left out, a segment whose duration makes no
   * sense has one of zero, and the target duration is at least what the segments need. {@link
   * PlaylistReader} reads without keeping all segments.
   *
   * @param text the playlist as M3U8
   * @return the playlist
   * @throws IllegalArgumentException if it is no media playlist, has more than {@value #MAX_PARSED}
   *     segments, a line of more than {@value PlaylistReader#MAX_LINE_LENGTH} characters, a segment
   *     without {@code EXTINF}, or a sequence number that is none
   */
  public static MediaPlaylist parse(String text) {
    return PlaylistParser.parse(text);
  }

  /**
   * Begins a playlist from this one.
   *
   * @return a builder with this playlist's values
   */
  public Builder toBuilder() {
    Builder builder =
        new Builder(targetDuration)
            .version(version)
            .mediaSequence(mediaSequence)
            .discontinuitySequence(discontinuitySequence)
            .independentSegments(independentSegments)
            .tags(tags)
            .segments(segments)
            .ended(ended);
    builder.type = type;
    return builder;
  }

  /**
   * The compatibility version (section 8).
   *
   * @return 6 or more: durations have decimals, and compare with the target duration by rounding
   */
  public int version() {
    return version;
  }

  /**
   * The upper bound of the segments' durations (section 4.4.3.1).
   *
   * @return the target duration
   */
  public TargetDuration targetDuration() {
    return targetDuration;
  }

  /**
   * The media sequence number of the first segment (section 4.4.3.2).
   *
   * @return the number, 0 or more
   */
  public long mediaSequence() {
    return mediaSequence;
  }

  /**
   * The discontinuity sequence number of the first segment (section 4.4.3.3): how many
   * discontinuities have been removed from the front, a first segment's own not counted.
   *
   * @return the number, 0 or more
   */
  public long discontinuitySequence() {
    return discontinuitySequence;
  }

  /**
   * What the playlist promises about its changes.
   *
   * @return the type, or empty if segments may be removed from its front
   */
  public Optional<PlaylistType> type() {
    return Optional.ofNullable(type);
  }

  /**
   * Whether every segment can be decoded without any other (section 4.4.2.1).
   *
   * @return true if so
   */
  public boolean independentSegments() {
    return independentSegments;
  }

  /**
   * Further lines that apply to the whole playlist.
   *
   * @return an immutable list of lines, each beginning with {@code #}
   */
  public List<String> tags() {
    return tags;
  }

  /**
   * The segments, in the order of play.
   *
   * @return an immutable list
   */
  public List<MediaSegment> segments() {
    return segments;
  }

  /**
   * Whether the playlist is at its end (section 4.4.3.4).
   *
   * @return true if no segment will be added
   */
  public boolean ended() {
    return ended;
  }

  /**
   * The playlist as M3U8 in UTF-8, without a byte order mark (section 4).
   *
   * @return new bytes
   */
  public byte[] toBytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The playlist as M3U8. */
  @Override
  public String toString() {
    return PlaylistWriter.write(this);
  }

  /**
   * Whether a line can stand in a playlist as a tag: it begins with {@code #}, and has neither line
   * breaks nor other control characters (section 4.1).
   *
   * @param line the line, without a line break at its end
   * @return true if so
   */
  public static boolean isTag(String line) {
    return line.startsWith("#") && line.chars().noneMatch(MediaPlaylist::isControl);
  }

  /** Some readers take the separators of Unicode for line breaks too. */
  static boolean isControl(int character) {
    return Character.isISOControl(character) || character == '\u2028' || character == '\u2029';
  }

  static void checkTag(String tag) {
    if (!isTag(tag)) {
      throw new IllegalArgumentException("not a tag that a playlist can hold: '" + tag + "'");
    }
  }

  /** Collects what makes a playlist. Not safe for use by many threads. */
  public static final class Builder {

    private int version = LEAST_VERSION;
    private TargetDuration targetDuration;
    private long mediaSequence;
    private long discontinuitySequence;
    private @Nullable PlaylistType type;
    private boolean independentSegments;
    private List<String> tags = List.of();
    private final List<MediaSegment> segments = new ArrayList<>();
    private boolean ended;

    private Builder(TargetDuration targetDuration) {
      this.targetDuration = Objects.requireNonNull(targetDuration, "targetDuration");
    }

    /**
     * Sets the compatibility version. That of a playlist which is changed must not change (section
     * 6.2.1).
     *
     * @param version the version, 6 or more, which is enough for EXT-X-MAP too; 6 if not set
     * @return this
     * @throws IllegalArgumentException if it is less than 6
     */
    public Builder version(int version) {
      if (version < LEAST_VERSION) {
        throw new IllegalArgumentException(
            "a playlist has version " + LEAST_VERSION + " or later, not " + version);
      }
      this.version = version;
      return this;
    }

    /**
     * Sets the upper bound of the segments' durations.
     *
     * @param targetDuration the target duration
     * @return this
     */
    public Builder targetDuration(TargetDuration targetDuration) {
      this.targetDuration = Objects.requireNonNull(targetDuration, "targetDuration");
      return this;
    }

    /**
     * Sets the media sequence number of the first segment.
     *
     * @param mediaSequence the number, 0 or more; 0 if not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder mediaSequence(long mediaSequence) {
      this.mediaSequence = checkNumber(mediaSequence);
      return this;
    }

    /**
     * Sets the discontinuity sequence number of the first segment.
     *
     * @param discontinuitySequence the number, 0 or more; 0 if not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder discontinuitySequence(long discontinuitySequence) {
      this.discontinuitySequence = checkNumber(discontinuitySequence);
      return this;
    }

    /**
     * Sets what the playlist promises about its changes.
     *
     * @param type the type; none if not set
     * @return this
     */
    public Builder type(PlaylistType type) {
      this.type = Objects.requireNonNull(type, "type");
      return this;
    }

    /**
     * Sets whether every segment can be decoded without any other.
     *
     * @param independentSegments true if so; false if not set
     * @return this
     */
    public Builder independentSegments(boolean independentSegments) {
      this.independentSegments = independentSegments;
      return this;
    }

    /**
     * Sets further lines that apply to the whole playlist.
     *
     * @param tags lines that each begin with {@code #}; none if not set
     * @return this
     * @throws IllegalArgumentException if a tag {@linkplain MediaPlaylist#isTag is none}
     */
    public Builder tags(List<String> tags) {
      this.tags = List.copyOf(tags);
      this.tags.forEach(MediaPlaylist::checkTag);
      return this;
    }

    /**
     * Sets the segments.
     *
     * @param segments the segments in the order of play, copied; none if not set
     * @return this
     */
    public Builder segments(Collection<MediaSegment> segments) {
      this.segments.clear();
      this.segments.addAll(segments);
      return this;
    }

    /**
     * Adds a segment at the end.
     *
     * @param segment the segment
     * @return this
     */
    public Builder add(MediaSegment segment) {
      segments.add(Objects.requireNonNull(segment, "segment"));
      return this;
    }

    /**
     * Sets whether the playlist is at its end.
     *
     * @param ended true if no segment will be added; false if not set
     * @return this
     */
    public Builder ended(boolean ended) {
      this.ended = ended;
      return this;
    }

    /**
     * Makes the playlist.
     *
     * @return the playlist
     * @throws IllegalArgumentException if a segment is longer than the target duration admits
     *     (section 4.4.3.1), or has no {@linkplain MediaSegment#map map} behind one that has, which
     *     would be taken for its own (section 4.4.4.5)
     */
    public MediaPlaylist build() {
      boolean mapped = false;
      for (MediaSegment segment : segments) {
        if (mapped && segment.map().isEmpty()) {
          throw new IllegalArgumentException(
              "a segment without EXT-X-MAP stands behind one that has it");
        }
        mapped = segment.map().isPresent();
        if (!targetDuration.admits(segment.duration())) {
          throw new IllegalArgumentException(
              "a segment of "
                  + segment.duration()
                  + " is longer than the target duration, "
                  + targetDuration.seconds()
                  + " s");
        }
      }
      return new MediaPlaylist(this);
    }

    private static long checkNumber(long number) {
      if (number < 0) {
        throw new IllegalArgumentException("a sequence number is not negative: " + number);
      }
      return number;
    }
  }
}
