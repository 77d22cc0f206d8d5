package dev.chalkstream.internal.node;

import dev.chalkstream.StreamId;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.resource.Damage;
import dev.chalkstream.storage.DamagedBlobException;
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

  /** Why the manifest in the store cannot be read, if that is how it was found last. */
  private volatile @Nullable DamagedBlobException damage;

  private volatile long lostRevision;

  KnownStream(StreamId stream, Node node) {
    this.stream = stream;
    this.node = node;
  }

  /** The latest, or null if nothing is known. */
  @Nullable State latest() {
    return latest;
  }

  /** The manifest of the latest, or null if nothing is known of one. */
  @Nullable Manifest latestManifest() {
    State known = latest;
    return known == null ? null : known.view().manifest();
  }

  /**
   * For how long what was read may be shown: for the refresh interval, but not for longer than half
   * a target duration, because viewers may come again after that (section 6.3.4).
   */
  Duration shelfLife(StreamView view) {
    Manifest manifest = view.manifest();
    TargetDuration target = manifest == null ? null : manifest.targetDuration();
    return atMost(target == null ? LONGEST_UNSETTLED : target.toDuration().dividedBy(2));
  }

  private Duration atMost(Duration longest) {
    return longest.compareTo(node.refreshInterval()) < 0 ? longest : node.refreshInterval();
  }

  /** Whether what is known may be shown to a viewer who asks at a time. */
  boolean isFresh(State known, Instant now) {
    Instant asOf = known.asOf();
    return !now.isBefore(asOf) && now.isBefore(asOf.plus(shelfLife(known.view())));
  }

  /** The latest revision that this node has known and that the store has gone back behind, or 0. */
  long lostRevision() {
    return lostRevision;
  }

  /** Whether the store was at fault a moment ago, so that asking again so soon is of no use. */
  boolean hasJustFailed() {
    Instant now = node.clock().instant();
    return !now.isBefore(failedAt) && now.isBefore(failedAt.plus(atMost(LONGEST_UNSETTLED)));
  }

  /** Why the manifest in the store cannot be read, or null if it can, or nobody has tried. */
  @Nullable DamagedBlobException damage() {
    return damage;
  }

  /** Notes that the store is at fault. */
  void failed(IOException fault) {
    failedAt = node.clock().instant();
    if (!Damage.isIn(fault)) {
      FAULTS.fault(
          fault, "Stream {} stays as it was, the store is at fault: {}", stream, fault.toString());
    }
  }

  /**
   * Looks at the store.
   *
   * @return the stream as it is there, or as a later look has shown it meanwhile
   * @throws DamagedBlobException if there is a manifest that cannot be read, or none where this
   *     node has known one; what is known stays
   * @throws IOException if the store is at fault
   */
  State read() throws IOException {
    State before = latest;
    StreamView known = before == null ? null : before.view();
    Instant asked = node.clock().instant();
    try {
      StreamView read = node.manifests().read(stream, known);
      if (known != null && known.manifest() != null && read.manifest() == null) {
        throw ManifestStore.gone(stream, "this node has known revision " + known.revision());
      }
      return learn(before, read, asked);
    } catch (DamagedBlobException e) {
      damage = e;
      failedAt = node.clock().instant();
      FAULTS.event(
          stream,
          "Stream {} is served as this node has known it, if at all, and takes no segments; restore"
              + " its manifest from a backup, or take the stream down: {}",
          stream,
          e.getMessage());
      throw e;
    }
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
    damage = null;
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
    if (former != null && former.revision() > found.revision()) {
      lostRevision = Math.max(lostRevision, former.revision());
    }
    var fresh = new State(kept, asOf);
    latest = fresh;
    if (former == null || former.revision() != kept.revision()) {
      node.observer().changed(former, kept);
    }
    return fresh;
  }
}
