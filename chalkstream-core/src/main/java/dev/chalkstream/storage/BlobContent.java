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
   * What the bytes are, as HTTP's {@code Content-Type} says it (RFC 9110, section 8.3.1): a type
   * and a subtype such as {@code video/mp2t}, and perhaps parameters; at most 255 characters of
   * ASCII, without control characters.
   *
   * <p>A store that can keep the media type of a blob keeps it, so that the blob is served with it
   * where its storage is read without this library, as a bucket is by a content delivery network.
   * Other stores ignore it. It does not come back with the {@link Blob}. A store that keeps it
   * throws an {@link IllegalArgumentException} for a value that does not fit into a header.
   *
   * @return the media type; by default {@code application/octet-stream}, always the same
   */
  default String mediaType() {
    return "application/octet-stream";
  }

  /**
   * Whether no other bytes are ever stored under the key of this blob, not even after it was
   * deleted. A store whose blobs can be read without this library then lets caches keep the blob
   * for a long time; blobs that are not immutable must not be cached at all. Other stores ignore
   * it.
   *
   * @return true for media segments; by default false, always the same
   */
  default boolean isImmutable() {
    return false;
  }

  /**
   * The same content with another media type.
   *
   * @param mediaType what {@link #mediaType()} returns then
   * @return content that reads these bytes, and is in all else as this is
   * @throws IllegalArgumentException if that is not a media type
   */
  default BlobContent withMediaType(String mediaType) {
    return new DescribedContent(this, mediaType, isImmutable());
  }

  /**
   * The same content, to be stored under a key that no other bytes ever have.
   *
   * @return content that reads these bytes, {@linkplain #isImmutable() is immutable}, and is in all
   *     else as this is
   * @throws IllegalArgumentException if the media type of this content is not valid
   */
  default BlobContent asImmutable() {
    return new DescribedContent(this, mediaType(), true);
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
