package dev.chalkstream;

import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.time.Instant;

/**
 * A segment of the current run that is stored but not listed, because an earlier one is missing.
 *
 * @param name the stored segment
 * @param sequence its number within the run
 * @param bytes its size
 * @param duration how long it plays, in whole microseconds
 * @param arrivedAt when it came, in manifest time
 * @param media what is inside
 */
record WaitingSegment(
    SegmentName name,
    long sequence,
    long bytes,
    Duration duration,
    Instant arrivedAt,
    MediaInfo media) {}
