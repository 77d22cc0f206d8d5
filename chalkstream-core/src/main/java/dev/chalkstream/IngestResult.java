package dev.chalkstream;

/** What has become of a segment that was taken. Whichever it is, the segment is stored. */
public enum IngestResult {
  /** The segment is in the playlist now. */
  LISTED,
  /** The segment arrived early and is listed as soon as those before it are. */
  WAITING,
  /** The segment was pushed, and is listed as soon as a pushed playlist names it. */
  STORED,
  /** The same had been taken before, and nothing has changed. */
  UNCHANGED
}
