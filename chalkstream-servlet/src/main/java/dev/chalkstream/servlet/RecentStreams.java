package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Streams of which something was noted, the latest of them. Safe for many threads. */
final class RecentStreams {

  private static final int MOST = 1_000;

  private final Duration memory;
  private final InstantSource clock;
  private final Map<StreamId, Instant> latest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, Instant> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Knows no streams yet.
   *
   * @param memory for how long a stream is known after it was noted
   * @param clock says what time it is
   */
  RecentStreams(Duration memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /** Notes a stream, and tells whether it was not known. */
  synchronized boolean note(StreamId stream) {
    Instant now = clock.instant();
    Instant before = latest.put(stream, now);
    return before == null || before.plus(memory).isBefore(now);
  }
}
