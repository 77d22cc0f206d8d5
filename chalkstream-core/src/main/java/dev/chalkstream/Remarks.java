package dev.chalkstream;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a change of a stream has to say to the operator, in words that complete "stream …: ". Not
 * safe for use by many threads.
 */
final class Remarks {

  private static final int MOST = 16;

  private final Set<String> texts = new LinkedHashSet<>();

  /** Takes note of what is not said yet; where there is much, of the first. */
  void add(String text) {
    if (texts.size() < MOST) {
      texts.add(text);
    }
  }

  Set<String> toSet() {
    return Set.copyOf(texts);
  }
}
