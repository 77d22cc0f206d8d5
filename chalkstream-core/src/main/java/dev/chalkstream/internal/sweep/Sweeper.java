package dev.chalkstream.internal.sweep;

import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.node.StreamEvents;
import dev.chalkstream.internal.node.StreamHead;
import dev.chalkstream.internal.node.StreamObserver;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.resource.StreamsAtWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what no request asks for: completes and expires streams that nobody watches, deletes what is
 * due. It knows of every stream that this node has served when something is due there; {@link
 * StoreScan} finds the others. Any number of nodes may sweep the same store. Safe for many threads.
 */
public final class Sweeper implements StreamObserver {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  /** A live stream's appends delete what is due; the sweeper only looks after them. */
  private static final Duration APPENDS_DELETE_WITHIN = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final StreamEvents events;
  private final DueStreams changes =
      new DueStreams(StreamHead::writeDownWhatIsDue, StreamView::nextDue);
  private final DueStreams deletions =
      new DueStreams(StreamHead::deleteWhatIsDue, Sweeper::deletionAt);
  private final Map<StreamId, Stall> stalls = new ConcurrentHashMap<>();
  private final StreamsAtWork checked = new StreamsAtWork();

  /**
   * That a stream stalls if nothing comes.
   *
   * @param due when, by the node's time
   * @param lastSegmentAt the time of the segment that came last, by the stream's
   */
  private record Stall(Instant due, Instant lastSegmentAt) {}

  public Sweeper(InstantSource clock, StreamEvents events) {
    this.clock = clock;
    this.events = events;
  }

  @Override
  public void changed(@Nullable StreamView before, StreamView after) {
    changes.schedule(after);
    deletions.schedule(after);
    Stall stall = stallOf(after);
    // A stall that was told is not told again because something else has changed, or because the
    // node has forgotten the stream for a while.
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

  /**
   * Writes down what time has made true, and tells of stalls. Nothing is deleted.
   *
   * @param workers do both, so that a stream whose manifest does not come holds up no other
   */
  void tick(Function<StreamId, StreamHead> heads, Executor workers) {
    Instant now = clock.instant();
    changes.run(heads, now, workers);
    stalls.forEach(
        (stream, stall) -> {
          if (!now.isBefore(stall.due())) {
            checked.begin(stream, () -> checkStall(heads.apply(stream), stall), workers);
          }
        });
  }

  /**
   * Deletes what is due.
   *
   * @param workers do it, one stream each, for as long as that takes
   */
  void delete(Function<StreamId, StreamHead> heads, Executor workers) {
    deletions.run(heads, clock.instant(), workers);
  }

  /** Another node may have taken a segment, so the store is asked before anything is said. */
  private void checkStall(StreamHead head, Stall stall) {
    StreamId stream = head.stream();
    try {
      boolean stalled = isSame(stall, stallOf(head.current()));
      if (stalls.remove(stream, stall) && stalled) {
        events.stalled(stream);
      }
    } catch (Throwable e) { // as above
      LOG.debug("Whether stream {} has stalled cannot be told now", stream, e);
    }
  }

  private static Instant deletionAt(StreamView view) {
    Manifest manifest = view.manifest();
    if (manifest == null) {
      return Instant.MAX;
    }
    Instant due = view.clock().nodeTime(manifest.ledger().firstDue());
    return manifest.state() == StreamStatus.State.LIVE && !due.equals(Instant.MAX)
        ? due.plus(APPENDS_DELETE_WITHIN)
        : due;
  }
}
