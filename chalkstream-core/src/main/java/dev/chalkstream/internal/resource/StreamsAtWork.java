package dev.chalkstream.internal.resource;

import dev.chalkstream.StreamId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Hands out work on streams, so that it is done for one stream once at a time. Safe for many
 * threads.
 */
public final class StreamsAtWork {

  private final Set<StreamId> streams = ConcurrentHashMap.newKeySet();

  /**
   * Hands out work on a stream, unless work on it is on its way already.
   *
   * @param workers do it, at once or later
   */
  public void begin(StreamId stream, Runnable work, Executor workers) {
    if (!streams.add(stream)) {
      return;
    }
    boolean taken = false;
    try {
      workers.execute(() -> run(stream, work));
      taken = true;
    } finally {
      if (!taken) { // for want of a thread, and the stream has its turn again
        streams.remove(stream);
      }
    }
  }

  private void run(StreamId stream, Runnable work) {
    try {
      work.run();
    } finally {
      streams.remove(stream);
    }
  }
}
