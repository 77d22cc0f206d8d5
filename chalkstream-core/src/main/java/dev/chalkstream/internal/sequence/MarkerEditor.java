package dev.chalkstream.internal.sequence;

import dev.chalkstream.hls.DateRange;
import dev.chalkstream.hls.PlaylistReader;
import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.PushedTags;
import dev.chalkstream.internal.text.PushPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes what is remembered of a playlist's marks, and decides which are listed with a segment. A
 * date range is listed once, and again when more is said of it. Not safe for use by many threads.
 */
public final class MarkerEditor {

  /** Dates that differ by less than this are taken for the same. */
  private static final Duration SAME = Duration.ofSeconds(1);

  /** Dates of segments that differ by less than this are the encoder's. */
  private static final Duration LEAST_SHIFT = Duration.ofMillis(500);

  private static final int MAX_TOLD = 100;

  private final List<DateRange> ranges = new ArrayList<>();
  private final Remarks remarks;
  private PushedTags pending;

  /**
   * Begins to change what is remembered.
   *
   * @param remarks takes what is left out
   */
  MarkerEditor(Markers markers, Remarks remarks) {
    this.ranges.addAll(markers.ranges());
    this.pending = new PushedTags(markers.pending(), false);
    this.remarks = remarks;
  }

  /**
   * By how much the dates of a playlist are later than the encoder's: after its clock was set,
   * since dates go on with the media, and where its dates lie before the end of what was listed.
   *
   * @param said the encoder's date of a segment, or null if it says none
   * @param listed the date that is listed
   */
  public static Duration shift(@Nullable Instant said, Instant listed) {
    Duration shift = said == null ? Duration.ZERO : Duration.between(said, listed);
    return shift.abs().compareTo(LEAST_SHIFT) < 0 ? Duration.ZERO : shift;
  }

  Markers toMarkers() {
    boolean none = ranges.isEmpty() && pending.lines().isEmpty();
    return none ? Markers.NONE : new Markers(ranges, pending.lines());
  }

  void clear() {
    ranges.clear();
    pending = PushedTags.NONE;
  }

  /** Lets marks wait for the next segment that is listed. */
  void defer(PushedTags tags) {
    pending = pending.plus(tags);
  }

  /**
   * Lets those date ranges wait for the next segment that are said late, of one that is listed.
   *
   * @param tags what is said of that segment
   * @param shift by how much later its date is than the encoder says
   * @param front when something begins that is still listed
   * @return whether there are any
   */
  public boolean addLate(PushedTags tags, Duration shift, Instant front) {
    PushedTags before = pending;
    for (String line : tags.lines()) {
      DateRange range = Markers.isDateRange(line) ? parse(line, name -> {}) : null;
      if (range != null && isNews(range, shift, front) && !pending.lines().contains(line)) {
        defer(new PushedTags(List.of(line), false));
      }
    }
    return !pending.equals(before);
  }

  private boolean isNews(DateRange range, Duration shift, Instant front) {
    DateRange known = find(range, shift);
    if (known != null) {
      return !known.with(moved(range, shift), name -> {}).equals(known);
    }
    DateRange moved = moved(range, shift);
    return range.startDate().isPresent() && endOf(moved).isAfter(front);
  }

  /**
   * What is listed with a segment: what waits for it, and what is said of it.
   *
   * @param tags what is said of the segment
   * @param shift by how much later its date is than the encoder says; date ranges are moved by that
   * @param start when it begins
   * @param room how many bytes there are for it in the manifest
   * @return the tags as they are listed
   */
  List<String> list(PushedTags tags, Duration shift, Instant start, int room) {
    PushedTags said = pending.plus(tags);
    pending = PushedTags.NONE;
    if (said.isEmpty()) {
      return List.of();
    }
    boolean cut = said.cut();
    List<String> listed = new ArrayList<>();
    int left = Math.min(room, Markers.MAX_SEGMENT_BYTES);
    for (String line : said.lines()) {
      DateRange range = Markers.isDateRange(line) ? parse(line, name -> tellOf(name, line)) : null;
      if (range == null && Markers.isDateRange(line)) {
        continue;
      }
      Optional<String> fits = range == null ? Optional.of(line) : list(range, shift, start, left);
      if (fits.isPresent() && PushPath.bytes(fits.get()) <= left) {
        listed.add(fits.get());
        left -= PushPath.bytes(fits.get());
      } else {
        cut |= fits.isPresent();
      }
    }
    if (cut) {
      remarks.add(
          Remarks.Kind.TOO_MANY_MARKERS,
          "its markers are too many or too long, and some of them are left out");
    }
    return listed;
  }

