package dev.chalkstream.storage;

import java.util.Objects;

/**
 * The name of a blob: one or more elements joined by single slashes, such as {@code
 * 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12/manifest.json}.
 *
 * <p>An element has 1 to 128 characters of {@code a-z 0-9 - . _ ~} and is neither {@code .} nor
 * {@code ..}; a key has at most 512 characters. There are no capitals, so that stores on a
 * case-insensitive file system tell all keys apart. Immutable.
 *
 * @param value the key as a string
 */
public record BlobKey(String value) implements Comparable<BlobKey> {

  /** The greatest length of a key, in characters. */
  public static final int MAX_LENGTH = 512;

  /** The greatest length of an element of a key, in characters. */
  public static final int MAX_ELEMENT_LENGTH = 128;

  private static final String THROWAWAY = "scan-";

  /**
   * Makes a key of its string.
   *
   * @param value the key as a string
   * @throws IllegalArgumentException if the value is not a key
   */
  public BlobKey {
    Objects.requireNonNull(value, "value");
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a blob key has at most " + MAX_LENGTH + " characters, not " + value.length());
    }
    int start = 0;
    while (start <= value.length()) {
      int slash = value.indexOf('/', start);
      int end = slash < 0 ? value.length() : slash;
      checkElement(value, start, end);
      start = end + 1;
    }
  }

  /**
   * Makes a key of its string.
   *
   * @param value the key as a string
   * @return the key
   * @throws IllegalArgumentException if the value is not a key
   */
  public static BlobKey of(String value) {
    return new BlobKey(value);
  }

  /**
   * Makes a key for a blob that is deleted again by the code which stores it, such as a store that
   * tries out its server. Chalkstream deletes what is left under such keys when it is a day old.
   *
   * @param name makes the key unique among all nodes: an element of a key, of at most 123
   *     characters
   * @return the key, {@code scan-} and the name
   * @throws IllegalArgumentException if the name is not one
   */
  public static BlobKey throwaway(String name) {
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not an element of a blob key: '" + name + "'");
    }
    return new BlobKey(THROWAWAY + name);
  }

  /**
   * Whether this is a key of {@link #throwaway}.
   *
   * @return whether a blob that is left under this key may be deleted
   */
  public boolean isThrowaway() {
    return value.startsWith(THROWAWAY);
  }

  private static void checkElement(String value, int start, int end) {
    int length = end - start;
    boolean dots = value.regionMatches(start, "..", 0, length) && (length == 1 || length == 2);
    if (length == 0 || length > MAX_ELEMENT_LENGTH || dots) {
      throw new IllegalArgumentException(
          "not an element of a blob key: '" + value.substring(start, end) + "'");
    }
    for (int i = start; i < end; i++) {
      char c = value.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '.'
              || c == '_'
              || c == '~';
      if (!allowed) {
        throw new IllegalArgumentException(
            "a blob key cannot hold the character with code " + (int) c);
      }
    }
  }

  /** Orders keys as ASCII strings, the order of {@link BlobStore#list}. */
  @Override
  public int compareTo(BlobKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
