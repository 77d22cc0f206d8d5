package dev.chalkstream;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The names that an encoder gives to what it pushes, relative to its session: {@code out0.ts} or
 * {@code live/out0.ts}.
 */
final class PushPath {

  private static final int MAX_LENGTH = 255;

  private PushPath() {}

  /**
   * Checks a name.
   *
   * @return the name
   * @throws IllegalArgumentException if it is empty, too long, deeper than one level, or has parts
   *     or characters that no name has
   */
  static String check(String path) {
    String[] parts = path.split("/", -1);
    boolean sound = path.length() <= MAX_LENGTH && parts.length <= 2;
    for (String part : parts) {
      sound &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    if (!sound || path.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "what is pushed is named by a name or by directory/name, in at most "
              + MAX_LENGTH
              + " characters");
    }
    return path;
  }

  /**
   * Which name a playlist means. Of an absolute address only the last part counts, which is taken
   * to lie beside the playlist: encoders write there where viewers would look.
   *
   * @param playlist the name of the playlist
   * @param uri an address in it
   */
  static String resolve(String playlist, String uri) {
    String path = uri.replaceFirst("[?#].*$", "");
    boolean absolute = path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    if (absolute) {
      path = path.substring(path.lastIndexOf('/') + 1);
    }
    String directory = playlist.substring(0, playlist.lastIndexOf('/') + 1);
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    if (path.startsWith("../")) {
      directory = "";
      path = path.substring(3);
    }
    return directory + decode(path);
  }

  /**
   * Whether two names mean the same. Encoders that put segments into a directory may leave it out
   * in their playlist.
   */
  static boolean matches(String one, String other) {
    return one.equals(other)
        || (base(one).equals(base(other)) && (one.indexOf('/') < 0 || other.indexOf('/') < 0));
  }

  private static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String decode(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }
}
