package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxTypes;
import dev.chalkstream.media.mp4.Bytes;
import java.util.Optional;

/** Reads a sequence header of AV1 as far as its colours (AV1 specification, section 5.5). */
final class Av1Sequence {

  private static final int SEQUENCE_HEADER = 1;
  private static final int LENGTH_BYTES = 8;
  private static final int PROFESSIONAL = 2;
  private static final int SELECTED_BY_FRAME = 2;
  private static final int HIGHEST_LOW_LEVEL = 7;

  private final BoxReader in;
  private int profile;
  private boolean reduced;
  private int delayBits;

  private Av1Sequence(BoxReader in) {
    this.in = in;
  }

  /** The colours that the first sequence header says, or empty if there is none. */
  static Optional<Colour> colour(Bytes units) {
    var in = new BoxReader(units, BoxTypes.none());
    while (in.hasMore()) {
      in.skip(1);
      int type = in.bits(4);
      boolean extended = in.flag();
      boolean sized = in.flag();
      in.skip(extended ? 1 + Byte.SIZE : 1);
      Bytes unit = sized ? in.table(length(in), 1) : in.rest();
      if (type == SEQUENCE_HEADER) {
        return new Av1Sequence(new BoxReader(unit, BoxTypes.none())).read();
      }
    }
    return Optional.empty();
  }

  /** A length with 7 bits a byte, the lowest first. */
  private static long length(BoxReader in) {
    long length = 0;
    boolean more = true;
    for (int i = 0; i < LENGTH_BYTES && more; i++) {
      more = in.flag();
      length |= (long) in.bits(7) << 7 * i;
    }
    return length;
  }

  private Optional<Colour> read() {
    profile = in.bits(3);
    in.skip(1);
    reduced = in.flag();
    if (reduced) {
      in.skip(5);
    } else {
      skipTiming();
      skipOperatingPoints();
    }
    skipSize();
    skipTools();
    Colour colour = readColour();
    return in.hasFailed() ? Optional.empty() : Optional.of(colour);
  }

  private void skipTiming() {
    if (!in.flag()) {
      return;
    }
    in.skip(64);
    if (in.flag()) {
      skipUnsigned();
    }
    if (in.flag()) {
      delayBits = in.bits(5) + 1;
      in.skip(32 + 5 + 5);
    }
  }

  /** A number that is preceded by as many zeros as it has bits behind its first. */
  private void skipUnsigned() {
    int zeros = 0;
    while (zeros < Integer.SIZE && !in.flag()) {
      zeros++;
    }
    in.skip(zeros < Integer.SIZE ? zeros : 0);
  }

  private void skipOperatingPoints() {
    boolean delayed = in.flag();
    int count = in.bits(5) + 1;
    for (int i = 0; i < count; i++) {
      in.skip(12);
      int level = in.bits(5);
      in.skip(level > HIGHEST_LOW_LEVEL ? 1 : 0);
      if (delayBits > 0 && in.flag()) {
        in.skip(2 * delayBits + 1);
      }
      if (delayed && in.flag()) {
        in.skip(4);
      }
    }
  }

  private void skipSize() {
    int width = in.bits(4) + 1;
    int height = in.bits(4) + 1;
    in.skip(width + height);
    if (!reduced && in.flag()) {
      in.skip(4 + 3);
    }
  }

  private void skipTools() {
    in.skip(3);
    if (!reduced) {
      in.skip(4);
      boolean ordered = in.flag();
      in.skip(ordered ? 2 : 0);
      int screenContent = in.flag() ? SELECTED_BY_FRAME : in.bits(1);
      if (screenContent > 0 && !in.flag()) {
        in.skip(1);
      }
      in.skip(ordered ? 3 : 0);
    }
    in.skip(3);
  }

  private Colour readColour() {
    boolean high = in.flag();
    if (profile == PROFESSIONAL && high) {
      in.skip(1);
    }
    boolean monochrome = profile != 1 && in.flag();
    if (!in.flag()) {
      Colour unknown = Colour.UNKNOWN;
      return new Colour(unknown.primaries(), unknown.transfer(), unknown.matrix(), in.flag());
    }
    int primaries = in.uint8();
    int transfer = in.uint8();
    int matrix = in.uint8();
    boolean rgb = !monochrome && primaries == 1 && transfer == 13 && matrix == 0;
    return new Colour(primaries, transfer, matrix, rgb || in.flag());
  }
}
