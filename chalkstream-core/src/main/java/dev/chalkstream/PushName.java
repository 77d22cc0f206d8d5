package dev.chalkstream;

import dev.chalkstream.internal.text.PushPath;

/**
 * What an encoder calls a file that it pushes, relative to its session: {@code out0.ts}, or {@code
 * live/720p/out0.ts}. Immutable.
 *
 * @param value a name, with at most two directories before it, in at most 255 characters
 */
public record PushName(String value) {

  /**
   * Makes a name.
   *
   * @param value a name, with at most two directories before it
   * @throws IllegalArgumentException if it is empty, too long or too deep, or has parts ({@code .}
   *     and {@code ..}) or characters that no name has; the message says what a name is
   */
  public PushName {
    PushPath.check(value);
  }

  /**
   * Makes a name.
   *
   * @param value a name, with at most two directories before it
   * @return the name
   * @throws IllegalArgumentException if it is none, or too long
   */
  public static PushName of(String value) {
    return new PushName(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
