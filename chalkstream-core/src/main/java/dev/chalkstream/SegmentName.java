package dev.chalkstream;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment within its stream, as it stands in URLs and keys. Each stored segment has a
 * name of its own, {@code {digest}-{nonce}.ts}, which is never given to another, not even to the
 * same bytes. The plain name {@code {digest}.ts} is an address only: it leads to some stored
 * segment with those bytes. Immutable.
 *
 * @param digest the SHA-256 of the segment's bytes
 * @param nonce 16 digits of base 32 ({@code 0} to {@code v}), of which the first 9 are the
 *     milliseconds from 1970 to when the segment was stored; or empty for the plain name
 */
public record SegmentName(SegmentDigest digest, String nonce) {

  private static final String EXTENSION = ".ts";
  private static final int RADIX = 32;
  private static final int TIME_DIGITS = 9;
  private static final int RANDOM_DIGITS = 7;
  private static final int BITS = 5;
  private static final long TIMES = 1L << (BITS * TIME_DIGITS);
  private static final long RANDOMS = 1L << (BITS * RANDOM_DIGITS);
  private static final Pattern NONCE =
      Pattern.compile("[0-9a-v]{" + (TIME_DIGITS + RANDOM_DIGITS) + "}|");
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{64})(?:-([0-9a-v]{" + (TIME_DIGITS + RANDOM_DIGITS) + "}))?\\.ts");

  /**
   * Makes a name.
   *
   * @param digest the SHA-256 of the segment's bytes
   * @param nonce 16 digits of base 32, or empty
   * @throws IllegalArgumentException if the nonce is neither
   */
  public SegmentName {
    Objects.requireNonNull(digest, "digest");
    if (!NONCE.matcher(nonce).matches()) {
      throw new IllegalArgumentException("a nonce has 16 digits of base 32, not '" + nonce + "'");
    }
  }

  /**
   * Makes the plain name, which leads to any stored segment with those bytes.
   *
   * @param digest the SHA-256 of the segment's bytes
   * @return the name
   */
  public static SegmentName of(SegmentDigest digest) {
    return new SegmentName(digest, "");
  }

  /**
   * Makes a name for bytes that are about to be stored.
   *
   * @param storedAt when that is
   * @param random any number, so that no other name is the same
   */
  static SegmentName unique(SegmentDigest digest, Instant storedAt, long random) {
    return new SegmentName(
        digest,
        digits(Math.floorMod(storedAt.toEpochMilli(), TIMES), TIME_DIGITS)
            + digits(Math.floorMod(random, RANDOMS), RANDOM_DIGITS));
  }

  private static String digits(long value, int count) {
    String digits = Long.toString(value, RADIX);
    return "0".repeat(count - digits.length()) + digits;
  }

  /**
   * Reads a name.
   *
   * @param name the name as {@link #toString} writes it
   * @return the name
   * @throws IllegalArgumentException if it is not the name of a segment
   */
  public static SegmentName parse(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a segment is named {digest}.ts or {digest}-{nonce}.ts, not '" + name + "'");
    }
    String nonce = parts.group(2);
    return new SegmentName(SegmentDigest.of(parts.group(1)), nonce == null ? "" : nonce);
  }

  /**
   * Whether this is a plain name, under which nothing is stored.
   *
   * @return whether it has no nonce
   */
  public boolean isPlain() {
    return nonce.isEmpty();
  }

  /** When the segment was stored, by the clock of the node that stored it. Not for plain names. */
  Instant storedAt() {
    return Instant.ofEpochMilli(Long.parseLong(nonce.substring(0, TIME_DIGITS), RADIX));
  }

  /** The name as it stands in URLs and keys. */
  @Override
  public String toString() {
    return isPlain() ? digest.value() + EXTENSION : digest.value() + "-" + nonce + EXTENSION;
  }
}
