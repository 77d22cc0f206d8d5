package dev.chalkstream.internal.instance;

import dev.chalkstream.NodeBusyException;
import dev.chalkstream.internal.metrics.OperationTimers;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Bounds how many changes are on their way to the store, of whatever kind. Each holds a thread of
 * the caller's, of which some must be left for viewers when the store hangs. Nobody waits here: a
 * change for which no place is left is refused. Safe for many threads.
 */
final class WriteGate {

  /** So many segments, playlists and completions may be on their way to the store. */
  static final int MOST_AT_ONCE = 128;

  /** So many takedowns besides, since an operator must be able to end the flood. */
  static final int MOST_TAKEDOWNS = 8;

  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Semaphore takedowns = new Semaphore(MOST_TAKEDOWNS);

  /** Makes a change if there is a place left. */
  <T, E extends Exception> T pass(OperationTimers.Call<T, E> change) throws IOException, E {
    return pass(places, MOST_AT_ONCE, change);
  }

  /** Takes a stream down if there is a place left among those for that. */
  <T, E extends Exception> T takeDown(OperationTimers.Call<T, E> change) throws IOException, E {
    return pass(takedowns, MOST_TAKEDOWNS, change);
  }

  private static <T, E extends Exception> T pass(
      Semaphore places, int most, OperationTimers.Call<T, E> change) throws IOException, E {
    if (!places.tryAcquire()) {
      throw new NodeBusyException(
          "as many changes as may be, " + most + ", are on their way to the store already");
    }
    try {
      return change.run();
    } finally {
      places.release();
    }
  }
}
