package dev.chalkstream.internal.node;

import dev.chalkstream.StreamId;
import dev.chalkstream.StreamListener;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Window;
import dev.chalkstream.internal.metrics.Counters;
import dev.chalkstream.internal.resource.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what has happened to streams by comparing revisions, logs it, and tells the listener on
 * a thread of its own. Safe for many threads.
 */
public final class StreamEvents implements StreamObserver, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StreamEvents.class);
  private static final FaultLog FAULTS = new FaultLog(LOG);
  private static final int QUEUE_LENGTH = 1_024;
  private static final long LOGGED_DROPS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final StreamListener listener;
  private final Counters metrics;
  private final AtomicLong dropped = new AtomicLong();
  private final DaemonThreads threads = DaemonThreads.named("chalkstream-events");
  private final ThreadPoolExecutor teller;

  /**
   * Makes the events of an instance.
   *
   * @param listener is told on another thread
   * @param metrics is told at once, since it is quick
   */
  public StreamEvents(StreamListener listener, Counters metrics) {
    this.listener = listener;
    this.metrics = metrics;
    this.teller =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_LENGTH), threads);
  }

  @Override
  public void changed(@Nullable StreamView before, StreamView after) {
    Manifest present = after.manifest();
    metrics.seen(after.stream(), present != null && present.state() == State.LIVE);
    if (before == null || present == null) {
      return;
    }
    StreamId stream = after.stream();
    Manifest former = before.manifest();
    if (former == null) {
      LOG.info("Stream {} has started", stream);
      tell(to -> to.started(stream));
      listed(stream, present.window(), present.window().headSequence());
      return;
    }
    if (former.state() != State.LIVE && present.state() == State.LIVE) {
      LOG.info("Stream {} is live again", stream);
      tell(to -> to.resumed(stream));
    }
    listed(stream, present.window(), former.window().nextSequence());
    ended(stream, former.state(), present.state());
    warnOfTargetDuration(stream, former, present);
  }

  /** A live stream has had no segment for one and a half target durations. */
  public void stalled(StreamId stream) {
    LOG.info("Stream {} has stalled", stream);
    tell(to -> to.stalled(stream));
  }

  /** After how long without a segment a stream has stalled, or empty if it is not live. */
  public static Optional<Duration> patience(Manifest manifest) {
    return Optional.ofNullable(manifest.targetDuration())
        .filter(target -> manifest.state() == State.LIVE)
        .map(target -> target.toDuration().multipliedBy(3).dividedBy(2));
  }

  /** How many events the listener was not told, because it was too slow. */
  public long dropped() {
    return dropped.get();
  }

  /** Waits until all that has happened so far is told. */
  public void flush() throws InterruptedException {
    var told = new CountDownLatch(1);
    teller.execute(told::countDown);
    told.await();
  }

  /** Waits a little until what waits is told. The listener may be the one who closes. */
  @Override
  public void close() {
    teller.shutdown();
    threads.join(PATIENCE);
  }

  private void listed(StreamId stream, Window window, long from) {
    List<ListedSegment> head = window.head();
    for (long n = Math.max(from, window.headSequence()); n < window.nextSequence(); n++) {
      long number = n;
      ListedSegment segment = head.get((int) (n - window.headSequence()));
      if (!segment.isGap()) {
        tell(to -> to.segmentListed(stream, number, segment.duration(), segment.bytes()));
      }
    }
  }

  private void ended(StreamId stream, State former, State present) {
    if (former == State.LIVE && present != State.LIVE) {
      LOG.info("Stream {} is complete", stream);
      tell(to -> to.completed(stream));
    }
    if (former != State.EXPIRED && present == State.EXPIRED) {
      LOG.info("Stream {} has expired", stream);
      tell(to -> to.expired(stream));
    }
  }

  private static void warnOfTargetDuration(StreamId stream, Manifest former, Manifest present) {
    var before = former.targetDuration();
    var after = present.targetDuration();
    if (before != null && after != null && !before.equals(after)) {
      LOG.warn(
          "Stream {} has a segment longer than its target duration, which rises from {} to {} s;"
              + " players expect it not to change",
          stream,
          before.seconds(),
          after.seconds());
    }
  }

  private void tell(Consumer<StreamListener> event) {
    event.accept(metrics.events());
    if (listener.equals(StreamListener.NONE)) {
      return;
    }
    try {
      teller.execute(() -> run(event));
    } catch (RejectedExecutionException e) {
      if (teller.isShutdown()) {
        return;
      }
      metrics.eventDropped();
      long count = dropped.incrementAndGet();
      if (count % LOGGED_DROPS == 1) {
        LOG.warn("The stream listener is too slow: {} events have been dropped so far", count);
      }
    }
  }

  private void run(Consumer<StreamListener> event) {
    try {
      event.accept(listener);
    } catch (Throwable e) { // the next event is told whatever this one has met
      FAULTS.faultWithTrace(e, "The stream listener has failed");
    }
  }
}
