package dev.chalkstream.internal.dash;

/**
 * How large the parts of a body may be. A body as a whole may go on for ever.
 *
 * @param headerBytes the most bytes of a header, from 1
 * @param chunkBytes the most bytes from the end of a part to the end of the chunk that follows,
 *     from 1
 */
public record TrackLimits(int headerBytes, int chunkBytes) {

  /** Checks both. */
  public TrackLimits {
    if (headerBytes < 1 || chunkBytes < 1) {
      throw new IllegalArgumentException(
          "limits of " + headerBytes + " and " + chunkBytes + " bytes");
    }
  }
}
