package dev.chalkstream.internal.dash;

import java.util.Set;

/** What a body consists of. */
public sealed interface TrackPart {

  /**
   * A CMAF header: a file type and a movie, which is the initialization section of what follows.
   *
   * @param bytes {@code ftyp} and {@code moov}; must not be changed
   */
  record Header(byte[] bytes) implements TrackPart {}

  /**
   * A CMAF chunk, which may be a whole fragment or segment.
   *
   * @param bytes {@code moof} and {@code mdat}, and before them what there was of {@code prft} and
   *     {@code emsg}; must not be changed
   * @param brands those of the {@code styp} before it, or none if there was none
   */
  record Chunk(byte[] bytes, Set<String> brands) implements TrackPart {

    private static final String LAST = "lmsg";
    private static final String FILLER = "slat";
    private static final String CONTINUED = "cmfl";

    /** Copies the brands. */
    public Chunk {
      brands = Set.copyOf(brands);
    }

    /** Whether the segment that it begins is the last of its track (section 6.2, rule 19). */
    public boolean isLast() {
      return brands.contains(LAST);
    }

    /** Whether it stands in for input that the encoder has lost (section 6.2, rule 18). */
    public boolean isFiller() {
      return brands.contains(FILLER);
    }

    /** Whether its {@code styp} says that a segment begins with it (section 6.3, rule 7). */
    public boolean startsSegment() {
      return !brands.isEmpty() && !brands.contains(CONTINUED);
    }
  }

  /** An index of fragments, {@code mfra}, which ends a track (section 6.2, rule 7). */
  record End() implements TrackPart {}
}
