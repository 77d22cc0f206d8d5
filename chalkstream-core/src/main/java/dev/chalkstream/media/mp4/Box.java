package dev.chalkstream.media.mp4;

/**
 * A box (ISO/IEC 14496-12, section 4.2). Implementations are immutable values; each has a static
 * method {@code decode} that is its {@link BoxDecoder}.
 */
public interface Box {

  /** Bytes of a header: a size of 32 bits and a type. */
  int HEADER = 8;

  /** Bytes of the header of a full box, which has a version and flags besides. */
  int FULL_HEADER = 12;

  /** Its four-character code. */
  String type();

  /** How many bytes {@link #encode} writes, the header included. */
  long size();

  /** Writes the box, beginning with its header. */
  void encode(BoxWriter out);

  /**
   * The bytes of the box.
   *
   * @throws ArithmeticException if it is larger than an array can be
   * @throws IllegalArgumentException if a field has a value that it has no room for
   */
  default byte[] toBytes() {
    var out = new BoxWriter(Math.toIntExact(size()));
    encode(out);
    return out.toBytes();
  }
}
