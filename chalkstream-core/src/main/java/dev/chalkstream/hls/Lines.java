package dev.chalkstream.hls;

import java.nio.CharBuffer;

/**
 * Cuts a text that comes in pieces into its lines: one in memory at a time, and of each no more
 * than {@link PlaylistReader#MAX_LINE_LENGTH} characters. A line feed behind a carriage return
 * makes an empty line, which a playlist may have anywhere (section 4.1). Not safe for use by many
 * threads.
 */
final class Lines {

  /** Is handed lines. */
  @FunctionalInterface
  interface Receiver {

    /**
     * Takes a line without its end.
     *
     * @param cut whether it is only the beginning of a longer one
     */
    void accept(String line, boolean cut);
  }

  /** No line goes on for longer, of whatever kind. */
  static final int LONGEST = 1 << 20;

  private final Receiver receiver;
  private int passedOver;
  private final StringBuilder begun = new StringBuilder();

  /**
   * Begins before the first line.
   *
   * @param receiver is handed each line
   */
  Lines(Receiver receiver) {
    this.receiver = receiver;
  }

  /**
   * Takes the next piece.
   *
   * @param piece read from its position to its limit
   * @throws IllegalArgumentException if a line goes on for longer than {@link #LONGEST}
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
    append(chars, base + from, end - from);
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
    if (begun.isEmpty() && length <= PlaylistReader.MAX_LINE_LENGTH) {
      receiver.accept(new String(chars, from, length), false);
      return;
    }
    append(chars, from, length);
    String line = begun.toString();
    boolean cut = passedOver > 0;
    begun.setLength(0);
    passedOver = 0;
    receiver.accept(line, cut);
  }

  private void append(char[] chars, int from, int length) {
    int room = Math.min(length, PlaylistReader.MAX_LINE_LENGTH - begun.length());
    begun.append(chars, from, room);
    passedOver += length - room;
    if (passedOver > LONGEST) {
      throw new IllegalArgumentException("a line has more than " + LONGEST + " characters");
    }
  }
}
