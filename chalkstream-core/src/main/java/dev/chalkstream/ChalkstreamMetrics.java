package dev.chalkstream;

import dev.chalkstream.SegmentRejectedException.Reason;
import java.time.Duration;
import java.util.function.ObjLongConsumer;

/**
 * Numbers to watch of one {@link Chalkstream}: what has happened to its streams, what it has taken
 * and handed out, and for how long that and the store have taken. Give it to {@link
 * ChalkstreamBuilder#metrics}. All counts begin at zero with this object and only grow.
 *
 * <p>It is told the events of streams at once and misses none, whatever becomes of the instance's
 * own {@linkplain ChalkstreamBuilder#listener listener}. Where several instances share a store,
 * each counts the events that it notices, so that the sum over all instances counts a stream more
 * than once. Uploads, playlists, opened segments and durations are the instance's own, and may be
 * added up.
 *
 * <p>Calls of the store by which an instance learns the time are not counted.
 *
 * <p>Safe for use by many threads. What is read while others count may be a moment old, and two
 * numbers that are read one after another need not agree. When the instance is closed, they stay as
 * they are.
 *
 * <p>Do not implement this interface: a builder takes only what {@link #create} has made, and later
 * versions add methods.
 */
public interface ChalkstreamMetrics {

  /** What takes time. */
  enum Operation {
    /** Taking an upload, from when its body is there until it is stored and listed, or refused. */
    INGEST,
    /** Finding the playlist that a viewer is handed. */
    PLAYLIST,
    /** Opening a segment, without sending it. */
    SEGMENT,
    /** A call of the store that opens a blob; reading on is not counted. */
    STORE_GET,
    /** A call of the store that writes a blob, whether the condition held or not. */
    STORE_PUT,
    /** A call of the store that asks for what is known of a blob. */
    STORE_HEAD,
    /** A call of the store that begins a listing; going through it is not counted. */
    STORE_LIST,
    /** A call of the store that deletes a blob. */
    STORE_DELETE
  }

  /**
   * Begins at zero.
   *
   * @return new numbers, for one instance
   */
  static ChalkstreamMetrics create() {
    return Implementation.of(ChalkstreamMetrics.class);
  }

  /**
   * Has the duration of each operation told to somebody else too, from now on: in nanoseconds, at
   * once, and by the thread that has done it.
   *
   * @param recorder is quick, safe for many threads, and throws nothing
   */
  void recordTo(ObjLongConsumer<Operation> recorder);

  /**
   * How many streams have started: their first segment was taken.
   *
   * @return the number of events
   */
  long streamsStarted();

  /**
   * How many times a stream has stalled: it was live, and nothing came for one and a half target
   * durations.
   *
   * @return the number of events
   */
  long streamsStalled();

  /**
   * How many times a stream was resumed that was complete or expired.
   *
   * @return the number of events
   */
  long streamsResumed();

  /**
   * How many times a stream has become complete.
   *
   * @return the number of events
   */
  long streamsCompleted();

  /**
   * How many times a stream has expired.
   *
   * @return the number of events
   */
  long streamsExpired();

  /**
   * How many streams are live, of those that the instance serves; one that only other instances
   * serve is not among them. The end of a stream elsewhere shows within the completion timeout.
   *
   * @return the number at present
   */
  long streamsLive();

  /**
   * How many events the instance's listener was not told because it is too slow.
   *
   * @return the number of events
   */
  long eventsDropped();

  /**
   * How many segments were listed, without gaps.
   *
   * @return the number of events
   */
  long segmentsListed();

  /**
   * The size of all segments that were listed.
   *
   * @return the number of bytes
   */
  long bytesListed();

  /**
   * For how long all segments play that were listed.
   *
   * @return the sum of their durations
   */
  Duration mediaListed();

  /**
   * How many uploads were taken.
   *
   * @param result what has become of them
   * @return the number of uploads
   */
  long uploadsTaken(IngestResult result);

  /**
   * How many uploads were refused for a reason of their own. What is refused before its body is
   * read, as for want of a token, is not among them.
   *
   * @param reason why
   * @return the number of uploads
   */
  long uploadsRejected(Reason reason);

  /**
   * How many playlists were handed out, those of the waiting room and those that the viewer turned
   * out to have included.
   *
   * @return the number of playlists
   */
  long playlistsHandedOut();

  /**
   * How many segments were opened that were in memory.
   *
   * @return the number of segments
   */
  long segmentsFromMemory();

  /**
   * How many segments were opened that had to be asked of the store; where several viewers ask for
   * the same at once, each counts, although it is read once.
   *
   * @return the number of segments
   */
  long segmentsFromStore();

  /**
   * How many times the date of the instance was found to be more than a second off the store's, and
   * was corrected.
   *
   * @return the number of corrections
   */
  long clockCorrections();

  /**
   * How many operations have ended, in whichever way.
   *
   * @param operation of which kind
   * @return the number of operations
   */
  long count(Operation operation);

  /**
   * How many operations have ended because the store was at fault, or had no answer in time.
   *
   * @param operation of which kind
   * @return the number of operations
   */
  long faults(Operation operation);

  /**
   * How long the operations that have ended took, all together.
   *
   * @param operation of which kind
   * @return the sum of their durations
   */
  Duration total(Operation operation);

  /**
   * How long the longest operation took that has ended.
   *
   * @param operation of which kind
   * @return its duration, or zero if there was none
   */
  Duration longest(Operation operation);
}
