package dev.chalkstream.servlet;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads {@code Accept-Encoding} (RFC 9110, section 12.5.3). */
final class AcceptEncoding {

  private static final Pattern QUALITY = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

  private final BigDecimal gzip;
  private final BigDecimal identity;

  private AcceptEncoding(BigDecimal gzip, BigDecimal identity) {
    this.gzip = gzip;
    this.identity = identity;
  }

  /**
   * Whether a client takes gzip, and does not like the plain form better.
   *
   * @param header the header's values joined by commas, empty if it was not sent
   */
  static boolean prefersGzip(String header) {
    AcceptEncoding accepted = read(header);
    return accepted.gzip.signum() > 0 && accepted.gzip.compareTo(accepted.identity) >= 0;
  }

  private static AcceptEncoding read(String header) {
    BigDecimal gzip = null;
    BigDecimal identity = null;
    BigDecimal any = BigDecimal.ZERO;
    for (String element : header.split(",", -1)) {
      String[] parts = element.split(";", -1);
      BigDecimal quality = quality(parts);
      switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
        case "gzip", "x-gzip" -> gzip = quality;
        case "identity" -> identity = quality;
        case "*" -> any = quality;
        default -> {
          // A coding that is not offered.
        }
      }
    }
    return new AcceptEncoding(
        gzip == null ? any : gzip, identity == null ? BigDecimal.ZERO : identity);
  }

  /** An element's weight; one that is malformed is not wanted. */
  private static BigDecimal quality(String[] parts) {
    if (parts.length == 1) {
      return BigDecimal.ONE;
    }
    String parameter = parts[1].strip().toLowerCase(Locale.ROOT);
    String value = parameter.startsWith("q=") ? parameter.substring(2) : "";
    return parts.length == 2 && QUALITY.matcher(value).matches()
        ? new BigDecimal(value)
        : BigDecimal.ZERO;
  }
}
