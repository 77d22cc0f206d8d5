package dev.chalkstream.media.cmaf;

/** What reading an initialization section says. Immutable. */
public sealed interface InitializationResult {

  /**
   * It is one.
   *
   * @param section what it announces
   */
  record Recognized(InitializationSection section) implements InitializationResult {}

  /**
   * It is none.
   *
   * @param defect what is wrong, in words for the broadcaster
   */
  record Refused(String defect) implements InitializationResult {}
}
