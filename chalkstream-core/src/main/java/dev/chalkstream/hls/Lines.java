package dev.chalkstream.hls;

import java.nio.CharBuffer;
import java.util.function.Consumer;

/**
 * Cuts a text that comes in pieces into its lines: one in memory at a time, and none longer than
 * {@link PlaylistReader#MAX_LINE_LENGTH}. A line feed behind a carriage return makes an empty line,
 * which a playlist may have anywhere (section 4.1). Not safe for use by many threads.
 */
final class Lines {

  private final Consumer<String> receiver;
  private final StringBuilder begun = new StringBuilder();

  /**
   * Begins before the first line.
   *
   * @param receiver is handed each line without its end
   */
  Lines(Consumer<String> receiver) {
    this.receiver = receiver;
  }

  /**
   * Takes the next piece.
   *
   * @param piece read from its position to its limit
   * @throws IllegalArgumentException if a line is too long
   */
  void feed(CharBuffer piece) {
    int from = piece.position();
    int end = piece.limit();
    char[] chars = piece.array();
    int base = piece.arrayOffset();
    for (int i = from; i < end; i++) {
      char c = chars[base + i];
      if (c == '\n' || c == '\r') {
        complete(chars, base + from, i - from);
        from = i + 1;
      }
    }
    checkLength(end - from);
    begun.append(chars, base + from, end - from);
    piece.position(end);
  }

  /** Hands on the last line, if it lacks its end. */
  void end() {
    if (!begun.isEmpty()) {
      complete(new char[0], 0, 0);
    }
  }

  /** The line that has begun and not ended. */
  CharSequence begun() {
    return begun;
  }

  private void complete(char[] chars, int from, int length) {
    checkLength(length);
    if (begun.isEmpty()) {
      receiver.accept(new String(chars, from, length));
    } else {
      String line = begun.append(chars, from, length).toString();
      begun.setLength(0);
      receiver.accept(line);
    }
  }

  private void checkLength(int more) {
    if (begun.length() + more > PlaylistReader.MAX_LINE_LENGTH) {
      throw new IllegalArgumentException(
          "a line has more than " + PlaylistReader.MAX_LINE_LENGTH + " characters");
    }
  }
}
