package dev.chalkstream.internal.manifest;

import dev.chalkstream.hls.DateRange;
import dev.chalkstream.hls.PlaylistReader;
import dev.chalkstream.internal.text.PushPath;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is remembered of the marks in a playlist: date ranges and cues. Immutable.
 *
 * @param ranges the newest date ranges that were listed, each with all that was said of it, oldest
 *     first
 * @param pending marks that go with the next segment that is listed
 */
public record Markers(List<DateRange> ranges, List<String> pending) {

  public static final Markers NONE = new Markers(List.of(), List.of());

  /**
   * So many bytes the marks of one segment have: a splice command of SCTE-35, and as much again.
   */
  public static final int MAX_SEGMENT_BYTES = PlaylistReader.MAX_LINE_LENGTH;

  /**
   * So many bytes they have in each part of a manifest: what is listed, what waits, what is said.
   */
  public static final int MAX_BYTES = 256 << 10;

  /** So many bytes of date ranges are remembered. */
  public static final int MAX_RANGE_BYTES = 64 << 10;

  /** So long is one at most, with the splice commands out and in. */
  public static final int MAX_RANGE_LENGTH = 2 * PlaylistReader.MAX_LINE_LENGTH;

  /** So many date ranges are remembered. */
  public static final int MAX_RANGES = 256;

  private static final int LINE_BYTES = 64;

  /**
   * The cues of encoders and packagers: of AWS Elemental and of those that write like it, of Adobe
   * Primetime, and what they add. Their values are passed on as they are.
   */
  private static final Set<String> CUES =
      Set.of(
          "#EXT-X-CUE-OUT",
          "#EXT-X-CUE-OUT-CONT",
          "#EXT-X-CUE-IN",
          "#EXT-X-CUE",
          "#EXT-X-CUE-CONT",
          "#EXT-OATCLS-SCTE35",
          "#EXT-X-SCTE35",
          "#EXT-X-ASSET",
          "#EXT-X-SPLICEPOINT-SCTE35");

  public Markers {
    ranges = List.copyOf(ranges);
    pending = List.copyOf(pending);
  }

  /** Whether a tag is passed on to viewers. */
  static boolean isMark(String tag) {
    return isDateRange(tag) || CUES.contains(name(tag));
  }

  public static boolean isDateRange(String tag) {
    return tag.startsWith(DateRange.TAG + ":");
  }

  /** The name of a tag, without its value. */
  public static String name(String tag) {
    int colon = tag.indexOf(':');
    return colon < 0 ? tag : tag.substring(0, colon);
  }

  /** How many bytes tags take up where they are kept. */
  public static int bytes(List<String> tags) {
    return tags.stream().mapToInt(PushPath::bytes).sum();
  }

  /** About how many bytes of memory tags take up. */
  static long heldBytes(List<String> tags) {
    return tags.stream().mapToLong(tag -> LINE_BYTES + 2L * tag.length()).sum();
  }

  /** About how many bytes of memory this takes up. */
  long heldBytes() {
    // The values of a range are texts of their own, beside the map that holds them.
    return heldBytes(pending)
        + ranges.stream().mapToLong(range -> 512 + 4L * range.line().length()).sum();
  }

  /**
   * Until when a date range counts. One of unknown duration counts until its planned end; a break
   * whose end nobody has told or planned, and a range that ends on the next of its class, until
   * there is that end; any other is an instant.
   */
  public Instant endOf(DateRange range) {
    Instant start = range.startDate().orElse(Instant.MIN);
    if (range.endsOnNext()) {
      return ranges.stream()
          .filter(other -> other.category().equals(range.category()))
          .map(other -> other.startDate().orElse(Instant.MIN))
          .filter(next -> next.isAfter(start))
          .min(Instant::compareTo)
          .orElse(Instant.MAX);
    }
    Optional<Instant> planned = range.plannedDuration().map(start::plus);
    return range.endDate().or(() -> planned).orElse(range.isOpenBreak() ? Instant.MAX : start);
  }

  /**
   * The date ranges that are not over where a playlist begins, and whose own tags have left it: a
   * tag stays while a date of its range is one of a listed segment (section 6.2.1).
   *
   * @param front where the playlist begins
   * @param present the {@linkplain #rangesOf date ranges} that listed segments have tags of
   */
  public List<String> carried(Instant front, Set<String> present) {
    return ranges.stream()
        .filter(range -> endOf(range).isAfter(front))
        .map(DateRange::line)
        .filter(line -> line.length() <= PlaylistReader.MAX_LINE_LENGTH)
        .filter(line -> !present.contains(beginning(line)))
        .toList();
  }

  /** The date ranges that segments have tags of, by what tells a date range. */
  public static Set<String> rangesOf(Collection<ListedSegment> segments) {
    return segments.stream()
        .flatMap(segment -> segment.tags().stream())
        .filter(Markers::isDateRange)
        .map(Markers::beginning)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What tells a date range: the id, which is the first attribute in what we write. */
  private static String beginning(String tag) {
    int open = tag.indexOf('"');
    int close = tag.indexOf('"', open + 1);
    return tag.substring(0, close);
  }

  public boolean isEmpty() {
    return Objects.equals(this, NONE);
  }
}
