package dev.chalkstream.internal.node;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.chalkstream.StreamId;
import java.time.Duration;
import java.util.function.Function;

/**
 * The streams that a node knows at present, bounded by the memory that they take up. Those that
 * nobody asks for go first.
 *
 * <p>To lose one is to lose what can be read again. Whoever is at work on it goes on, and from then
 * on is to the stream as another node would be. Safe for many threads.
 */
public final class StreamHeads {

  private static final Duration IDLE_TIME = Duration.ofMinutes(5);

  /** One that is larger counts as this part of the room, or it would be read for each request. */
  private static final int LARGEST_PART = 2;

  private final long limit;
  private final LoadingCache<StreamId, StreamHead> heads;

  /**
   * Knows no streams yet.
   *
   * @param limit how many bytes they may take up
   * @param make makes what is known of a stream, of which nothing is read yet
   */
  public StreamHeads(long limit, Function<StreamId, StreamHead> make) {
    this.limit = limit;
    this.heads =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .expireAfterAccess(IDLE_TIME)
            .maximumWeight(limit)
            .weigher((StreamId stream, StreamHead head) -> weight(head))
            .build(make::apply);
  }

  public StreamHead get(StreamId stream) {
    return heads.get(stream);
  }

  /** Notes that what is held of a stream may take up more or less than before. */
  public void weigh(StreamId stream) {
    StreamHead head = heads.getIfPresent(stream);
    if (head != null) {
      heads.asMap().replace(stream, head, head);
    }
  }

  /** How many bytes the streams take up, about. */
  public long bytes() {
    return heads.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private int weight(StreamHead head) {
    return (int) Math.min(head.bytes(), Math.min(limit / LARGEST_PART, Integer.MAX_VALUE));
  }
}
