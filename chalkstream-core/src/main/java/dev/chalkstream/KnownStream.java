package dev.chalkstream;

import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.log.FaultLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a node knows of one stream. Reads and writes may overlap and end in any order: one that was
 * overtaken does not take back what the others have found. Safe for many threads.
 */
final class KnownStream {

  private static final FaultLog FAULTS = new FaultLog(LoggerFactory.getLogger(KnownStream.class));

  /** Half of the least target duration, for a stream that has none yet. */
  private static final Duration LONGEST_UNSETTLED = Duration.ofMillis(500);

  /**
   * A stream as it was known at a time.
   *
   * @param view the stream
   * @param asOf when the read or write began that showed it; it is not older than this
   */
  record State(StreamView view, Instant asOf) {}

  private final StreamId stream;
  private final Node node;
  private volatile @Nullable State latest;
  private volatile Instant failedAt = Instant.EPOCH;

  KnownStream(StreamId stream, Node node) {
    this.stream = stream;
    this.node = node;
  }

  /** The latest, or null if nothing is known. */
  @Nullable State latest() {
    return latest;
  }

  /**
   * For how long what was read may be shown: for the refresh interval, but not for longer than half
   * a target duration, because viewers may come again after that (section 6.3.4).
   */
  private Duration shelfLife(StreamView view) {
    Manifest manifest = view.manifest();
    TargetDuration target = manifest == null ? null : manifest.targetDuration();
    return atMost(target == null ? LONGEST_UNSETTLED : target.toDuration().dividedBy(2));
  }

  private Duration atMost(Duration longest) {
    return longest.compareTo(node.refreshInterval()) < 0 ? longest : node.refreshInterval();
  }

  /** Whether what is known may be shown to who asks at a time. */
  boolean isFresh(State known, Instant now) {
    Instant asOf = known.asOf();
    return !now.isBefore(asOf) && now.isBefore(asOf.plus(shelfLife(known.view())));
  }

  /** Whether the store was at fault a moment ago, so that asking again so soon is of no use. */
  boolean hasJustFailed() {
    Instant now = node.clock().instant();
    return !now.isBefore(failedAt) && now.isBefore(failedAt.plus(atMost(LONGEST_UNSETTLED)));
  }

  /** Notes that the store is at fault. */
  void failed(IOException fault) {
    failedAt = node.clock().instant();
    FAULTS.fault(
        fault, "Stream {} stays as it was, the store is at fault: {}", stream, fault.toString());
  }

  /**
   * Looks at the store.
   *
   * @return the stream as it is there, or as a later look has shown it meanwhile
   */
  State read() throws IOException {
    State before = latest;
    Instant asked = node.clock().instant();
    StreamView read = node.manifests().read(stream, before == null ? null : before.view());
    return learn(before, read, asked);
  }

  /**
   * Takes note of what was read or written.
   *
   * @param before what was known when that began
   * @param found the stream as the store showed it
   * @param asOf when the reading or writing began
   * @return the latest
   */
  synchronized State learn(@Nullable State before, StreamView found, Instant asOf) {
    State now = latest;
    StreamView former = now == null ? null : now.view();
    // Only when nothing was found meanwhile can it be that the store itself has gone back.
    if (now != null
        && former != null
        && !now.equals(before)
        && former.revision() > found.revision()) {
      return now;
    }
    StreamView kept = former != null && former.isSame(found) ? former : found;
    var fresh = new State(kept, asOf);
    latest = fresh;
    if (former == null || former.revision() != kept.revision()) {
      node.observer().changed(former, kept);
    }
    return fresh;
  }
}
