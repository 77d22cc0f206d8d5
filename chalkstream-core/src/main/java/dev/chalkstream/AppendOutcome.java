package dev.chalkstream;

import java.util.Optional;

/** What a stream answers to a segment that is to be appended. */
sealed interface AppendOutcome {

  /**
   * The segment is taken, or was before.
   *
   * @param correction a segment that was listed with another duration than was said, if there was
   */
  record Accepted(IngestResult result, Optional<DurationCorrection> correction)
      implements AppendOutcome {

    Accepted(IngestResult result) {
      this(result, Optional.empty());
    }
  }

  /** The segment is not taken. */
  record Rejected(SegmentRejectedException.Reason reason, String detail) implements AppendOutcome {}

  /**
   * The stored name belongs to another place in the stream, or is about to be deleted: the bytes
   * must be stored again under another.
   */
  record NameInUse() implements AppendOutcome {}
}
