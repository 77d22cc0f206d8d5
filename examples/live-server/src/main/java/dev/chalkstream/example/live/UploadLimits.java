package dev.chalkstream.example.live;

import java.time.Duration;

/**
 * How much is taken at once. Immutable.
 *
 * @param timeout how long one upload may take
 * @param bytes how many bytes of uploads may be in memory, or 0 for a quarter of the heap
 * @param perMinute how many segments a session may send in a minute, or 0 for any number
 * @param liveStreams how many streams may be live, or 0 for any number
 */
record UploadLimits(Duration timeout, long bytes, int perMinute, int liveStreams) {}
