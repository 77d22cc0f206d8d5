package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A segment that has left the playlist. It is kept for players that hold an older one, then
 * deleted.
 *
 * @param name the stored segment
 * @param due from when on it may be deleted, in manifest time, in whole milliseconds
 */
public record UnlistedSegment(SegmentName name, Instant due) {

  public UnlistedSegment {
    due = due.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The same, to be deleted now if it is not yet. */
  public UnlistedSegment hurried(Instant now) {
    return due.isAfter(now) ? new UnlistedSegment(name, now) : this;
  }
}
