package dev.chalkstream.internal.manifest;

import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.BlobContent;
import java.nio.ByteBuffer;

/** What is stored of a stream, with the description that each kind of blob has. */
public final class StoredContent {

  private static final String JSON = "application/json";

  private StoredContent() {}

  /**
   * A media segment or an initialization section. Under its key there are never other bytes, so it
   * may be cached.
   *
   * @param bytes the segment or section
   * @param file what it is
   */
  public static BlobContent segment(ByteBuffer bytes, MediaFile file) {
    return BlobContent.of(bytes).withMediaType(file.mediaType()).asImmutable();
  }

  /** A manifest or a page of the history. Both are written anew under the same key. */
  public static BlobContent document(byte[] json) {
    return BlobContent.critical(json).withMediaType(JSON);
  }
}
