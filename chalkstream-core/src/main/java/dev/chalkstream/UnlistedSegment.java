package dev.chalkstream;

import java.time.Duration;
import java.time.Instant;

/**
 * A segment that has left the playlist. It is kept for players that hold an older one, then
 * deleted; and for a while after that its name is not given to another, since a node that is slow
 * may be about to delete it once more.
 *
 * @param name the stored segment
 * @param due from when on it may be deleted, or if it is, its name may be used again; in manifest
 *     time
 * @param deleted whether it is deleted
 */
record UnlistedSegment(SegmentName name, Instant due, boolean deleted) {

  /** For so long a name is not used again. */
  static final Duration QUARANTINE = Duration.ofMinutes(2);

  /** The same, to be deleted now if it is not yet. */
  UnlistedSegment hurried(Instant now) {
    return deleted || !due.isAfter(now) ? this : new UnlistedSegment(name, now, false);
  }

  UnlistedSegment asDeleted(Instant now) {
    return new UnlistedSegment(name, now.plus(QUARANTINE), true);
  }
}
