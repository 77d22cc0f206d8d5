package dev.chalkstream.audit;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A media playlist as a strict reader finds it in its text: what is not understood is an error. */
public final class ReadPlaylist {

  private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,17}");

  /** A quoted string (section 4.2), which ours need nothing beside. */
  private static final Pattern MAP = Pattern.compile("URI=\"([^\"\r\n]+)\"");

  private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]*)(\\.[0-9]{1,6})?,");

  private final String text;
  private final Map<String, String> header = new HashMap<>();
  private final List<ReadSegment> segments = new ArrayList<>();
  private long firstNumber;
  private boolean ended;

  private Optional<String> map = Optional.empty();
  private boolean mapped;
  private boolean discontinuity;
  private boolean gap;
  private Optional<Instant> date = Optional.empty();
  private Optional<Long> micros = Optional.empty();

  private ReadPlaylist(String text) {
    this.text = text;
  }

  /**
   * Reads a playlist.
   *
   * @throws IllegalArgumentException if it is malformed, with what is wrong in the message
   */
  public static ReadPlaylist parse(String text) {
    var playlist = new ReadPlaylist(text);
    if (!text.startsWith("#EXTM3U\n") || !text.endsWith("\n")) {
      throw new IllegalArgumentException("does not begin with #EXTM3U, or does not end its lines");
    }
    text.lines().skip(1).forEach(playlist::read);
    if (playlist.hasPendingTags()) {
      throw new IllegalArgumentException("a segment's tags stand at the end without a segment");
    }
    return playlist;
  }

  private void read(String line) {
    if (ended) {
      throw new IllegalArgumentException("something stands behind EXT-X-ENDLIST: " + line);
    }
    if (!line.startsWith("#")) {
      endSegment(line);
      return;
    }
    int colon = line.indexOf(':');
    String tag = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    switch (tag) {
      case "#EXT-X-DISCONTINUITY" -> discontinuity = once(discontinuity, value, line);
      case "#EXT-X-GAP" -> gap = once(gap, value, line);
      case "#EXT-X-MAP" -> {
        once(mapped, "", line);
        mapped = true;
        map = Optional.of(uri(value));
      }
      case "#EXT-X-PROGRAM-DATE-TIME" -> {
        once(date.isPresent(), "", line);
        date = Optional.of(Instant.parse(value));
      }
      case "#EXTINF" -> {
        once(micros.isPresent(), "", line);
        micros = Optional.of(micros(value));
      }
      case "#EXT-X-ENDLIST" -> ended = once(hasPendingTags(), value, line);
      case "#EXT-X-VERSION",
          "#EXT-X-TARGETDURATION",
          "#EXT-X-MEDIA-SEQUENCE",
          "#EXT-X-DISCONTINUITY-SEQUENCE",
          "#EXT-X-PLAYLIST-TYPE",
          "#EXT-X-INDEPENDENT-SEGMENTS" ->
          header(tag, value);
      default -> throw new IllegalArgumentException("an unknown tag: " + line);
    }
  }

  private static boolean once(boolean already, String value, String line) {
    if (already || !value.isEmpty()) {
      throw new IllegalArgumentException("stands twice, or in the wrong place: " + line);
    }
    return true;
  }

  private void header(String tag, String value) {
    if (!segments.isEmpty() || hasPendingTags()) {
      throw new IllegalArgumentException(tag + " stands behind a segment's tags");
    }
    if (header.put(tag, value) != null) {
      throw new IllegalArgumentException(tag + " stands twice");
    }
  }

  private boolean hasPendingTags() {
    return mapped || discontinuity || gap || date.isPresent() || micros.isPresent();
  }

  private void endSegment(String line) {
    if (line.isBlank()) {
      throw new IllegalArgumentException("a blank line");
    }
    long duration =
        micros.orElseThrow(() -> new IllegalArgumentException("no EXTINF before " + line));
    if (segments.isEmpty()) {
      firstNumber = mediaSequence();
    }
    long number = firstNumber + segments.size();
    segments.add(new ReadSegment(number, line, duration, discontinuity, gap, date, map, mapped));
    mapped = false;
    discontinuity = false;
    gap = false;
    date = Optional.empty();
    micros = Optional.empty();
  }

  private static String uri(String value) {
    Matcher matcher = MAP.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a quoted URI alone: #EXT-X-MAP:" + value);
    }
    return matcher.group(1);
  }

  private static long micros(String value) {
    if (!DURATION.matcher(value).matches()) {
      throw new IllegalArgumentException("not a duration in microseconds: #EXTINF:" + value);
    }
    return new BigDecimal(value.substring(0, value.length() - 1))
        .movePointRight(6)
        .longValueExact();
  }

  private long integer(String tag) {
    String value = header.get(tag);
    if (value == null || !INTEGER.matcher(value).matches()) {
      throw new IllegalArgumentException(tag + " needs an integer, not " + value);
    }
    return Long.parseLong(value);
  }

  /** The playlist as it was read. */
  public String text() {
    return text;
  }

  /** Whether the header has a tag, named with its {@code #}. */
  public boolean has(String tag) {
    return header.containsKey(tag);
  }

  /** The EXT-X-VERSION. */
  public long version() {
    return integer("#EXT-X-VERSION");
  }

  /** The EXT-X-TARGETDURATION in seconds. */
  public long targetDuration() {
    return integer("#EXT-X-TARGETDURATION");
  }

  /** The EXT-X-MEDIA-SEQUENCE. */
  public long mediaSequence() {
    return integer("#EXT-X-MEDIA-SEQUENCE");
  }

  /** The EXT-X-DISCONTINUITY-SEQUENCE. */
  public long discontinuitySequence() {
    return integer("#EXT-X-DISCONTINUITY-SEQUENCE");
  }

  /** The EXT-X-PLAYLIST-TYPE, or an empty text. */
  public String type() {
    return header.getOrDefault("#EXT-X-PLAYLIST-TYPE", "");
  }

  /** Whether EXT-X-INDEPENDENT-SEGMENTS is there. */
  public boolean independentSegments() {
    return has("#EXT-X-INDEPENDENT-SEGMENTS");
  }

  /** Whether EXT-X-ENDLIST is there. */
  public boolean ended() {
    return ended;
  }

  /** The segments in their order. */
  public List<ReadSegment> segments() {
    return segments;
  }

  /** The media sequence number that follows the last segment's. */
  public long nextNumber() {
    return mediaSequence() + segments.size();
  }

  /** Whether it lists fragmented MP4. */
  public boolean isFragmented() {
    return segments.stream().anyMatch(ReadSegment::isFragmented);
  }

  /** Whether this is what viewers see before the first segment. */
  public boolean isWaitingRoom() {
    return segments.stream().allMatch(segment -> segment.uri().equals("../poster.ts"));
  }

  /** How long the segments play in all, in microseconds. */
  public long micros() {
    return segments.stream().mapToLong(ReadSegment::micros).sum();
  }

  @Override
  public String toString() {
    return text;
  }
}
