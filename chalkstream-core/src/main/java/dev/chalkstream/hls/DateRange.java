package dev.chalkstream.hls;

import static dev.chalkstream.hls.AttributeValues.quoted;
import static dev.chalkstream.hls.AttributeValues.unquoted;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An EXT-X-DATERANGE tag: a range of dates with attributes, such as an advertising break (section
 * 4.4.5.1). Dates are written in UTC, numbers without needless zeros, SCTE-35 commands in upper
 * case, so that equal values have equal texts. Immutable.
 */
public final class DateRange {

  /** The name of the tag. */
  public static final String TAG = "#EXT-X-DATERANGE";

  private static final String ID = "ID";
  private static final String CLASS = "CLASS";
  private static final String START = "START-DATE";
  private static final String END = "END-DATE";
  private static final String DURATION = "DURATION";
  private static final String PLANNED = "PLANNED-DURATION";
  private static final String END_ON_NEXT = "END-ON-NEXT";
  private static final String SCTE35_OUT = "SCTE35-OUT";
  private static final String SCTE35_IN = "SCTE35-IN";
  private static final String YES = "YES";

  /** As they are written, quotes included; the id comes first. */
  private final Map<String, String> attributes;

  private DateRange(Map<String, String> attributes) {
    this.attributes = Collections.unmodifiableMap(attributes);
  }

  /**
   * Reads a tag. An attribute that may be missing and whose value makes no sense, or contradicts
   * another, is left out; of a duration and an end that contradict each other, the end.
   *
   * @param line the whole line, with the name of the tag
   * @param leftOut is told the name of each attribute that is left out
   * @return the range; it has no start if the line has none, since another tag of the same id may
   * @throws IllegalArgumentException if it is no attribute list, has no id, or a start that is no
   *     date; the message says which
   */
  public static DateRange parse(String line, Consumer<String> leftOut) {
    if (!line.startsWith(TAG + ":")) {
      throw new IllegalArgumentException("a date range begins with " + TAG);
    }
    Map<String, String> said = AttributeList.parse(line.substring(TAG.length() + 1));
    Map<String, String> values = new LinkedHashMap<>();
    values.put(ID, id(said.get(ID)));
    for (Map.Entry<String, String> attribute : said.entrySet()) {
      String name = attribute.getKey();
      String value = normal(name, attribute.getValue());
      if (value != null) {
        values.putIfAbsent(name, value);
      } else if (name.equals(START)) {
        throw new IllegalArgumentException("the START-DATE of a date range is no date");
      } else {
        leftOut.accept(name);
      }
    }
    return consistent(values, Set.of(), leftOut);
  }

  private static String id(@Nullable String said) {
    if (said == null || unquoted(said).isBlank()) {
      throw new IllegalArgumentException("a date range has an ID");
    }
    return quoted(unquoted(said));
  }

  /** A value in the one form in which it is written, or null if it is none. */
  private static @Nullable String normal(String name, String said) {
    String plain = unquoted(said);
    return switch (name) {
      case ID, CLASS -> quoted(plain);
      case START, END ->
          AttributeValues.date(plain).map(date -> quoted(AttributeValues.text(date))).orElse(null);
      case DURATION, PLANNED -> AttributeValues.seconds(plain).orElse(null);
      case END_ON_NEXT -> plain.equals(YES) ? YES : null;
      case "SCTE35-CMD", SCTE35_OUT, SCTE35_IN -> AttributeValues.hexadecimal(plain).orElse(null);
      default -> said;
    };
  }

  /**
   * Leaves out what contradicts the rest.
   *
   * @param fixed names of attributes that stay
   */
  private static DateRange consistent(
      Map<String, String> values, Set<String> fixed, Consumer<String> leftOut) {
    var range = new DateRange(values);
    Predicate<String> drop =
        name -> !fixed.contains(name) && values.remove(name) != null && report(name, leftOut);
    boolean hasEnd = values.containsKey(DURATION) || values.containsKey(END);
    if (range.endsOnNext() && (hasEnd || !values.containsKey(CLASS)) && !drop.test(END_ON_NEXT)) {
      drop.test(DURATION);
      drop.test(END);
    }
    Instant start = range.startDate().orElse(null);
    Instant end = range.date(END);
    if (start == null || end == null) {
      return range;
    }
    Instant counted = range.seconds(DURATION).map(start::plus).orElse(end);
    if ((end.isBefore(start) || !counted.equals(end)) && !drop.test(END)) {
      drop.test(DURATION);
    }
    return range;
  }

