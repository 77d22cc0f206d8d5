package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.PutCondition;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What a put leaves on the object that it writes, as metadata.
 *
 * @param put the name of the put, never used twice; empty if the object bears no mark
 * @param replaced the version that it was written over; empty if that was not looked at
 */
record Mark(String put, String replaced) {

  /** What stands for an object that is not there. */
  static final Mark NOTHING = new Mark("none", "");

  private static final String PUT = "chalkstream-put";
  private static final String REPLACED = "chalkstream-replaced";

  /** The mark of a new put. */
  static Mark fresh(PutCondition condition) {
    String replaced = "";
    if (condition instanceof PutCondition.IfVersion ifVersion) {
      replaced = ifVersion.version().value();
    } else if (condition instanceof PutCondition.IfAbsent) {
      replaced = NOTHING.put;
    }
    return new Mark(UUID.randomUUID().toString(), replaced);
  }

  static Mark of(Map<String, String> metadata) {
    return new Mark(metadata.getOrDefault(PUT, ""), metadata.getOrDefault(REPLACED, ""));
  }

  Map<String, String> toMetadata() {
    Map<String, String> metadata = new HashMap<>();
    metadata.put(PUT, put);
    if (!replaced.isEmpty()) {
      metadata.put(REPLACED, replaced);
    }
    return metadata;
  }

  boolean isKnown() {
    return !put.isEmpty();
  }

  /** Whether both were to follow the same version, so that only one of them can have done so. */
  boolean hasReplacedTheSameAs(Mark other) {
    return !replaced.isEmpty() && replaced.equals(other.replaced);
  }
}
