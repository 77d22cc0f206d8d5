package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import java.time.Instant;

/**
 * What is in the nonce of a stored segment's name: 9 digits of base 32 for the milliseconds from
 * 1970 to when it was stored, and 7 that make it unique.
 */
public final class StoredName {

  private static final int RADIX = 32;
  private static final int TIME_DIGITS = 9;
  private static final int RANDOM_DIGITS = 7;
  private static final int BITS = 5;
  private static final long TIMES = 1L << (BITS * TIME_DIGITS);
  private static final long RANDOMS = 1L << (BITS * RANDOM_DIGITS);

  private StoredName() {}

  /**
   * Makes a name for bytes that are about to be stored.
   *
   * @param plain the plain name of the bytes
   * @param storedAt when that is
   * @param random any number, so that no other name is the same
   */
  public static SegmentName of(SegmentName plain, Instant storedAt, long random) {
    return new SegmentName(
        plain.digest(),
        digits(Math.floorMod(storedAt.toEpochMilli(), TIMES), TIME_DIGITS)
            + digits(Math.floorMod(random, RANDOMS), RANDOM_DIGITS),
        plain.container());
  }

  private static String digits(long value, int count) {
    String digits = Long.toString(value, RADIX);
    return "0".repeat(count - digits.length()) + digits;
  }

  /** When a segment was stored, by the clock of the node that stored it. Not for plain names. */
  public static Instant storedAt(SegmentName name) {
    return Instant.ofEpochMilli(Long.parseLong(name.nonce().substring(0, TIME_DIGITS), RADIX));
  }
}
