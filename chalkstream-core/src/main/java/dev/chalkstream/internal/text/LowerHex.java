package dev.chalkstream.internal.text;

import java.util.Objects;

/** Checks of digests written as lower-case hexadecimal digits. */
public final class LowerHex {

  private LowerHex() {}

  /** Returns the value if it is {@code length} digits of {@code 0-9 a-f}. */
  public static String check(String value, int length, String what) {
    Objects.requireNonNull(value, "value");
    if (value.length() != length || !Digits.HEX.fill(value, 0, length)) {
      throw new IllegalArgumentException(
          what + " is " + length + " lower-case hexadecimal digits, not '" + value + "'");
    }
    return value;
  }
}
