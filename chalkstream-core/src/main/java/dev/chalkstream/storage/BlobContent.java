package dev.chalkstream.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The bytes of a blob to be stored: of known length, and readable from the start as often as
 * needed, so that a store may try again.
 */
public interface BlobContent {

  /**
   * How many bytes there are.
   *
   * @return the length in bytes, 0 or more, always the same
   */
  long length();

  /**
   * Begins to read from the first byte.
   *
   * @return a new stream, which the caller closes
   * @throws IOException if the bytes cannot be read
   */
  InputStream open() throws IOException;

  /**
   * Whether other blobs are lost with this one, or cannot be found, expired or deleted without it.
   * Such a blob is small. A store writes it to its medium durably before it publishes it, whatever
   * it does with other blobs, and takes it as long as it can: where there is no more room for other
   * blobs, from room that it has kept back. So what is expired can be deleted from a full store.
   *
   * @return true for control data such as manifests; by default false, always the same
   */
  default boolean isCritical() {
    return false;
  }

  /**
   * Bytes in memory.
   *
   * @param bytes the bytes, not copied: they must not change until the put is done
   * @return the content
   */
  static BlobContent of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  /**
   * The bytes between a buffer's position and its limit.
   *
   * @param bytes the buffer, not copied: its bytes must not change until the put is done; its
   *     position may
   * @return the content
   */
  static BlobContent of(ByteBuffer bytes) {
    Objects.requireNonNull(bytes, "bytes");
    return new BufferContent(bytes.slice(), false);
  }

  /**
   * Bytes in memory on which other blobs depend.
   *
   * @param bytes the bytes, not copied: they must not change until the put is done
   * @return the content, which is {@linkplain #isCritical() critical}
   */
  static BlobContent critical(byte[] bytes) {
    return new BufferContent(ByteBuffer.wrap(bytes), true);
  }
}
