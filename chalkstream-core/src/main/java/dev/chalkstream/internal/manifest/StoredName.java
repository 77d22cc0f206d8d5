package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.text.Digits;
import java.time.Instant;

/**
 * What is in the nonce of a stored segment's name: 9 digits of base 32 for the milliseconds from
 * 1970 to when it was stored, and 7 that make it unique.
 */
public final class StoredName {

  private static final int TIME_DIGITS = 9;
  private static final int RANDOM_DIGITS = 7;

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
        Digits.BASE_32.text(storedAt.toEpochMilli(), TIME_DIGITS)
            + Digits.BASE_32.text(random, RANDOM_DIGITS),
        plain.file());
  }

  /** When a segment was stored, by the clock of the node that stored it. Not for plain names. */
  public static Instant storedAt(SegmentName name) {
    return Instant.ofEpochMilli(Digits.BASE_32.read(name.nonce(), 0, TIME_DIGITS));
  }
}
