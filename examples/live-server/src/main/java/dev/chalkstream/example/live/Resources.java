package dev.chalkstream.example.live;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Files that are packed with the classes. */
final class Resources {

  private Resources() {}

  /**
   * Reads a file.
   *
   * @param name its path, relative to this package, or absolute with a slash in front
   * @return its bytes
   * @throws UncheckedIOException if it is not there: the jar is incomplete
   */
  static byte[] bytes(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("missing from the jar: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file as UTF-8.
   *
   * @param name its path, relative to this package, or absolute with a slash in front
   * @return its text
   * @throws UncheckedIOException if it is not there: the jar is incomplete
   */
  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /**
   * Finds a folder.
   *
   * @param name its path, relative to this package, or absolute with a slash in front
   * @return its address, inside the jar or not
   * @throws IllegalStateException if it is not there: the jar is incomplete
   */
  static URL folder(String name) {
    URL folder = Resources.class.getResource(name);
    if (folder == null) {
      throw new IllegalStateException("missing from the jar: " + name);
    }
    return folder;
  }
}
