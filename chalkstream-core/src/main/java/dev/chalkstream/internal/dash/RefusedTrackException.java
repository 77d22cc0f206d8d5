package dev.chalkstream.internal.dash;

/** A body, or a chunk of it, that cannot be taken. */
public final class RefusedTrackException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** It is something else than ISO base media. */
    OTHER_FORMAT,
    /** It is ISO base media, but not a track that a player could play. */
    MALFORMED,
    /** A part of it is larger than the limits allow. */
    TOO_LARGE
  }

  private final Reason reason;
  private final String sentence;

  /**
   * Refuses something.
   *
   * @param reason what is wrong
   * @param sentence the same, in words for the broadcaster
   */
  RefusedTrackException(Reason reason, String sentence) {
    super(sentence, null, false, false);
    this.reason = reason;
    this.sentence = sentence;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  /** What is wrong, in words for the broadcaster. */
  public String sentence() {
    return sentence;
  }
}
