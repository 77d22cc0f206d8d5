package dev.chalkstream.internal.text;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The names that an encoder gives to what it pushes, relative to its session: {@code out0.ts}, or
 * {@code live/720p/out0.ts}. What is done with a name takes time in proportion to its length.
 */
public final class PushPath {

  /** The most characters of a name, as of a file's. */
  public static final int MAX_LENGTH = 255;

  /** What no upload is called. */
  public static final String NONE = "";

  /** The most parts of a name: two directories and a file. */
  public static final int MAX_PARTS = 3;

  private static final List<String> SUBTITLES = List.of(".vtt", ".webvtt");
  private static final List<String> FRAGMENTS =
      List.of(".m4s", ".mp4", ".m4v", ".m4a", ".cmfv", ".cmfa");

  private PushPath() {}

  /**
   * Checks a name.
   *
   * @return the name
   * @throws IllegalArgumentException if it is empty, too long, deeper than two directories, or has
   *     parts or characters that no name has
   */
  public static String check(String path) {
    boolean sound = isStorable(path);
    if (sound) {
      String[] parts = path.split("/", -1);
      sound = parts.length <= MAX_PARTS;
      for (String part : parts) {
        sound &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
      }
    }
    if (!sound) {
      throw new IllegalArgumentException(
          "what is pushed is named by a name, with at most two directories before it and without"
              + " . and .., in at most "
              + MAX_LENGTH
              + " characters");
    }
    return path;
  }

  /** Whether a name is short enough, and has no character that none may have. */
  private static boolean isStorable(String path) {
    return path.length() <= MAX_LENGTH && path.codePoints().allMatch(PushPath::isStorable);
  }

  /** Half a surrogate pair stands for no character, and cannot be written in UTF-8. */
  private static boolean isStorable(int character) {
    boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    return !half && !Character.isISOControl(character);
  }

  /**
   * Which name a playlist means. Of an absolute address only the last part counts, which is taken
   * to lie beside the playlist: encoders write there where viewers would look. Dots are followed
   * (RFC 3986, section 5.2.4), and not beyond the session; empty parts are left out.
   *
   * @param playlist the name of the playlist
   * @param uri an address in it
   * @return the name, or {@link #NONE} for an address that no upload can have as its name
   */
  public static String resolve(String playlist, String uri) {
    int end = end(uri);
    int start = isAbsolute(uri, end) ? uri.lastIndexOf('/', end - 1) + 1 : 0;
    return orNone(withoutDots(directory(playlist) + decode(uri.substring(start, end))));
  }

  private static String withoutDots(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }

  /** A name, or {@link #NONE} for one that no upload can have. */
  public static String orNone(String path) {
    return isStorable(path) ? path : NONE;
  }

  /** Where an address ends, without its query and fragment. */
  private static int end(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) == '?' || uri.charAt(i) == '#') {
        return i;
      }
    }
    return uri.length();
  }

  /** Whether an address begins with a slash, or with a scheme (RFC 3986, section 3.1). */
  private static boolean isAbsolute(String uri, int end) {
    for (int i = 0; i < end; i++) {
      char c = uri.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      boolean inScheme = letter || c >= '0' && c <= '9' || c == '+' || c == '.' || c == '-';
      if (!inScheme || (i == 0 && !letter)) {
        return i == 0 ? c == '/' : c == ':';
      }
    }
    return false;
  }

  /**
   * Whether two names mean the same. Encoders that put segments into directories may leave these
   * out in their playlist.
   */
  public static boolean matches(String one, String other) {
    return one.equals(other) || isEndOf(one, other) || isEndOf(other, one);
  }

  /** A name without its directories; names that {@linkplain #matches match} have the same. */
  public static String file(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The directories of a name with the slash behind them, or nothing where there are none. */
  public static String directory(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** Whether a path is another without its first directories. */
  private static boolean isEndOf(String path, String other) {
    int rest = other.length() - path.length();
    return rest > 0 && !path.isEmpty() && other.charAt(rest - 1) == '/' && other.endsWith(path);
  }

  /** Whether a file of that name holds subtitles, which no transport stream does. */
  public static boolean isOfSubtitles(String path) {
    return endsIn(path, SUBTITLES);
  }

  /**
   * Whether a file of that name holds fragmented MP4: segments, or their initialization section.
   */
  public static boolean isOfFragments(String path) {
    return endsIn(path, FRAGMENTS);
  }

  private static boolean endsIn(String path, List<String> extensions) {
    return extensions.stream()
        .anyMatch(
            end -> path.regionMatches(true, path.length() - end.length(), end, 0, end.length()));
  }

  /** How many bytes a name takes up where it is kept. */
  public static int bytes(String path) {
    int bytes = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean escaped = c == '"' || c == '\\';
      bytes += c < 0x80 && !escaped ? 1 : c < 0x800 ? 2 : 3;
    }
    return bytes;
  }

  private static String decode(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }
}
