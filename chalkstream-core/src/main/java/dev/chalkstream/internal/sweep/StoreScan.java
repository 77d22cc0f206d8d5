package dev.chalkstream.internal.sweep;

import dev.chalkstream.StreamId;
import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.node.NamedBlobs;
import dev.chalkstream.internal.node.Node;
import dev.chalkstream.internal.node.StreamHead;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.resource.Damage;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the whole store for what a node has left behind that died: streams that nobody
 * serves and that are due, and blobs that no manifest names. A stream is found within a scan
 * interval and the length of a scan, if no request leads a node to it before. An orphan is deleted
 * when it is a day old by the store's own clock; a younger one may belong to an upload on its way.
 * Where a manifest, or a page that it needs, is damaged or gone, nothing is an orphan.
 */
public final class StoreScan {

  private static final Logger LOG = LoggerFactory.getLogger(StoreScan.class);
  private static final FaultLog FAULTS = new FaultLog(LOG);

  /** So many blobs at most a broadcaster leaves whose first uploads fail, and gives up. */
  private static final int HANDFUL = 16;

  private static final int MAX_REPORTED = 1_000;

  /** So many deletions are on their way at once. */
  private static final int MOST_DELETIONS = 16;

  private final Node node;
  private final Function<StreamId, StreamHead> heads;

  /** Streams without a manifest of which it was said what is left; so many are remembered. */
  private final Set<StreamId> reported = new HashSet<>();

  /** What is being deleted, oldest first. */
  private final Queue<CompletableFuture<Boolean>> deletions = new ArrayDeque<>();

  /** The stream that the listing has come to, and what its manifest names. */
  private @Nullable StreamId stream;

  private @Nullable Set<BlobKey> named;

  /** When that stream began, as far as its manifest knows. */
  private Instant startedAt = Instant.MIN;

  /** Whether what was stored before that is a recording of its own; null if nobody has looked. */
  private @Nullable Boolean hasFormerRecording;

  public StoreScan(Node node, Function<StreamId, StreamHead> heads) {
    this.node = node;
    this.heads = heads;
  }

  /** Scans once. What fails for one stream does not keep the others from being scanned. */
  synchronized void run() throws IOException {
    stream = null;
    named = null;
    Instant storeTime = node.storeTime().ask();
    try (Stream<BlobInfo> blobs = node.store().list("")) {
      var iterator = blobs.iterator();
      while (iterator.hasNext()) {
        visit(iterator.next(), storeTime.minus(Keys.ORPHAN_AGE));
      }
    } finally {
      deletions.forEach(CompletableFuture::join);
      deletions.clear();
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
        hasFormerRecording = null;
        // Reading a stream makes it known to the sweeper, which deletes what is due there.
        heads.apply(owner.get()).current();
        named = namedBy(owner.get());
      }
      // Where the manifest cannot be read, nothing can be told to be an orphan.
      Set<BlobKey> known = named;
      if (known != null
          && !known.contains(blob.key())
          && blob.lastModified().isBefore(limit)
          && !isOfFormerRecording(owner.get(), blob, known)) {
        deleteOrphan(owner.get(), blob.key(), limit);
      }
    } catch (IOException | RuntimeException e) {
      if (Damage.isIn(e)) {
        FAULTS.event(
            owner.get(),
            "Nothing of stream {} is collected as long as it is damaged: {}",
            owner.get(),
            e.getMessage());
      } else {
        FAULTS.fault(e, "The scan passes over {}: {}", blob.key(), e.toString());
      }
    }
  }

  /**
   * A segment that nothing names is not listed any more, as old as it is. A page may have been
   * written anew meanwhile, so it is looked for again.
   */
  private void deleteOrphan(StreamId owner, BlobKey key, Instant limit) throws IOException {
    if (Keys.segmentName(key).isPresent()) {
      deleteBesides(owner, key);
      return;
    }
    Set<BlobKey> namedNow = namedBy(owner);
    named = namedNow;
    boolean old =
        node.store().head(key).filter(now -> now.lastModified().isBefore(limit)).isPresent();
    if (old && namedNow != null && !namedNow.contains(key)) {
      delete(key);
    }
  }

  /** Goes on meanwhile, unless too many deletions are on their way. */
  private void deleteBesides(StreamId owner, BlobKey key) {
    if (deletions.size() >= MOST_DELETIONS) {
      deletions.remove().join();
    }
    deletions.add(node.workers().deletions().submit(owner, () -> delete(key)));
  }

  /** Deletes an orphan, and tells whether it could. */
  private boolean delete(BlobKey key) {
    LOG.info("Deleting {}, which belongs to nothing", key);
    try {
      node.store().delete(key);
      return true;
    } catch (IOException e) {
      FAULTS.fault(e, "The scan passes over {}: {}", key, e.toString());
      return false;
    }
  }

  /** What a node left that died while it asked for the time. */
  private void deleteOldProbe(BlobInfo blob, Instant limit) throws IOException {
    if (blob.key().isThrowaway() && blob.lastModified().isBefore(limit)) {
      node.store().delete(blob.key());
    }
  }

  /** What belongs to a stream, or null if that cannot be told. */
  private @Nullable Set<BlobKey> namedBy(StreamId owner) throws IOException {
    StreamView view = node.manifests().read(owner, null);
    Manifest manifest = view.manifest();
    if (manifest != null) {
      startedAt = manifest.startedAt();
      return NamedBlobs.of(node, view, manifest);
    }
    startedAt = Instant.MIN;
    return isFailedBeginning(owner) ? Set.of() : null;
  }

  /**
   * Whether what lies there without a manifest was left by uploads that failed before the first
   * manifest was written: a handful at most, and no page of a history. More than that is a
   * recording whose manifest was lost.
   */
  private boolean isFailedBeginning(StreamId owner) throws IOException {
    try (Stream<BlobInfo> blobs = node.store().list(Keys.prefix(owner))) {
      List<BlobKey> some = blobs.limit(HANDFUL + 1).map(BlobInfo::key).toList();
      boolean failed =
          some.size() <= HANDFUL
              && some.stream().noneMatch(key -> key.value().startsWith(Keys.history(owner)));
      if (!failed) {
        report(owner);
      }
      return failed;
    }
  }

  /**
   * Whether a blob was stored before its stream began, together with more than a handful: then the
   * stream has begun a second time, since the first manifest was lost.
   */
  private boolean isOfFormerRecording(StreamId owner, BlobInfo blob, Set<BlobKey> known)
      throws IOException {
    if (!blob.lastModified().isBefore(startedAt)) {
      return false;
    }
    if (hasFormerRecording == null) {
      try (Stream<BlobInfo> blobs = node.store().list(Keys.prefix(owner))) {
        hasFormerRecording =
            blobs
                    .filter(other -> !known.contains(other.key()))
                    .filter(other -> other.lastModified().isBefore(startedAt))
                    .limit(HANDFUL + 1)
                    .count()
                > HANDFUL;
      }
      if (hasFormerRecording) {
        report(owner);
      }
    }
    return hasFormerRecording;
  }

  private void report(StreamId owner) {
    if (reported.size() < MAX_REPORTED && reported.add(owner)) {
      LOG.warn(
          "Stream {} has segments in the store and no manifest that names them, which was lost;"
              + " they are not collected. Restore {} from a backup, or take the stream down to"
              + " delete what is left",
          owner,
          Keys.manifest(owner));
    }
  }
}
