package dev.chalkstream.internal.node;

import dev.chalkstream.StreamId;
import org.jspecify.annotations.Nullable;

/** Is told how streams change, in order for each stream. Must be quick: a lock is held. */
public interface StreamObserver {

  /** Takes note of nothing. */
  StreamObserver NONE = (before, after) -> {};

  /**
   * A node has read or written another revision of a stream than it knew.
   *
   * @param before the stream as it was known, or null if it was not
   * @param after the stream as it is
   */
  void changed(@Nullable StreamView before, StreamView after);

  /**
   * A node holds more or less of a stream than before, beside its revision.
   *
   * @param stream the stream
   */
  default void held(StreamId stream) {}
}
