package dev.chalkstream.servlet;

/**
 * Text of clients as it may stand in a line of a log: on one line, without characters that steer a
 * terminal or turn the direction of writing, and not long.
 */
final class LogText {

  private static final String CUT = "…";
  private static final String SESSION = "{session}";

  /** What is shorter is no secret, and may stand anywhere by chance. */
  private static final int SHORTEST_SECRET = 4;

  private LogText() {}

  /**
   * Makes text fit for a line.
   *
   * @param most how many characters are kept
   * @param secret what must not be read in it
   */
  static String of(String text, int most, String secret) {
    String safe = secret.length() < SHORTEST_SECRET ? text : text.replace(secret, SESSION);
    StringBuilder line = new StringBuilder();
    int kept = 0;
    for (int i = 0; i < safe.length(); i += Character.charCount(safe.codePointAt(i))) {
      if (kept++ == most) {
        return line.append(CUT).toString();
      }
      append(line, safe.codePointAt(i));
    }
    return line.toString();
  }

  private static void append(StringBuilder line, int character) {
    if (isPlain(character)) {
      line.appendCodePoint(character);
    } else {
      line.append(String.format("\\u{%x}", character));
    }
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> character != '\\';
    };
  }
}
