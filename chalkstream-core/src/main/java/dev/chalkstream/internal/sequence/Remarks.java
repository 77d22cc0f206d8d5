package dev.chalkstream.internal.sequence;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a change of a stream has to say to the operator, in words that complete "Stream …: ". Not
 * safe for use by many threads.
 */
public final class Remarks {

  /** What it is about. Of each kind the first is said. */
  public enum Kind {
    /** An EXT-X-DATERANGE makes no sense. */
    DATE_RANGE,
    /** A cue came too late. */
    LATE_CUE,
    /** There are more markers than are kept. */
    TOO_MANY_MARKERS,
    /** A pushed segment that no playlist has named is deleted. */
    NEVER_NAMED,
    /** A playlist says of a segment that it plays for longer or shorter than it does. */
    DURATION,
    /** An encoder goes on after its playlist was at its end. */
    ENDLESS
  }

  private final Map<Kind, String> texts = new EnumMap<>(Kind.class);

  public void add(Kind kind, String text) {
    texts.putIfAbsent(kind, text);
  }

  public Map<Kind, String> toMap() {
    return Collections.unmodifiableMap(new EnumMap<>(texts));
  }
}