  private static boolean report(String name, Consumer<String> leftOut) {
    leftOut.accept(name);
    return true;
  }

  /**
   * What tells the range from others of the playlist.
   *
   * @return the id, not blank, without quotes
   */
  public String id() {
    return unquoted(attributes.getOrDefault(ID, ""));
  }

  /**
   * What kind of range it is, by its sender's choice.
   *
   * @return the class without quotes, or empty
   */
  public Optional<String> category() {
    return Optional.ofNullable(attributes.get(CLASS)).map(AttributeValues::unquoted);
  }

  /**
   * When the range begins.
   *
   * @return the date to the microsecond, or empty if another tag of the same id has it
   */
  public Optional<Instant> startDate() {
    return Optional.ofNullable(date(START));
  }

  /**
   * When the range ends, if its end or its duration is known.
   *
   * @return the date, or empty
   */
  public Optional<Instant> endDate() {
    Instant end = date(END);
    return end != null
        ? Optional.of(end)
        : startDate().flatMap(start -> seconds(DURATION).map(start::plus));
  }

  /**
   * How long the range is expected to last.
   *
   * @return the duration, or empty
   */
  public Optional<Duration> plannedDuration() {
    return seconds(PLANNED);
  }

  /**
   * Whether the range ends where the next of its class begins.
   *
   * @return true if so
   */
  public boolean endsOnNext() {
    return attributes.containsKey(END_ON_NEXT);
  }

  /**
   * Whether the range is a break whose end is yet to be told: with a splice out and none in.
   *
   * @return true if so
   */
  public boolean isOpenBreak() {
    return attributes.containsKey(SCTE35_OUT) && !attributes.containsKey(SCTE35_IN);
  }

  private @Nullable Instant date(String name) {
    String value = attributes.get(name);
    return value == null ? null : Instant.parse(unquoted(value));
  }

  private Optional<Duration> seconds(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeValues::toDuration);
  }

  /**
   * The range with what a later tag of the same id adds. What is known stays: the tags of one range
   * may not contradict each other.
   *
   * @param later the later tag
   * @param leftOut is told the name of each attribute that is left out, since it has another value
   * @return the range, equal to this one if nothing is added
   */
  public DateRange with(DateRange later, Consumer<String> leftOut) {
    Map<String, String> values = new LinkedHashMap<>(attributes);
    later.attributes.forEach(
        (name, value) -> {
          String known = values.putIfAbsent(name, value);
          boolean tells = !name.equals(ID) && !name.equals(START);
          if (known != null && !known.equals(value) && tells) {
            leftOut.accept(name);
          }
        });
    return consistent(values, attributes.keySet(), leftOut);
  }

  /**
   * The range without what another has beside its id, its class and its start.
   *
   * @param other a range of the same id
   * @return the rest
   */
  public DateRange without(DateRange other) {
    Map<String, String> values = new LinkedHashMap<>(attributes);
    values.keySet().removeAll(other.attributes.keySet());
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : new String[] {ID, CLASS, START}) {
      Optional.ofNullable(attributes.get(name)).ifPresent(value -> all.put(name, value));
    }
    all.putAll(values);
    return new DateRange(all);
  }

  /**
   * The range under another id.
   *
   * @param id the id, not blank and without quotes
   * @return the range
   */
  public DateRange withId(String id) {
    Map<String, String> values = new LinkedHashMap<>(attributes);
    values.put(ID, id(quoted(id)));
    return new DateRange(values);
  }

  /**
   * The range at another time.
   *
   * @param by how much later, or earlier if it is negative
   * @return the range, with its start and its end moved, or this one if there is no such date
   */
  public DateRange movedBy(Duration by) {
    Map<String, String> values = new LinkedHashMap<>(attributes);
    for (String name : new String[] {START, END}) {
      Instant date = date(name);
      if (date != null) {
        Instant moved = date.plus(by).truncatedTo(ChronoUnit.MICROS);
        if (!AttributeValues.isDate(moved)) {
          return this;
        }
        values.put(name, quoted(AttributeValues.text(moved)));
      }
    }
    return new DateRange(values);
  }

  /**
   * The tag as a line of a playlist, without a line break.
   *
   * @return the line
   */
  public String line() {
    var line = new StringBuilder(TAG);
    char before = ':';
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      line.append(before).append(attribute.getKey()).append('=').append(attribute.getValue());
      before = ',';
    }
    return line.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DateRange range && attributes.equals(range.attributes);
  }

  @Override
  public int hashCode() {
    return attributes.hashCode();
  }

  @Override
  public String toString() {
    return line();
  }
}
