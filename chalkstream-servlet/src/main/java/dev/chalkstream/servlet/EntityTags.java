package dev.chalkstream.servlet;

/** Compares entity tags (RFC 9110, section 8.8.3). */
final class EntityTags {

  private EntityTags() {}

  /** A strong tag as it stands in a header. */
  static String quoted(String tag) {
    return '"' + tag + '"';
  }

  /**
   * Whether {@code If-None-Match} names a tag, in the weak comparison.
   *
   * @param header the header's values joined by commas, empty if it was not sent
   * @param current the quoted strong tag of what would be sent
   */
  static boolean anyMatches(String header, String current) {
    if (header.strip().equals("*")) {
      return true;
    }
    int at = 0;
    while (at < header.length()) {
      int open = header.indexOf('"', at);
      int close = open < 0 ? -1 : header.indexOf('"', open + 1);
      if (close < 0) {
        return false;
      }
      if (header.substring(open, close + 1).equals(current)) {
        return true;
      }
      at = close + 1;
    }
    return false;
  }

  /**
   * Whether {@code If-Range} holds, in the strong comparison. A date never does, as no {@code
   * Last-Modified} is sent.
   */
  static boolean stronglyMatches(String header, String current) {
    return header.strip().equals(current);
  }
}
