package dev.chalkstream;

import dev.chalkstream.SegmentRejectedException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
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
 */
public final class ChalkstreamMetrics {

  /** What takes time. */
  public enum Operation {
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

  private final boolean on;
  private final LongAdder started = new LongAdder();
  private final LongAdder stalled = new LongAdder();
  private final LongAdder resumed = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Set<StreamId> live = ConcurrentHashMap.newKeySet();
  private final LongAdder listed = new LongAdder();
  private final LongAdder listedBytes = new LongAdder();
  private final LongAdder listedNanos = new LongAdder();
  private final Tally<IngestResult> taken = new Tally<>(IngestResult.class);
  private final Tally<Reason> rejected = new Tally<>(Reason.class);
  private final LongAdder playlists = new LongAdder();
  private final LongAdder fromMemory = new LongAdder();
  private final LongAdder fromStore = new LongAdder();
  private final LongAdder corrections = new LongAdder();
  private final OperationTimers timers = new OperationTimers();
  private final StreamListener events = new Events();

  /** Begins at zero. */
  public ChalkstreamMetrics() {
    this(true);
  }

  private ChalkstreamMetrics(boolean on) {
    this.on = on;
  }

  /** For an instance that nobody watches. */
  static ChalkstreamMetrics off() {
    return new ChalkstreamMetrics(false);
  }

  boolean isOn() {
    return on;
  }

  /**
   * Has the duration of each operation told to somebody else too, from now on: in nanoseconds, at
   * once, and by the thread that has done it.
   *
   * @param recorder is quick, safe for many threads, and throws nothing
   */
  public void recordTo(ObjLongConsumer<Operation> recorder) {
    timers.recordTo(recorder);
  }

  /**
   * How many streams have started: their first segment was taken.
   *
   * @return the number of events
   */
  public long streamsStarted() {
    return started.sum();
  }

  /**
   * How many times a stream has stalled: it was live, and nothing came for one and a half target
   * durations.
   *
   * @return the number of events
   */
  public long streamsStalled() {
    return stalled.sum();
  }

  /**
   * How many times a stream was resumed that was complete or expired.
   *
   * @return the number of events
   */
  public long streamsResumed() {
    return resumed.sum();
  }

  /**
   * How many times a stream has become complete.
   *
   * @return the number of events
   */
  public long streamsCompleted() {
    return completed.sum();
  }

  /**
   * How many times a stream has expired.
   *
   * @return the number of events
   */
  public long streamsExpired() {
    return expired.sum();
  }

  /**
   * How many streams are live, of those that the instance serves; one that only other instances
   * serve is not among them. The end of a stream elsewhere shows within the completion timeout.
   *
   * @return the number at present
   */
  public long streamsLive() {
    return live.size();
  }

  /**
   * How many events the instance's listener was not told because it is too slow.
   *
   * @return the number of events
   */
  public long eventsDropped() {
    return dropped.sum();
  }

  /**
   * How many segments were listed, without gaps.
   *
   * @return the number of events
   */
  public long segmentsListed() {
    return listed.sum();
  }

  /**
   * The size of all segments that were listed.
   *
   * @return the number of bytes
   */
  public long bytesListed() {
    return listedBytes.sum();
  }

  /**
   * For how long all segments play that were listed.
   *
   * @return the sum of their durations
   */
  public Duration mediaListed() {
    return Duration.ofNanos(listedNanos.sum());
  }

  /**
   * How many uploads were taken.
   *
   * @param result what has become of them
   * @return the number of uploads
   */
  public long uploadsTaken(IngestResult result) {
    return taken.sum(result);
  }

  /**
   * How many uploads were refused for a reason of their own. What is refused before its body is
   * read, as for want of a token, is not among them.
   *
   * @param reason why
   * @return the number of uploads
   */
  public long uploadsRejected(Reason reason) {
    return rejected.sum(reason);
  }

  /**
   * How many playlists were handed out, those of the waiting room and those that the viewer turned
   * out to have included.
   *
   * @return the number of playlists
   */
  public long playlistsHandedOut() {
    return playlists.sum();
  }

  /**
   * How many segments were opened that were in memory.
   *
   * @return the number of segments
   */
  public long segmentsFromMemory() {
    return fromMemory.sum();
  }

  /**
   * How many segments were opened that had to be asked of the store; where several viewers ask for
   * the same at once, each counts, although it is read once.
   *
   * @return the number of segments
   */
  public long segmentsFromStore() {
    return fromStore.sum();
  }

  /**
   * How many times the date of the instance was found to be more than a second off the store's, and
   * was corrected.
   *
   * @return the number of corrections
   */
  public long clockCorrections() {
    return corrections.sum();
  }

  /**
   * How many operations have ended, in whichever way.
   *
   * @param operation of which kind
   * @return the number of operations
   */
  public long count(Operation operation) {
    return timers.of(operation).count();
  }

  /**
   * How many operations have ended because the store was at fault, or had no answer in time.
   *
   * @param operation of which kind
   * @return the number of operations
   */
  public long faults(Operation operation) {
    return timers.of(operation).faults();
  }

  /**
   * How long the operations that have ended took, all together.
   *
   * @param operation of which kind
   * @return the sum of their durations
   */
  public Duration total(Operation operation) {
    return Duration.ofNanos(timers.of(operation).total());
  }

  /**
   * How long the longest operation took that has ended.
   *
   * @param operation of which kind
   * @return its duration, or zero if there was none
   */
  public Duration longest(Operation operation) {
    return Duration.ofNanos(timers.of(operation).longest());
  }

  /** Counts the events of streams. It is quick, and safe for many threads. */
  StreamListener events() {
    return events;
  }

  /** Notes whether a stream is live, whenever another revision of it is seen. */
  void seen(StreamId stream, boolean isLive) {
    if (on && isLive) {
      live.add(stream);
    } else {
      live.remove(stream);
    }
  }

  void eventDropped() {
    dropped.increment();
  }

  void clockCorrected() {
    corrections.increment();
  }

  void playlistHandedOut() {
    if (on) {
      playlists.increment();
    }
  }

  void segmentOpened(boolean wasInMemory) {
    if (on) {
      (wasInMemory ? fromMemory : fromStore).increment();
    }
  }

  /** Takes an upload, and counts what becomes of it. */
  IngestResult ingest(OperationTimers.Call<IngestResult, SegmentRejectedException> upload)
      throws SegmentRejectedException, IOException {
    try {
      IngestResult result = time(Operation.INGEST, upload);
      taken.count(result);
      return result;
    } catch (SegmentRejectedException e) {
      rejected.count(e.reason());
      throw e;
    }
  }

  /** Does something and takes the time. */
  <T, E extends Exception> T time(Operation operation, OperationTimers.Call<T, E> call)
      throws IOException, E {
    return on ? timers.time(operation, call) : call.run();
  }

  private final class Events implements StreamListener {

    @Override
    public void started(StreamId stream) {
      started.increment();
    }

    @Override
    public void segmentListed(StreamId stream, long mediaSequence, Duration duration, long bytes) {
      listed.increment();
      listedBytes.add(bytes);
      listedNanos.add(duration.toNanos());
    }

    @Override
    public void stalled(StreamId stream) {
      stalled.increment();
    }

    @Override
    public void resumed(StreamId stream) {
      resumed.increment();
    }

    @Override
    public void completed(StreamId stream) {
      completed.increment();
    }

    @Override
    public void expired(StreamId stream) {
      expired.increment();
    }
  }
}
