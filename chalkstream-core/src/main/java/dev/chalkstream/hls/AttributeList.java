package dev.chalkstream.hls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads attribute lists (section 4.2). Spaces around names and values are passed over, which some
 * encoders write behind commas.
 */
final class AttributeList {

  private static final Pattern NAME = Pattern.compile("[A-Z0-9-]+");

  private final String text;
  private final Map<String, String> values = new LinkedHashMap<>();
  private int at;

  private AttributeList(String text) {
    this.text = text;
  }

  /**
   * Reads an attribute list.
   *
   * @param text the list, without the name of its tag
   * @return the values by name, in the order of the list; quoted strings with their quotes
   * @throws IllegalArgumentException if it is none, or has a name twice
   */
  static Map<String, String> parse(String text) {
    var list = new AttributeList(text);
    while (list.at < text.length()) {
      list.attribute();
    }
    return list.values;
  }

  private void attribute() {
    int equals = text.indexOf('=', at);
    String name = equals < 0 ? "" : text.substring(at, equals).strip();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("an attribute has a name of A-Z, 0-9 and -, and a value");
    }
    at = equals + 1;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    boolean isQuoted = at < text.length() && text.charAt(at) == '"';
    String value = isQuoted ? quoted(name) : unquoted(name);
    if (values.put(name, value) != null) {
      throw new IllegalArgumentException("the attribute " + name + " stands twice");
    }
  }

  private String quoted(String name) {
    int close = text.indexOf('"', at + 1);
    if (close < 0) {
      throw new IllegalArgumentException("the value of " + name + " has no closing quote");
    }
    String value = text.substring(at, close + 1);
    at = close + 1;
    if (!upToComma().isBlank()) {
      throw new IllegalArgumentException("something stands behind the value of " + name);
    }
    return value;
  }

  private String unquoted(String name) {
    String value = upToComma().strip();
    if (value.isEmpty() || value.indexOf('"') >= 0 || value.indexOf(' ') >= 0) {
      throw new IllegalArgumentException("the attribute " + name + " has no legal value");
    }
    return value;
  }

  /** The rest of an attribute; goes on behind the comma. */
  private String upToComma() {
    int comma = text.indexOf(',', at);
    int end = comma < 0 ? text.length() : comma;
    String rest = text.substring(at, end);
    at = comma < 0 ? end : comma + 1;
    return rest;
  }
}
