package dev.chalkstream;

import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the whole store for what a node has left behind that died: streams that nobody
 * serves and that are due, and blobs that no manifest names. Such an orphan is deleted when it is a
 * day old by the store's own clock; a younger one may belong to an upload on its way.
 */
final class StoreScan {

  private static final Logger LOG = LoggerFactory.getLogger(StoreScan.class);
  private static final FaultLog FAULTS = new FaultLog(LOG);
  private static final Duration ORPHAN_AGE = Duration.ofHours(24);
  private static final String PROBE_PREFIX = "scan-";

  private final Node node;
  private final Function<StreamId, StreamHead> heads;

  /** The stream that the listing has come to, and what its manifest names. */
  private @Nullable StreamId stream;

  private @Nullable Set<BlobKey> named;

  StoreScan(Node node, Function<StreamId, StreamHead> heads) {
    this.node = node;
    this.heads = heads;
  }

  /** Scans once. What fails for one stream does not keep the others from being scanned. */
  void run() throws IOException {
    Instant storeTime = storeTime();
    try (Stream<BlobInfo> blobs = node.store().list("")) {
      var iterator = blobs.iterator();
      while (iterator.hasNext()) {
        visit(iterator.next(), storeTime.minus(ORPHAN_AGE));
      }
    }
  }

  private void visit(BlobInfo blob, Instant limit) {
    Optional<StreamId> owner = Keys.owner(blob.key());
    try {
      if (owner.isEmpty()) {
        deleteOldProbe(blob, limit);
        return;
      }
      if (!owner.get().equals(stream)) {
        stream = owner.get();
        named = null;
        // Reading a stream makes it known to the sweeper, which does what is due there.
        heads.apply(owner.get()).sweep();
        named = namedBy(owner.get());
      }
      // Where the manifest cannot be read, nothing can be told to be an orphan.
      if (named != null && !named.contains(blob.key()) && blob.lastModified().isBefore(limit)) {
        deleteOrphan(owner.get(), blob.key(), limit);
      }
    } catch (IOException | RuntimeException e) {
      FAULTS.fault(e, "The scan passes over {}: {}", blob.key(), e.toString());
    }
  }

  /** Looks again before it deletes: an upload of the same bytes may have come meanwhile. */
  private void deleteOrphan(StreamId owner, BlobKey key, Instant limit) throws IOException {
    Set<BlobKey> namedNow = namedBy(owner);
    named = namedNow;
    BlobStore store = node.store();
    boolean old = store.head(key).filter(now -> now.lastModified().isBefore(limit)).isPresent();
    if (old && !namedNow.contains(key)) {
      LOG.info("Deleting {}, which belongs to nothing", key);
      store.delete(key);
    }
  }

  /** What a node left that died while it asked for the time. */
  private void deleteOldProbe(BlobInfo blob, Instant limit) throws IOException {
    if (blob.key().value().startsWith(PROBE_PREFIX) && blob.lastModified().isBefore(limit)) {
      node.store().delete(blob.key());
    }
  }

  private Set<BlobKey> namedBy(StreamId owner) throws IOException {
    Set<BlobKey> keys = new HashSet<>();
    keys.add(Keys.manifest(owner));
    Manifest manifest = node.manifests().read(owner, null).manifest();
    if (manifest == null) {
      return keys;
    }
    manifest.waiting().forEach(segment -> keys.add(Keys.segment(owner, segment.name())));
    manifest.pushes().stored().forEach(segment -> keys.add(Keys.segment(owner, segment.name())));
    manifest.ledger().segments().forEach(segment -> keys.add(Keys.segment(owner, segment.name())));
    addListed(owner, manifest.window().head(), keys);
    for (long page : manifest.window().pages()) {
      // One that is missing must not make orphans of the segments that it lists.
      keys.add(Keys.page(owner, page));
      addListed(owner, node.pages().of(owner).page(page), keys);
    }
    for (UnlistedPage page : manifest.ledger().pages()) {
      keys.add(Keys.page(owner, page.first()));
      addListed(owner, node.pages().find(owner, page.first()).orElse(List.of()), keys);
    }
    return keys;
  }

  private static void addListed(
      StreamId owner, Iterable<ListedSegment> segments, Set<BlobKey> keys) {
    for (ListedSegment segment : segments) {
      if (segment.name() != null) {
        keys.add(Keys.segment(owner, segment.name()));
      }
    }
  }

  /** What time the store has: it alone tells how old its blobs are. */
  private Instant storeTime() throws IOException {
    BlobKey probe = BlobKey.of(PROBE_PREFIX + node.writer());
    // Critical, since a scan is what finds the expired blobs of a full store after a restart.
    node.store().putIf(probe, BlobContent.critical(new byte[0]), PutCondition.always());
    try {
      return node.store()
          .head(probe)
          .map(BlobInfo::lastModified)
          .orElseThrow(() -> new IOException("the store does not show what was just put there"));
    } finally {
      node.store().delete(probe);
    }
  }
}
