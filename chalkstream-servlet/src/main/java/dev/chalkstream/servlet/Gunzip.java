package dev.chalkstream.servlet;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Inflates what comes in pieces in gzip format (RFC 1952), of one member or several. The streams of
 * {@code java.util.zip} would wait for each piece with a thread. Not safe for use by many threads.
 */
final class Gunzip implements AutoCloseable {

  /** About how many bytes of memory it takes, the window of the inflater included. */
  static final int BYTES_IN_MEMORY = 64 << 10;

  private static final int OUT_BYTES = 8 << 10;
  private static final int FIXED_BYTES = 10;
  private static final int FLAGS_AT = 4;
  private static final int TRAILER_BYTES = 8;
  private static final byte[] BEGINNING = {0x1f, (byte) 0x8b, 8};

  /** Takes what has been inflated, in a buffer that is used again. */
  @FunctionalInterface
  interface Receiver {
    void take(ByteBuffer inflated) throws ProblemException;
  }

  /** The parts of a member in their order; most of its header is there only if a flag says so. */
  private enum Part {
    FIXED(0),
    EXTRA_LENGTH(4),
    EXTRA(4),
    NAME(8),
    COMMENT(16),
    HEADER_CHECKSUM(2),
    DEFLATED(0),
    TRAILER(0);

    private final int flag;

    Part(int flag) {
      this.flag = flag;
    }
  }

  private final int most;
  private final Receiver receiver;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] out = new byte[OUT_BYTES];
  private Part part = Part.FIXED;

  /** How many bytes of the part have come. */
  private int count;

  private int flags;
  private int extraLength;
  private long trailer;
  private int members;
  private long total;
  private boolean closed;

  /**
   * Begins before the first byte.
   *
   * @param most how many bytes are inflated at most
   * @param receiver takes them
   */
  Gunzip(int most, Receiver receiver) {
    this.most = most;
    this.receiver = receiver;
  }

  /**
   * Takes the next piece.
   *
   * @throws ZipException if it is not in gzip format
   * @throws ProblemException if there is too much in it, or the receiver says so
   */
  void feed(ByteBuffer in) throws ZipException, ProblemException {
    while (in.hasRemaining() && !closed) {
      if (part == Part.DEFLATED) {
        inflate(in);
      } else {
        step(in.get() & 0xff);
      }
    }
  }

  /**
   * Ends.
   *
   * @throws ZipException if something is missing
   */
  void end() throws ZipException {
    if (part != Part.FIXED || count > 0 || members == 0) {
      throw new ZipException("it ends too soon");
    }
  }

  private void step(int b) throws ZipException {
    count++;
    switch (part) {
      case FIXED -> {
        if (count <= BEGINNING.length && (byte) b != BEGINNING[count - 1]) {
          throw new ZipException("it does not begin as such");
        }
        flags = count == FLAGS_AT ? b : flags;
        endPart(count == FIXED_BYTES);
      }
      case EXTRA_LENGTH -> {
        extraLength = count == 1 ? b : extraLength | b << Byte.SIZE;
        endPart(count == 2);
      }
      case EXTRA -> endPart(count == extraLength);
      case NAME, COMMENT -> endPart(b == 0);
      case HEADER_CHECKSUM -> endPart(count == 2);
      case TRAILER -> {
        trailer = (trailer >>> Byte.SIZE) | (long) b << Byte.SIZE * (TRAILER_BYTES - 1);
        endPart(count == TRAILER_BYTES);
      }
      case DEFLATED -> throw new IllegalStateException("this part is not read byte by byte");
    }
  }

  private void endPart(boolean atEnd) throws ZipException {
    if (!atEnd) {
      return;
    }
    count = 0;
    if (part == Part.TRAILER) {
      endMember();
      return;
    }
    do {
      part = Part.values()[part.ordinal() + 1];
    } while ((part.flag & flags) != part.flag || part == Part.EXTRA && extraLength == 0);
  }

  private void endMember() throws ZipException {
    long wanted = inflater.getBytesWritten() << Integer.SIZE | checksum.getValue();
    if (trailer != wanted) {
      throw new ZipException("its checksum or length is another");
    }
    inflater.reset();
    checksum.reset();
    members++;
    part = Part.FIXED;
  }

  private void inflate(ByteBuffer in) throws ZipException, ProblemException {
    inflater.setInput(in);
    try {
      while (!closed && !inflater.finished() && !inflater.needsInput()) {
        int inflated = inflater.inflate(out);
        if (inflated == 0 && inflater.needsDictionary()) {
          throw new ZipException("it needs a dictionary");
        }
        hand(inflated);
      }
    } catch (DataFormatException e) {
      throw new ZipException(String.valueOf(e.getMessage()));
    }
    endPart(!closed && inflater.finished());
  }

  private void hand(int inflated) throws ProblemException {
    total += inflated;
    if (total > most) {
      throw AccessProblems.tooLargeInflated(most);
    }
    checksum.update(out, 0, inflated);
    receiver.take(ByteBuffer.wrap(out, 0, inflated));
  }

  /** Lets go of the inflater's memory. */
  @Override
  public void close() {
    closed = true;
    inflater.end();
  }
}
