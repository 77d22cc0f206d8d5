package dev.chalkstream.storage;

import java.time.Instant;
import java.util.Objects;

/**
 * What a store knows of a blob without reading it. Immutable.
 *
 * @param key the blob's name
 * @param size the length of the whole blob in bytes, 0 or more
 * @param version the state that this describes
 * @param lastModified when the blob was stored, by the store's clock, to the second or finer
 */
public record BlobInfo(BlobKey key, long size, BlobVersion version, Instant lastModified) {

  /**
   * Describes a blob.
   *
   * @param key the blob's name
   * @param size the length of the whole blob in bytes, 0 or more
   * @param version the state that this describes
   * @param lastModified when the blob was stored, by the store's clock, to the second or finer
   * @throws IllegalArgumentException if the size is negative
   */
  public BlobInfo {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(lastModified, "lastModified");
    if (size < 0) {
      throw new IllegalArgumentException("a blob's size is not negative: " + size);
    }
  }
}
