package dev.chalkstream;

import java.time.Duration;

/**
 * A pushed segment whose timestamps are believed and not what its playlist says.
 *
 * @param path what the encoder calls it
 * @param said how long it is said to play, or {@link SegmentDurations#UNKNOWN}
 * @param taken how long it plays
 */
record DurationCorrection(String path, Duration said, Duration taken) {}
