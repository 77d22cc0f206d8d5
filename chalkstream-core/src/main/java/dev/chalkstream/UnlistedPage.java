package dev.chalkstream;

import java.time.Instant;

/**
 * A page of the history that has left the playlist, with all its segments: the same as {@link
 * UnlistedSegment} for many at once. The page itself is deleted last, since it tells their names.
 *
 * @param first the media sequence number of the page's first segment
 * @param due from when on its segments may be deleted, or if they are, the page; in manifest time
 * @param deleted whether its segments are deleted
 */
record UnlistedPage(long first, Instant due, boolean deleted) {

  /** The same, with segments to be deleted now if they are not yet. */
  UnlistedPage hurried(Instant now) {
    return deleted || !due.isAfter(now) ? this : new UnlistedPage(first, now, false);
  }

  UnlistedPage asDeleted(Instant now) {
    return new UnlistedPage(first, now.plus(UnlistedSegment.QUARANTINE), true);
  }
}
