package dev.chalkstream.servlet;

import java.util.function.Supplier;

/** Turns the refusals of value types into problems of the request, where values are read only. */
final class Parse {

  private Parse() {}

  /** What the supplier makes of a client's words; its refusal is a 400. */
  static <T> T orMalformed(String prefix, Supplier<T> value) throws ProblemException {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw Problems.malformed(prefix + e.getMessage());
    }
  }

  /** As above, for values that say themselves what they are. */
  static <T> T orMalformed(Supplier<T> value) throws ProblemException {
    return orMalformed("", value);
  }
}
