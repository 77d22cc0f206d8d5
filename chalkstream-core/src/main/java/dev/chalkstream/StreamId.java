package dev.chalkstream;

import dev.chalkstream.internal.text.LowerHex;

/**
 * The public name of a stream: the SHA-1 of its {@linkplain SessionId session id} in UTF-8, as 40
 * lower-case hexadecimal digits. Immutable.
 *
 * @param value the digits
 */
public record StreamId(String value) {

  /**
   * Makes a stream id of its digits.
   *
   * @param value the digits
   * @throws IllegalArgumentException if the value is not 40 lower-case hexadecimal digits
   */
  public StreamId {
    LowerHex.check(value, 40, "a stream id");
  }

  /**
   * Makes a stream id of its digits.
   *
   * @param value the digits
   * @return the stream id
   * @throws IllegalArgumentException if the value is not 40 lower-case hexadecimal digits
   */
  public static StreamId of(String value) {
    return new StreamId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
