package dev.chalkstream.media;

/**
 * What a sequence parameter set says.
 *
 * @param codec as RFC 6381 writes it
 * @param width pixels after cropping, or 0
 * @param height pixels after cropping, or 0
 * @param frameTicks how long a frame lasts, in ticks of {@link TrackClock#MPEG_TS}, or 0
 */
record VideoFormat(String codec, int width, int height, long frameTicks) {

  private static final int MAX_SIZE = 1 << 15;

  /** With a size only if it can be one. */
  static VideoFormat of(String codec, long width, long height, long frameTicks) {
    boolean sized = width > 0 && height > 0 && width <= MAX_SIZE && height <= MAX_SIZE;
    return new VideoFormat(codec, sized ? (int) width : 0, sized ? (int) height : 0, frameTicks);
  }
}
