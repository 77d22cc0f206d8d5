package dev.chalkstream.internal.time;

import dev.chalkstream.internal.metrics.Counters;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store what time it has, since that is the one clock that all nodes share, and corrects
 * the node's by it. It tells its time by when it has stored a key that is thrown away. Safe for
 * many threads.
 */
public final class StoreTime {

  private static final Logger LOG = LoggerFactory.getLogger(StoreTime.class);

  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Duration RETRY = Duration.ofSeconds(10);

  /** A wall clock that has moved by more than this was set, or the machine has slept. */
  private static final Duration JUMP = Duration.ofSeconds(1);

  /**
   * That it was asked.
   *
   * @param at when, by the node's time
   * @param wallOffset how far the wall clock was from that
   * @param failed whether there is no answer, or none yet
   */
  private record Asked(Instant at, Duration wallOffset, boolean failed) {}

  private final BlobStore store;
  private final BlobKey key;
  private final NodeClock clock;
  private final Counters metrics;
  private volatile @Nullable Asked latest;

  /**
   * Makes what asks a store for one node.
   *
   * @param node the name of the node, unique among all
   * @param clock is corrected
   */
  public StoreTime(BlobStore store, String node, NodeClock clock, Counters metrics) {
    this.store = store;
    this.key = BlobKey.throwaway(node);
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Asks if the store has not told it yet, or waits for the answer: before this node writes
   * anything that has a date.
   */
  public void settle() {
    if (!clock.knowsStoreTime()) {
      askIfDue();
    }
  }

  /** Whether it is time to ask: now and then, after a failure, and when the wall clock was set. */
  boolean isDue() {
    Asked last = latest;
    if (last == null) {
      return true;
    }
    Duration since = Duration.between(last.at(), clock.instant());
    return last.failed()
        ? since.compareTo(RETRY) >= 0
        : since.compareTo(INTERVAL) >= 0
            || wallOffset().minus(last.wallOffset()).abs().compareTo(JUMP) > 0;
  }

  /** Has another thread ask if it is due, since the store may be slow. */
  public void askIfDue(Executor others) {
    if (isDue()) {
      others.execute(this::askIfDue);
    }
  }

  /** Asks if it is due, once others who do have their answer. */
  public synchronized void askIfDue() {
    if (!isDue()) {
      return;
    }
    try {
      ask();
    } catch (IOException | RuntimeException e) {
      clock.followWall();
      LOG.debug("The store does not tell its time", e);
    }
  }

  /**
   * Asks now.
   *
   * @return the store's time
   * @throws IOException if it is at fault
   */
  public synchronized Instant ask() throws IOException {
    Instant asked = clock.instant();
    latest = new Asked(asked, wallOffset(), true);
    // Critical, since a scan is what finds the expired blobs of a full store after a restart.
    store.putIf(key, BlobContent.critical(new byte[0]), PutCondition.always());
    Instant answered = clock.instant();
    try {
      Instant stored =
          store
              .head(key)
              .map(BlobInfo::lastModified)
              .orElseThrow(
                  () -> new IOException("the store does not show what was just put there"));
      note(clock.correct(stored, asked, answered));
      latest = new Asked(asked, wallOffset(), false);
      return stored;
    } finally {
      store.delete(key);
    }
  }

  private Duration wallOffset() {
    return Duration.between(clock.instant(), clock.wall());
  }

  private void note(Duration wrong) {
    if (wrong.isZero()) {
      return;
    }
    metrics.clockCorrected();
    LOG.warn(
        "The clock of this node is {} {} that of the store; streams go by the store's. Have the"
            + " clocks of all machines set by NTP",
        wrong.abs(),
        wrong.isNegative() ? "behind" : "ahead of");
  }
}
