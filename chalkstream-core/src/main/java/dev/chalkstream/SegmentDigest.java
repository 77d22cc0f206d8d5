package dev.chalkstream;

import dev.chalkstream.internal.text.LowerHex;
import java.nio.ByteBuffer;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The SHA-256 of a media segment's bytes, as 64 lower-case hexadecimal digits. Immutable.
 *
 * @param value the digits
 */
public record SegmentDigest(String value) {

  /**
   * Makes a digest of its digits.
   *
   * @param value the digits
   * @throws IllegalArgumentException if the value is not 64 lower-case hexadecimal digits
   */
  public SegmentDigest {
    LowerHex.check(value, 64, "a segment digest");
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
    return new SegmentDigest(Hex.encodeHexString(digest));
  }

  @Override
  public String toString() {
    return value;
  }
}
