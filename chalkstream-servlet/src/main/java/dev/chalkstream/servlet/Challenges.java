package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells the 401 that is a step on the way from the one that is a refusal. A client that has a user
 * and a password may send each request without them first, to be told how it may present them (RFC
 * 9110, section 11.6.1), and then with them. Safe for many threads.
 */
final class Challenges {

  private static final int MOST_STREAMS = 1_000;

  /** An encoder has a few connections, each of which may be about to say who it is. */
  private static final int MOST_OPEN = 4;

  private final Map<StreamId, Integer> open =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, Integer> eldest) {
          return size() > MOST_STREAMS;
        }
      };

  /** Notes that a user and a password were good for a stream. */
  synchronized void met(StreamId stream) {
    open.put(stream, 0);
  }

  /**
   * Notes a 401 to a request without credentials.
   *
   * @return whether it is a challenge: others of this stream have been met, and not too many since
   *     were not
   */
  synchronized boolean isOne(StreamId stream) {
    Integer before = open.get(stream);
    if (before == null || before >= MOST_OPEN) {
      return false;
    }
    open.put(stream, before + 1);
    return true;
  }
}
