package dev.chalkstream;

import dev.chalkstream.internal.text.Digits;
import dev.chalkstream.internal.text.LowerHex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The SHA-256 of a media segment's bytes, as 64 lower-case hexadecimal digits. Immutable. It takes
 * up 48 bytes of memory; the digits are made whenever they are asked for.
 */
public final class SegmentDigest {

  /** How many digits it has. */
  static final int LENGTH = 64;

  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  /**
   * Makes a digest of its digits.
   *
   * @param value the digits
   * @throws IllegalArgumentException if the value is not 64 lower-case hexadecimal digits
   */
  public SegmentDigest(String value) {
    LowerHex.check(value, LENGTH, "a segment digest");
    this.first = Digits.HEX.read(value, 0, 16);
    this.second = Digits.HEX.read(value, 16, 32);
    this.third = Digits.HEX.read(value, 32, 48);
    this.fourth = Digits.HEX.read(value, 48, LENGTH);
  }

  private SegmentDigest(ByteBuffer sha256) {
    this.first = sha256.getLong();
    this.second = sha256.getLong();
    this.third = sha256.getLong();
    this.fourth = sha256.getLong();
  }

  /**
   * Makes a digest of its digits.
   *
   * @param value the digits
   * @return the digest
   * @throws IllegalArgumentException if the value is not 64 lower-case hexadecimal digits
   */
  public static SegmentDigest of(String value) {
    return new SegmentDigest(value);
  }

  /**
   * Computes the digest of a segment.
   *
   * @param bytes the segment, from the buffer's position to its limit; the position is not moved
   * @return the digest
   */
  public static SegmentDigest compute(ByteBuffer bytes) {
    byte[] digest =
        DigestUtils.updateDigest(DigestUtils.getSha256Digest(), bytes.duplicate()).digest();
    return new SegmentDigest(ByteBuffer.wrap(digest));
  }

  /**
   * The digits.
   *
   * @return 64 lower-case hexadecimal digits, in a new string
   */
  public String value() {
    byte[] ascii = new byte[LENGTH];
    write(ascii);
    return new String(ascii, StandardCharsets.ISO_8859_1);
  }

  /** Writes the digits to where a text in ASCII begins. */
  void write(byte[] ascii) {
    Digits.HEX.write(first, ascii, 0, 16);
    Digits.HEX.write(second, ascii, 16, 32);
    Digits.HEX.write(third, ascii, 32, 48);
    Digits.HEX.write(fourth, ascii, 48, LENGTH);
  }

  /**
   * Whether this is the digest of the same bytes.
   *
   * @param other any object
   * @return whether it is a digest with the same digits
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof SegmentDigest that
        && first == that.first
        && second == that.second
        && third == that.third
        && fourth == that.fourth;
  }

  /**
   * A hash of the digits.
   *
   * @return some of its bits, which are as evenly spread as any others
   */
  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }

  /**
   * The digits.
   *
   * @return the same as {@link #value}
   */
  @Override
  public String toString() {
    return value();
  }
}
