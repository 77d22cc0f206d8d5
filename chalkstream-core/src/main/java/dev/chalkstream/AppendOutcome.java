package dev.chalkstream;

/** What a stream answers to a segment that is to be appended. */
sealed interface AppendOutcome {

  /** The segment is taken, or was before. */
  record Accepted(IngestResult result) implements AppendOutcome {}

  /** The segment is not taken. */
  record Rejected(SegmentRejectedException.Reason reason, String detail) implements AppendOutcome {}

  /**
   * The stored name belongs to another place in the stream, or is about to be deleted: the bytes
   * must be stored again under another.
   */
  record NameInUse() implements AppendOutcome {}
}