  private @Nullable DateRange parse(String line, Consumer<String> leftOut) {
    try {
      return DateRange.parse(line, leftOut);
    } catch (IllegalArgumentException e) {
      leftOut.accept(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void tellOf(String what, String line) {
    remarks.add(
        Remarks.Kind.DATE_RANGE,
        "an EXT-X-DATERANGE (" + cut(line) + ") is left out as far as this goes: " + what);
  }

  private static String cut(String line) {
    return line.length() <= MAX_TOLD ? line : line.substring(0, MAX_TOLD) + "…";
  }

  /** The line that a range needs in the playlist, if it needs one; it is remembered if it fits. */
  private Optional<String> list(DateRange said, Duration shift, Instant start, int room) {
    DateRange moved = moved(said, shift);
    DateRange known = find(said, shift);
    if (known != null) {
      return update(known, moved, room);
    }
    if (moved.startDate().isEmpty()) {
      tellOf("a START-DATE is missing, and none was said before", said.line());
      return Optional.empty();
    }
    DateRange fresh = isTaken(moved.id()) ? moved.withId(dated(moved.id(), moved)) : moved;
    String line = fresh.line();
    if (isShort(line, room)) {
      ranges.add(fresh);
      forgetMost(start);
    }
    return Optional.of(line);
  }

  private Optional<String> update(DateRange known, DateRange later, int room) {
    DateRange whole =
        known.with(
            later.withId(known.id()),
            name -> tellOf(name + " of the same ID has had another value", later.line()));
    String line = whole.line();
    if (whole.equals(known) || line.length() > Markers.MAX_RANGE_LENGTH) {
      return Optional.empty();
    }
    if (!isShort(line, room)) {
      line = whole.without(known).line();
    }
    if (isShort(line, room)) {
      ranges.remove(known);
      ranges.add(whole);
      forgetMost(Instant.MIN);
    }
    return Optional.of(line);
  }

  private static boolean isShort(String line, int room) {
    return line.length() <= PlaylistReader.MAX_LINE_LENGTH && PushPath.bytes(line) <= room;
  }

  private boolean isTaken(String id) {
    return ranges.stream().anyMatch(range -> range.id().equals(id));
  }

  /** Ids may come again for other ranges, and may not within one playlist: the date tells them. */
  private static String dated(String id, DateRange range) {
    return id + '-' + range.startDate().orElse(Instant.EPOCH).toEpochMilli();
  }

  private static DateRange moved(DateRange range, Duration shift) {
    return shift.isZero() ? range : range.movedBy(shift);
  }

  /** The known range that a tag means, by its id and start; without a start, the latest. */
  private @Nullable DateRange find(DateRange said, Duration shift) {
    Instant start = said.startDate().orElse(null);
    for (int i = ranges.size() - 1; i >= 0; i--) {
      DateRange range = ranges.get(i);
      boolean named = range.id().equals(said.id()) || range.id().equals(dated(said.id(), range));
      Instant known = range.startDate().orElse(Instant.EPOCH);
      if (named && (start == null || isSame(known, start) || isSame(known, start.plus(shift)))) {
        return range;
      }
    }
    return null;
  }

  private static boolean isSame(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(SAME) < 0;
  }

  private Instant endOf(DateRange range) {
    return new Markers(ranges, List.of()).endOf(range);
  }

  /** Forgets the date ranges that are over where the playlist begins. */
  void forget(Instant front) {
    if (!ranges.isEmpty()) {
      var present = new Markers(ranges, List.of());
      ranges.removeIf(range -> !present.endOf(range).isAfter(front));
    }
  }

  /** Forgets what is too much: the oldest that are over at a time, then the oldest. */
  private void forgetMost(Instant edge) {
    while (ranges.size() > Markers.MAX_RANGES || rangeBytes() > Markers.MAX_RANGE_BYTES) {
      int oldest = 0;
      for (int i = ranges.size() - 1; i >= 0; i--) {
        oldest = endOf(ranges.get(i)).isAfter(edge) ? oldest : i;
      }
      ranges.remove(oldest);
    }
  }

  private int rangeBytes() {
    return ranges.stream().mapToInt(range -> PushPath.bytes(range.line())).sum();
  }
}
