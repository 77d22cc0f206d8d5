package dev.chalkstream.internal.sequence;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentRejectedException;

/** What a stream answers to a segment that is to be appended. */
public sealed interface AppendOutcome {

  /** Whether the segment is taken, and was not before. */
  default boolean isNew() {
    return this instanceof Accepted accepted && accepted.result() != IngestResult.UNCHANGED;
  }

  /** The segment is taken, or was before. */
  record Accepted(IngestResult result) implements AppendOutcome {}

  /** The segment is not taken. */
  record Rejected(SegmentRejectedException.Reason reason, String detail) implements AppendOutcome {}

  /**
   * The stored segment may have been deleted, or may be at any time, since it was stored so long
   * ago or before a takedown: the bytes must be stored again.
   */
  record Outdated() implements AppendOutcome {}

  /**
   * The segment would be taken, but its initialization section is not stored where it can be
   * listed: it must be stored under a name of its own.
   */
  record SectionMissing() implements AppendOutcome {}

  /**
   * Another initialization section has come since the segment was looked into, so that it must be
   * looked into again.
   */
  record SectionChanged() implements AppendOutcome {}
}
