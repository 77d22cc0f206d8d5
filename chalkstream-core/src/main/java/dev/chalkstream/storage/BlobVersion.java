package dev.chalkstream.storage;

import java.util.Objects;

/**
 * The state of one key, as its store names it: opaque, and comparable only with versions of the
 * same key in the same store. Immutable.
 *
 * @param value the store's own token, not empty
 */
public record BlobVersion(String value) {

  /**
   * Wraps a store's token.
   *
   * @param value the store's own token, not empty
   * @throws IllegalArgumentException if the value is empty
   */
  public BlobVersion {
    Objects.requireNonNull(value, "value");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a blob version is not empty");
    }
  }

  /**
   * Wraps a store's token.
   *
   * @param value the token, not empty
   * @return the version
   * @throws IllegalArgumentException if the value is empty
   */
  public static BlobVersion of(String value) {
    return new BlobVersion(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
