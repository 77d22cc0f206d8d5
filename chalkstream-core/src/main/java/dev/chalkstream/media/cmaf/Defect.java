package dev.chalkstream.media.cmaf;

import java.util.function.Supplier;

/** Why an initialization section or a segment is refused. */
final class Defect extends Exception {

  private static final long serialVersionUID = 1L;

  private final String sentence;

  /**
   * Makes a reason.
   *
   * @param sentence what is wrong, in words for the broadcaster
   */
  Defect(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }

  /** Refuses what is so, with a sentence that is made only then. */
  static void refuseIf(boolean refused, Supplier<String> sentence) throws Defect {
    if (refused) {
      throw new Defect(sentence.get());
    }
  }
}
