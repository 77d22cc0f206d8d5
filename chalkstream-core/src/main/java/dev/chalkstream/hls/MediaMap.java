package dev.chalkstream.hls;

import static dev.chalkstream.hls.AttributeValues.unquoted;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the Media Initialization Section of segments is (EXT-X-MAP, section 4.4.4.5). Immutable.
 *
 * @param uri where the resource is that has it, absolute or relative to the playlist
 * @param range which bytes of that resource it is, or empty for all of them
 */
public record MediaMap(String uri, Optional<Range> range) {

  /** The name of the tag. */
  static final String TAG = "#EXT-X-MAP";

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})@([0-9]{1,18})");

  /**
   * A part of a resource (section 4.4.4.2). Immutable.
   *
   * @param length how many bytes it has, 0 or more
   * @param offset how many bytes of the resource are before it, 0 or more
   */
  public record Range(long length, long offset) {

    /**
     * Makes a range.
     *
     * @param length how many bytes it has
     * @param offset how many bytes of the resource are before it
     * @throws IllegalArgumentException if one of them is negative
     */
    public Range {
      if (length < 0 || offset < 0) {
        throw new IllegalArgumentException(
            "a range has no negative length or offset: " + length + "@" + offset);
      }
    }

    /** The range as it stands in a playlist. */
    @Override
    public String toString() {
      return length + "@" + offset;
    }
  }

  /**
   * Makes a map.
   *
   * @param uri where the resource is that has it, absolute or relative to the playlist
   * @param range which bytes of that resource it is
   * @throws IllegalArgumentException if the URI is empty, or has a character that a quoted string
   *     cannot hold (section 4.2)
   */
  public MediaMap {
    Objects.requireNonNull(range, "range");
    if (uri.isEmpty() || uri.chars().anyMatch(c -> c == '"' || MediaPlaylist.isControl(c))) {
      throw new IllegalArgumentException("not a URI that a tag can hold: '" + uri + "'");
    }
  }

  /**
   * A whole resource.
   *
   * @param uri where it is, absolute or relative to the playlist
   * @return the map
   * @throws IllegalArgumentException if the URI is empty, or has a character that a quoted string
   *     cannot hold (section 4.2)
   */
  public static MediaMap of(String uri) {
    return new MediaMap(uri, Optional.empty());
  }

  /** Reads the attributes of a tag; empty if they make no sense. */
  static Optional<MediaMap> parse(String attributes) {
    try {
      Map<String, String> values = AttributeList.parse(attributes);
      String uri = values.get("URI");
      Optional<Range> range = range(values.get("BYTERANGE"));
      boolean known = range.isPresent() || !values.containsKey("BYTERANGE");
      return uri == null || !known
          ? Optional.empty()
          : Optional.of(new MediaMap(unquoted(uri), range));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** In a map the offset may not be left out, since nothing comes before it. */
  private static Optional<Range> range(@Nullable String value) {
    Matcher parts = RANGE.matcher(value == null ? "" : unquoted(value));
    return parts.matches()
        ? Optional.of(new Range(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  /** The tag as a line. */
  @Override
  public String toString() {
    return TAG
        + ":URI=\""
        + uri
        + "\""
        + range.map(part -> ",BYTERANGE=\"" + part + "\"").orElse("");
  }
}
