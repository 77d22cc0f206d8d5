package dev.chalkstream.servlet;

import java.util.ArrayList;
import java.util.List;

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
    return isAny(header) || all(header).contains(current);
  }

  /**
   * Whether {@code If-Match} names a tag, in the strong comparison.
   *
   * @param header the header's values joined by commas
   * @param current the quoted strong tag of what would be sent
   */
  static boolean anyStronglyMatches(String header, String current) {
    return isAny(header) || tags(header, false).contains(current);
  }

  private static boolean isAny(String header) {
    return header.strip().equals("*");
  }

  /** The tags that {@code If-None-Match} names, in quotes, weak or not. */
  static List<String> all(String header) {
    return tags(header, true);
  }

  private static List<String> tags(String header, boolean weak) {
    List<String> tags = new ArrayList<>();
    int open = header.indexOf('"');
    int close = open < 0 ? -1 : header.indexOf('"', open + 1);
    while (close >= 0) {
      if (weak || !header.startsWith("W/", open - 2)) {
        tags.add(header.substring(open, close + 1));
      }
      open = header.indexOf('"', close + 1);
      close = open < 0 ? -1 : header.indexOf('"', open + 1);
    }
    return tags;
  }

  /**
   * Whether {@code If-Range} holds, in the strong comparison. A date never does, as no {@code
   * Last-Modified} is sent.
   */
  static boolean stronglyMatches(String header, String current) {
    return header.strip().equals(current);
  }
}
