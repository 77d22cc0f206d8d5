package dev.chalkstream.internal.manifest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A page of the history that has left the playlist, with all its segments: the same as {@link
 * UnlistedSegment} for many at once. The page itself is deleted last, since it tells their names.
 *
 * @param first the media sequence number of the page's first segment
 * @param due from when on its segments may be deleted, and the page with them; in manifest time, in
 *     whole milliseconds
 */
public record UnlistedPage(long first, Instant due) {

  public UnlistedPage {
    due = due.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The same, to be deleted now if it is not yet. */
  public UnlistedPage hurried(Instant now) {
    return due.isAfter(now) ? new UnlistedPage(first, now) : this;
  }
}
