package dev.chalkstream;

import java.time.Instant;

/**
 * A segment that has left the playlist and is still stored, for players that hold an older one.
 *
 * @param name the stored segment
 * @param deleteAt from when on it may be deleted, in manifest time
 */
record UnlistedSegment(SegmentName name, Instant deleteAt) {}
