package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobContent;
import java.util.regex.Pattern;

/**
 * How an object presents itself where the bucket is read past Chalkstream, through a content
 * delivery network for example.
 *
 * @param contentType its media type
 * @param cacheControl how long it may be kept
 */
record ObjectHeaders(String contentType, String cacheControl) {

  private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";
  private static final String NOT_AT_ALL = "no-store";

  /** What a header can carry without ending. Implementations of BlobContent may return anything. */
  private static final Pattern ONE_LINE = Pattern.compile("[!-~][ -~]{0,253}[!-~]");

  ObjectHeaders {
    if (!ONE_LINE.matcher(contentType).matches()) {
      throw new IllegalArgumentException(
          "the media type of the content is not one: " + contentType.replaceAll("[^ -~]", "?"));
    }
  }

  /**
   * Asks the content alone: keys are the business of those who put.
   *
   * @throws IllegalArgumentException if its media type cannot stand in a header
   */
  static ObjectHeaders of(BlobContent content) {
    return new ObjectHeaders(content.mediaType(), content.isImmutable() ? FOR_A_YEAR : NOT_AT_ALL);
  }
}
