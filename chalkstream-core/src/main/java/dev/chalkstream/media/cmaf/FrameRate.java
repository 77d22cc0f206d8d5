package dev.chalkstream.media.cmaf;

import java.math.BigInteger;

/**
 * How many frames a second are shown, as a fraction in its lowest terms.
 *
 * @param frames how many frames
 * @param seconds in how many seconds
 */
public record FrameRate(long frames, long seconds) {

  static FrameRate of(long timescale, long duration) {
    long divisor = BigInteger.valueOf(timescale).gcd(BigInteger.valueOf(duration)).longValue();
    return new FrameRate(timescale / divisor, duration / divisor);
  }
}
