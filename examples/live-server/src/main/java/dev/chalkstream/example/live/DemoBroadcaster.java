package dev.chalkstream.example.live;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broadcasts the demo's clip, at the pace at which it plays, through the public HTTP interface.
 *
 * <p>The first segments go up at once, so that a player has enough to start with. Safe for use by
 * many threads.
 */
final class DemoBroadcaster implements AutoCloseable {

  /** How many segments a player likes to see before it starts. */
  static final int HEAD_START = 3;

  private static final Logger LOG = LoggerFactory.getLogger(DemoBroadcaster.class);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_LAG = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final IngestClient client;
  private final InstantSource clock;
  private final DemoClip clip = DemoClip.load();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "demo");

  private long sequence;
  private byte[] segment = clip.next();
  private Instant due;

  DemoBroadcaster(IngestClient client, InstantSource clock) {
    this.client = Objects.requireNonNull(client, "client");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.due = clock.instant().minus(DemoClip.SEGMENT_DURATION.multipliedBy(HEAD_START - 1L));
    thread.setDaemon(true);
  }

  /**
   * Starts broadcasting on a thread of its own.
   *
   * @param client publishes to the server
   * @param clock sets the pace
   * @return the broadcaster, which the caller closes
   */
  static DemoBroadcaster start(IngestClient client, InstantSource clock) {
    DemoBroadcaster broadcaster = new DemoBroadcaster(client, clock);
    broadcaster.thread.start();
    return broadcaster;
  }

  /** A session that nobody else can guess, so that nobody else can publish to the demo. */
  static SessionId newSession() {
    return SessionId.of("demo-" + UUID.randomUUID());
  }

  /** Where the demo is seen. */
  StreamId stream() {
    return client.stream();
  }

  /** Stops broadcasting and ends the stream. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(PATIENCE.toMillis());
      client.complete();
    } catch (IOException e) {
      LOG.warn("The demo's end could not be told to the server: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      Duration pause = step();
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Publishes the next segment if it is time, and otherwise does nothing.
   *
   * @return how long to wait before the next step
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  Duration step() throws InterruptedException {
    Instant now = clock.instant();
    if (now.isBefore(due)) {
      return Duration.between(now, due);
    }
    try {
      client.publish(sequence, DemoClip.SEGMENT_DURATION, segment);
    } catch (IOException e) {
      LOG.warn("The demo's segment {} goes up again: {}", sequence, e.toString());
      return RETRY_PAUSE;
    }
    sequence++;
    segment = clip.next();
    due = nextDue(now);
    return Duration.ZERO;
  }

  /** A broadcaster that has slept for long does not catch up on all that it missed. */
  private Instant nextDue(Instant now) {
    Instant next = due.plus(DemoClip.SEGMENT_DURATION);
    Instant earliest = now.minus(MAX_LAG);
    return next.isBefore(earliest) ? earliest : next;
  }
}
