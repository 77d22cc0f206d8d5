package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobKey;

/**
 * How an object presents itself where the bucket is read past Chalkstream, through a content
 * delivery network for example.
 *
 * @param contentType its media type
 * @param cacheControl how long it may be kept
 */
record ObjectHeaders(String contentType, String cacheControl) {

  private static final ObjectHeaders SEGMENT =
      new ObjectHeaders("video/mp2t", "public, max-age=31536000, immutable");
  private static final ObjectHeaders DOCUMENT = new ObjectHeaders("application/json", "no-store");
  private static final ObjectHeaders OTHER =
      new ObjectHeaders("application/octet-stream", "no-store");

  /** Segments are named by their bytes and never change; all else may. */
  static ObjectHeaders of(BlobKey key) {
    if (key.value().endsWith(".ts")) {
      return SEGMENT;
    }
    return key.value().endsWith(".json") ? DOCUMENT : OTHER;
  }
}
