package dev.chalkstream;

import dev.chalkstream.internal.log.FaultLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what nobody asks for: completes and expires streams that nobody watches, deletes what is
 * due. It knows of every stream that this node has served when something is due there; {@link
 * StoreScan} finds the others. Any number of nodes may sweep the same store. Safe for many threads.
 */
final class Sweeper implements StreamObserver {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final FaultLog FAULTS = new FaultLog(LOG);

  /** A live stream's appends delete what is due; the sweeper only looks after them. */
  private static final Duration APPENDS_DELETE_WITHIN = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofSeconds(5);

  private static final int SCHEDULED_BYTES = 256;

  /** Of more streams than that it does not know when something is due: the scan finds them. */
  private static final int MAX_SCHEDULED =
      HeapShare.SCHEDULE.entries(SCHEDULED_BYTES, Integer.MAX_VALUE);

  private final InstantSource clock;
  private final StreamEvents events;
  private final Map<StreamId, Instant> sweeps = new ConcurrentHashMap<>();
  private final Map<StreamId, Stall> stalls = new ConcurrentHashMap<>();

  /**
   * That a stream stalls if nothing comes.
   *
   * @param due when, by the node's time
   * @param lastSegmentAt the time of the segment that came last, by the stream's
   */
  private record Stall(Instant due, Instant lastSegmentAt) {}

  Sweeper(InstantSource clock, StreamEvents events) {
    this.clock = clock;
    this.events = events;
  }

  @Override
  public void changed(@Nullable StreamView before, StreamView after) {
    schedule(sweeps, after.stream(), sweepAt(after));
    Stall stall = stallOf(after);
    // A stall that was told is not told again because something else has changed, or because the
    // stream has been out of this node's mind.
    boolean news =
        before == null
            ? stall != null && stall.due().isAfter(clock.instant())
            : !isSame(stall, stallOf(before));
    if (news && stall == null) {
      stalls.remove(after.stream());
    } else if (news) {
      stalls.put(after.stream(), stall);
    }
  }

  private static @Nullable Stall stallOf(StreamView view) {
    Manifest manifest = view.manifest();
    return manifest == null
        ? null
        : StreamEvents.patience(manifest)
            .map(
                patience ->
                    new Stall(view.clock().silentSince().plus(patience), manifest.lastSegmentAt()))
            .orElse(null);
  }

  private static boolean isSame(@Nullable Stall one, @Nullable Stall other) {
    return one == null || other == null
        ? one == other
        : one.lastSegmentAt().equals(other.lastSegmentAt());
  }

  /** Does what is due. */
  void tick(Function<StreamId, StreamHead> heads) {
    Instant now = clock.instant();
    sweeps.forEach(
        (stream, due) -> {
          if (!now.isBefore(due)) {
            sweep(stream, heads.apply(stream), now);
          }
        });
    stalls.forEach(
        (stream, stall) -> {
          if (!now.isBefore(stall.due())) {
            checkStall(stream, heads.apply(stream), stall);
          }
        });
  }

  private void sweep(StreamId stream, StreamHead head, Instant now) {
    Instant retry = now.plus(RETRY);
    sweeps.put(stream, retry);
    try {
      Instant next = sweepAt(head.sweep());
      // What an append has scheduled meanwhile stays; what could not be done waits for the retry.
      if (next.equals(Instant.MAX)) {
        sweeps.remove(stream, retry);
      } else if (next.isAfter(retry)) {
        sweeps.replace(stream, retry, next);
      }
    } catch (Throwable e) { // whatever it was, the other streams are swept
      if (Damage.isIn(e)) {
        LOG.debug("Stream {} could not be swept, and its head has said why", stream, e);
      } else {
        FAULTS.fault(e, "Stream {} could not be swept, and will be soon: {}", stream, e.toString());
      }
    }
  }

  /** Another node may have taken a segment, so the store is asked before anything is said. */
  private void checkStall(StreamId stream, StreamHead head, Stall stall) {
    try {
      boolean stalled = isSame(stall, stallOf(head.current()));
      if (stalls.remove(stream, stall) && stalled) {
        events.stalled(stream);
      }
    } catch (Throwable e) { // as above
      LOG.debug("Whether stream {} has stalled cannot be told now", stream, e);
    }
  }

  private static Instant sweepAt(StreamView view) {
    Manifest manifest = view.manifest();
    if (manifest == null) {
      return Instant.MAX;
    }
    Instant deletion = view.clock().nodeTime(manifest.ledger().firstDue());
    if (manifest.state() == StreamStatus.State.LIVE && !deletion.equals(Instant.MAX)) {
      deletion = deletion.plus(APPENDS_DELETE_WITHIN);
    }
    return deletion.isBefore(view.nextDue()) ? deletion : view.nextDue();
  }

  private static void schedule(Map<StreamId, Instant> times, StreamId stream, Instant at) {
    if (at.equals(Instant.MAX)) {
      times.remove(stream);
    } else if (times.size() < MAX_SCHEDULED || times.containsKey(stream)) {
      times.put(stream, at);
    }
  }
}
