package dev.chalkstream.media;

import java.util.Objects;

/** What a probe of a segment says: what is inside, or why it cannot be told. Immutable. */
public sealed interface ProbeResult {

  /**
   * The segment is what it should be.
   *
   * @param info what is inside
   */
  record Recognized(MediaInfo info) implements ProbeResult {

    /**
     * Makes an answer.
     *
     * @param info what is inside
     */
    public Recognized {
      Objects.requireNonNull(info, "info");
    }
  }

  /**
   * The segment is not one that a player could play.
   *
   * @param defect what is wrong, in words for the broadcaster, such as "the body is empty"
   */
  record Refused(String defect) implements ProbeResult {

    /**
     * Makes a refusal.
     *
     * @param defect what is wrong, in words for the broadcaster
     */
    public Refused {
      Objects.requireNonNull(defect, "defect");
    }
  }
}
