package dev.chalkstream;

import java.time.Duration;

/**
 * Is told what happens to streams. Implement what you need.
 *
 * <p>Each event is told at least once in all, by the instance that wrote it down, and at most once
 * by each instance that notices it: an instance notices what it takes itself, and what it reads of
 * the streams that it serves. The calls of one instance come one after another, on a thread of
 * their own. A listener that is slow delays only later calls; while too many wait, further events
 * are dropped, counted and logged. What a listener throws is logged.
 */
public interface StreamListener {

  /** Does nothing. */
  StreamListener NONE = new StreamListener() {};

  /**
   * The first segment of a stream has been taken.
   *
   * @param stream the stream
   */
  default void started(StreamId stream) {}

  /**
   * A segment has been listed. Gaps are not told.
   *
   * @param stream the stream
   * @param mediaSequence the segment's media sequence number
   * @param duration how long it plays
   * @param bytes its size
   */
  default void segmentListed(StreamId stream, long mediaSequence, Duration duration, long bytes) {}

  /**
   * No segment has come for one and a half target durations.
   *
   * @param stream the stream
   */
  default void stalled(StreamId stream) {}

  /**
   * A segment has been taken for a stream that was complete or expired.
   *
   * @param stream the stream
   */
  default void resumed(StreamId stream) {}

  /**
   * A broadcast is over.
   *
   * @param stream the stream
   */
  default void completed(StreamId stream) {}

  /**
   * A stream's segments are no longer kept.
   *
   * @param stream the stream
   */
  default void expired(StreamId stream) {}
}
