package dev.chalkstream.servlet;

import dev.chalkstream.storage.ByteRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Range} (RFC 9110, section 14.2). */
final class RangeHeader {

  private static final Pattern SINGLE =
      Pattern.compile("bytes=\\s*([0-9]*)-([0-9]*)\\s*", Pattern.CASE_INSENSITIVE);
  private static final int SAFE_DIGITS = 18;

  /** Beyond the end of every blob. */
  private static final ByteRange NOTHING = ByteRange.from(Long.MAX_VALUE);

  private RangeHeader() {}

  /**
   * The range that is asked for.
   *
   * @param header the header's value, empty if it was not sent
   * @return empty if the whole is to be sent: there is no range, or several, or what is there makes
   *     no sense
   */
  static Optional<ByteRange> parse(String header) {
    Matcher range = SINGLE.matcher(header);
    if (!range.matches()) {
      return Optional.empty();
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? Optional.empty() : Optional.of(suffix(number(last)));
    }
    if (last.isEmpty()) {
      return Optional.of(ByteRange.from(number(first)));
    }
    return number(last) < number(first)
        ? Optional.empty()
        : Optional.of(ByteRange.between(number(first), number(last)));
  }

  private static ByteRange suffix(long length) {
    return length == 0 ? NOTHING : ByteRange.last(length);
  }

  /** A number of any length; the largest long stands for all beyond it. */
  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > SAFE_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
  }
}
