package dev.chalkstream.media.mp4;

/** Reads the boxes of one type. */
@FunctionalInterface
public interface BoxDecoder {

  /**
   * Reads a box, from behind its header to its end. It never throws because of what it reads: what
   * is wrong with it is noted by the reader.
   */
  Box decode(BoxReader in);

  /**
   * Keeps the boxes of versions that a decoder does not know as they are (ISO/IEC 14496-12, section
   * 4.2).
   *
   * @param newest the newest version that the decoder knows
   */
  static BoxDecoder full(int newest, BoxDecoder decoder) {
    return in -> in.version() > newest ? in.opaque() : decoder.decode(in);
  }
}
