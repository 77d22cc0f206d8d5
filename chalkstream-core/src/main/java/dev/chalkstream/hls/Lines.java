package dev.chalkstream.hls;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a playlist, one in memory at a time and none longer than {@link
 * PlaylistReader#MAX_LINE_LENGTH}. Not safe for use by many threads.
 */
final class Lines {

  private static final int END = -1;

  private final Reader in;
  private final char[] buffer = new char[4_096];
  private final StringBuilder line = new StringBuilder(256);
  private int at;
  private int count;

  Lines(Reader in) {
    this.in = in;
  }

  /**
   * Reads a line. A line feed behind a carriage return counts as an empty line, which a playlist
   * may have anywhere (section 4.1).
   *
   * @return the line without its end, or null behind the last
   * @throws IllegalArgumentException if it is too long
   */
  @Nullable String next() throws IOException {
    int c = read();
    if (c == END) {
      return null;
    }
    line.setLength(0);
    while (c != END && c != '\n' && c != '\r') {
      if (line.length() == PlaylistReader.MAX_LINE_LENGTH) {
        throw new IllegalArgumentException(
            "a line has more than " + PlaylistReader.MAX_LINE_LENGTH + " characters");
      }
      line.append((char) c);
      c = read();
    }
    return line.toString();
  }

  private int read() throws IOException {
    while (at == count) {
      count = in.read(buffer);
      at = 0;
      if (count < 0) {
        count = 0;
        return END;
      }
    }
    return buffer[at++];
  }
}
