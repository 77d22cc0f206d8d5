package dev.chalkstream.hls;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values of attributes (section 4.2), each in the one form in which it is written. */
final class AttributeValues {

  private static final Pattern SECONDS = Pattern.compile("(?=\\.?[0-9])[0-9]{0,9}(\\.[0-9]{0,9})?");
  private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]+");
  private static final Instant FIRST_DATE = Instant.EPOCH;
  private static final Instant LAST_DATE = Instant.parse("9999-01-01T00:00:00Z");
  private static final int NANO_DIGITS = 9;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
  private static final DateTimeFormatter MICROS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

  private AttributeValues() {}

  static String quoted(String plain) {
    return '"' + plain + '"';
  }

  static String unquoted(String value) {
    return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
  }

  /** A date of the years from 1970 to 9998, to the microsecond; one without an offset is in UTC. */
  static Optional<Instant> date(String text) {
    return DateTime.parse(text)
        .or(() -> DateTime.parse(text + "Z"))
        .map(date -> date.truncatedTo(ChronoUnit.MICROS))
        .filter(AttributeValues::isDate);
  }

  /** Whether there is such a date. */
  static boolean isDate(Instant date) {
    return !date.isBefore(FIRST_DATE) && date.isBefore(LAST_DATE);
  }

  /** A date in UTC. */
  static String text(Instant date) {
    return (date.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MILLI == 0 ? MILLIS : MICROS)
        .format(date);
  }

  /** A number of seconds without zeros that it does not need. */
  static Optional<String> seconds(String text) {
    if (!SECONDS.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal seconds = new BigDecimal(text);
    return Optional.of(seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString());
  }

  /** How long a number of seconds is. */
  static Duration toDuration(String seconds) {
    BigDecimal nanos =
        new BigDecimal(seconds).movePointRight(NANO_DIGITS).setScale(0, RoundingMode.HALF_UP);
    return Duration.ofNanos(nanos.longValueExact());
  }

  /** A hexadecimal sequence in upper case. */
  static Optional<String> hexadecimal(String text) {
    return HEXADECIMAL.matcher(text).matches()
        ? Optional.of("0x" + text.substring(2).toUpperCase(Locale.ROOT))
        : Optional.empty();
  }
}
