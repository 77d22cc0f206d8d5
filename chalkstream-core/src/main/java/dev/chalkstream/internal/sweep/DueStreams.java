package dev.chalkstream.internal.sweep;

import dev.chalkstream.StreamId;
import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.node.StreamHead;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.resource.Damage;
import dev.chalkstream.internal.resource.HeapShare;
import dev.chalkstream.internal.resource.StreamsAtWork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When one kind of work is due in each stream. It is done for one stream once at a time, and what
 * fails is tried again. Safe for many threads.
 */
final class DueStreams {

  private static final Logger LOG = LoggerFactory.getLogger(DueStreams.class);
  private static final FaultLog FAULTS = new FaultLog(LOG);

  private static final Duration RETRY = Duration.ofSeconds(5);

  private static final int SCHEDULED_BYTES = 256;

  /** Of more streams than that it does not know when something is due: the scan finds them. */
  private static final int MAX_SCHEDULED =
      HeapShare.SCHEDULE.entries(SCHEDULED_BYTES, Integer.MAX_VALUE) / 2;

  private final Work work;
  private final Function<StreamView, Instant> next;
  private final Map<StreamId, Instant> times = new ConcurrentHashMap<>();
  private final StreamsAtWork atWork = new StreamsAtWork();

  /** What is done when it is due. */
  interface Work {

    /** Does it, and tells what the stream is like after that. */
    StreamView run(StreamHead head) throws IOException;
  }

  /**
   * Begins with nothing that is due.
   *
   * @param next when the work is due next, by the node's time; {@link Instant#MAX} for never
   */
  DueStreams(Work work, Function<StreamView, Instant> next) {
    this.work = work;
    this.next = next;
  }

  /** Takes note of a stream as it is now. */
  void schedule(StreamView view) {
    StreamId stream = view.stream();
    Instant at = next.apply(view);
    if (at.equals(Instant.MAX)) {
      times.remove(stream);
    } else if (times.size() < MAX_SCHEDULED || times.containsKey(stream)) {
      times.put(stream, at);
    }
  }

  /**
   * Has done what is due.
   *
   * @param workers do it; where they take it for later, a stream that hangs holds up no other
   */
  void run(Function<StreamId, StreamHead> heads, Instant now, Executor workers) {
    times.forEach(
        (stream, due) -> {
          if (!now.isBefore(due)) {
            atWork.begin(stream, () -> work(stream, heads, now), workers);
          }
        });
  }

  private void work(StreamId stream, Function<StreamId, StreamHead> heads, Instant now) {
    Instant retry = now.plus(RETRY);
    times.put(stream, retry);
    try {
      Instant at = next.apply(work.run(heads.apply(stream)));
      // What an append has scheduled meanwhile stays; what could not be done waits for the retry.
      if (at.equals(Instant.MAX)) {
        times.remove(stream, retry);
      } else if (at.isAfter(retry)) {
        times.replace(stream, retry, at);
      }
    } catch (Throwable e) { // whatever it was, the other streams have their turn
      if (Damage.isIn(e)) {
        LOG.debug("Stream {} could not be swept, and its head has said why", stream, e);
      } else {
        FAULTS.fault(e, "Stream {} could not be swept, and will be soon: {}", stream, e.toString());
      }
    }
  }
}
