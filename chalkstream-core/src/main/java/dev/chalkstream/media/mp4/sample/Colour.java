package dev.chalkstream.media.mp4.sample;

import java.util.Locale;

/**
 * What the numbers of pictures mean, as code points (ISO/IEC 23091-2).
 *
 * @param primaries which red, green and blue
 * @param transfer how numbers become light
 * @param matrix how red, green and blue become luma and chroma
 * @param fullRange whether all numbers are used
 */
public record Colour(int primaries, int transfer, int matrix, boolean fullRange) {

  private static final int BT_709 = 1;
  private static final int NOT_SPECIFIED = 2;

  /** Of pictures that do not say it. */
  public static final Colour UNKNOWN =
      new Colour(NOT_SPECIFIED, NOT_SPECIFIED, NOT_SPECIFIED, false);

  /** Whether it is that of high definition, BT.709, as far as it is said. */
  boolean isUsual() {
    return isUsual(primaries) && isUsual(transfer) && isUsual(matrix) && !fullRange;
  }

  private static boolean isUsual(int code) {
    return code == BT_709 || code == NOT_SPECIFIED;
  }

  /** As the strings for AV1 and VP9 write it, except for the range. */
  String text() {
    return String.format(Locale.ROOT, "%02d.%02d.%02d", primaries, transfer, matrix);
  }
}
