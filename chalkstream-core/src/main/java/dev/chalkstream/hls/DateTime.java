package dev.chalkstream.hls;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates as playlists have them: ISO 8601 with an offset, with or without a colon in it. The
 * form that all encoders write is read twenty times as fast as by a formatter, since a playlist of
 * a day has one for each of its 43,200 segments and comes every two seconds.
 */
final class DateTime {

  private static final DateTimeFormatter ANY_FORM =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();

  private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";
  private static final int NANO_DIGITS = 9;
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;

  private DateTime() {}

  /** Reads a date; one that makes no sense is none. */
  static Optional<Instant> parse(String text) {
    try {
      Instant common = parseCommon(text);
      return Optional.of(
          common != null ? common : OffsetDateTime.parse(text, ANY_FORM).toInstant());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Reads the usual form, or returns null for any other. */
  private static @Nullable Instant parseCommon(String text) {
    if (!hasShape(text, 0, SHAPE)) {
      return null;
    }
    int at = SHAPE.length();
    int nanos = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      int digits = 0;
      for (at++; at < text.length() && isDigit(text.charAt(at)) && digits < NANO_DIGITS; at++) {
        nanos = 10 * nanos + text.charAt(at) - '0';
        digits++;
      }
      for (int i = digits; i < NANO_DIGITS; i++) {
        nanos *= 10;
      }
      if (digits == 0) {
        return null;
      }
    }
    int second = secondOfDay(text);
    Integer offset = offset(text, at);
    if (second < 0 || offset == null) {
      return null;
    }
    LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
    return Instant.ofEpochSecond(date.toEpochDay() * DAY + second - offset, nanos);
  }

  private static int secondOfDay(String text) {
    int hour = number(text, 11, 2);
    int minute = number(text, 14, 2);
    int second = number(text, 17, 2);
    boolean exists = hour < 24 && minute < 60 && second < 60;
    return exists ? hour * HOUR + minute * MINUTE + second : -1;
  }

  /** The seconds east of Greenwich that stand at the end of a date, or null. */
  private static @Nullable Integer offset(String text, int at) {
    if (hasShape(text, at, "Z") && at + 1 == text.length()) {
      return 0;
    }
    boolean colon = text.length() == at + 6 && hasShape(text, at + 1, "dd:dd");
    boolean plain = text.length() == at + 5 && hasShape(text, at + 1, "dddd");
    if (!colon && !plain || text.charAt(at) != '+' && text.charAt(at) != '-') {
      return null;
    }
    int hours = number(text, at + 1, 2);
    int minutes = number(text, text.length() - 2, 2);
    if (hours >= 18 || minutes >= 60) {
      return null;
    }
    int seconds = hours * HOUR + minutes * MINUTE;
    return text.charAt(at) == '-' ? -seconds : seconds;
  }

  /** Whether a text goes on as a shape does, whose letter d stands for any digit. */
  private static boolean hasShape(String text, int from, String shape) {
    if (text.length() < from + shape.length()) {
      return false;
    }
    for (int i = 0; i < shape.length(); i++) {
      char wanted = shape.charAt(i);
      char found = text.charAt(from + i);
      if (wanted == 'd' ? !isDigit(found) : wanted != found) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }
}
