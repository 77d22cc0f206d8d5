package dev.chalkstream.internal.metrics;

import dev.chalkstream.ChalkstreamMetrics;
import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/** Counts and times what an instance does. Safe for use by many threads. */
public final class Counters implements ChalkstreamMetrics {

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
  public Counters() {
    this(true);
  }

  private Counters(boolean on) {
    this.on = on;
  }

  /** For an instance that nobody watches. */
  public static Counters off() {
    return new Counters(false);
  }

  public boolean isOn() {
    return on;
  }

  @Override
  public void recordTo(ObjLongConsumer<Operation> recorder) {
    timers.recordTo(recorder);
  }

  @Override
  public long streamsStarted() {
    return started.sum();
  }

  @Override
  public long streamsStalled() {
    return stalled.sum();
  }

  @Override
  public long streamsResumed() {
    return resumed.sum();
  }

  @Override
  public long streamsCompleted() {
    return completed.sum();
  }

  @Override
  public long streamsExpired() {
    return expired.sum();
  }

  @Override
  public long streamsLive() {
    return live.size();
  }

  @Override
  public long eventsDropped() {
    return dropped.sum();
  }

  @Override
  public long segmentsListed() {
    return listed.sum();
  }

  @Override
  public long bytesListed() {
    return listedBytes.sum();
  }

  @Override
  public Duration mediaListed() {
    return Duration.ofNanos(listedNanos.sum());
  }

  @Override
  public long uploadsTaken(IngestResult result) {
    return taken.sum(result);
  }

  @Override
  public long uploadsRejected(Reason reason) {
    return rejected.sum(reason);
  }

  @Override
  public long playlistsHandedOut() {
    return playlists.sum();
  }

  @Override
  public long segmentsFromMemory() {
    return fromMemory.sum();
  }

  @Override
  public long segmentsFromStore() {
    return fromStore.sum();
  }

  @Override
  public long clockCorrections() {
    return corrections.sum();
  }

  @Override
  public long count(Operation operation) {
    return timers.of(operation).count();
  }

  @Override
  public long faults(Operation operation) {
    return timers.of(operation).faults();
  }

  @Override
  public Duration total(Operation operation) {
    return Duration.ofNanos(timers.of(operation).total());
  }

  @Override
  public Duration longest(Operation operation) {
    return Duration.ofNanos(timers.of(operation).longest());
  }

  /** Counts the events of streams. It is quick, and safe for many threads. */
  public StreamListener events() {
    return events;
  }

  /** Notes whether a stream is live, whenever another revision of it is seen. */
  public void seen(StreamId stream, boolean isLive) {
    if (on && isLive) {
      live.add(stream);
    } else {
      live.remove(stream);
    }
  }

  public void eventDropped() {
    dropped.increment();
  }

  public void clockCorrected() {
    corrections.increment();
  }

  public void playlistHandedOut() {
    if (on) {
      playlists.increment();
    }
  }

  public void segmentOpened(boolean wasInMemory) {
    if (on) {
      (wasInMemory ? fromMemory : fromStore).increment();
    }
  }

  /** Takes an upload, and counts what becomes of it. */
  public IngestResult ingest(OperationTimers.Call<IngestResult, SegmentRejectedException> upload)
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
  public <T, E extends Exception> T time(Operation operation, OperationTimers.Call<T, E> call)
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
