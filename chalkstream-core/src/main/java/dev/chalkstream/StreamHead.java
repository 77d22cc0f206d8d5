package dev.chalkstream;

import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.storage.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream as this node sees it: the latest revision it knows, and the queue of changes on their
 * way to the store. Changes that wait at the same time become one revision. Safe for many threads.
 */
final class StreamHead {

  private static final Logger LOG = LoggerFactory.getLogger(StreamHead.class);

  /** After so many lost races in a row the store is not doing what it promised. */
  private static final int MAX_LOST_RACES = 64;

  private static final int MAX_BACK_OFF_SHIFT = 7;

  private final StreamId stream;
  private final Node node;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<PendingChange<?>> queue = new ConcurrentLinkedQueue<>();

  private final ManifestStore manifests;
  private boolean mustReread;

  private volatile @Nullable StreamView view;
  private volatile Instant readAt = Instant.MIN;

  /**
   * What all streams of one instance share.
   *
   * @param store where streams are kept
   * @param policy how new streams behave
   * @param clock the node's clock
   * @param refreshInterval how long what was read is taken for current
   * @param writer the name under which this instance writes
   */
  record Node(
      BlobStore store,
      StreamPolicy policy,
      InstantSource clock,
      Duration refreshInterval,
      String writer) {

    ManifestStore manifests() {
      return new ManifestStore(store);
    }
  }

  StreamHead(StreamId stream, Node node) {
    this.stream = stream;
    this.node = node;
    this.manifests = node.manifests();
  }

  /**
   * The stream as of now: not older than the refresh interval, with all written down that time has
   * made true. While the store is out of reach, the stream as it was known last.
   *
   * @throws IOException if the store is at fault and nothing is known
   */
  StreamView current() throws IOException {
    StreamView known = refreshed();
    if (!known.isOverdue(node.clock.instant())) {
      return known;
    }
    try {
      change(
          editor -> {
            editor.passTime();
            return stream;
          });
    } catch (IOException e) {
      LOG.warn("Stream {} stays as it was, the store is at fault: {}", stream, e.toString());
    }
    return latest(known);
  }

  /**
   * What a change would answer if it were made now; nothing is changed.
   *
   * @param fresh whether to look at the store, and not only at what is known
   */
  <R> R preview(Function<StreamEditor, R> change, boolean fresh) throws IOException {
    StreamView known = view;
    return change.apply(edit(fresh || known == null ? reread() : known));
  }

  /**
   * Makes a change. When this returns, it is stored, together with all that its answer rests on.
   *
   * @param change changes the stream, perhaps several times on different revisions, and answers
   * @throws IOException if the store is at fault; the change may be stored or not
   */
  <R> R change(Function<StreamEditor, R> change) throws IOException {
    var pending = new PendingChange<>(change);
    queue.add(pending);
    lock.lock();
    try {
      if (!pending.isDone()) {
        commitQueue();
      }
      return pending.result();
    } finally {
      lock.unlock();
    }
  }

  private StreamView refreshed() throws IOException {
    StreamView known = view;
    if (known != null && (isRecent() || lock.isLocked())) {
      return known;
    }
    try {
      return reread();
    } catch (IOException e) {
      if (known == null) {
        throw e;
      }
      LOG.warn("Stream {} is served as it was, the store is at fault: {}", stream, e.toString());
      readAt = node.clock.instant();
      return known;
    }
  }

  private boolean isRecent() {
    Instant now = node.clock.instant();
    Instant read = readAt;
    return !now.isBefore(read) && now.isBefore(read.plus(node.refreshInterval));
  }

  private StreamView reread() throws IOException {
    lock.lock();
    try {
      Instant asked = node.clock.instant();
      StreamView read = manifests.read(stream, view);
      publish(read, asked);
      return read;
    } finally {
      lock.unlock();
    }
  }

  private StreamView latest(StreamView known) {
    StreamView latest = view;
    return latest == null ? known : latest;
  }

  private void publish(StreamView fresh, Instant asOf) {
    view = fresh;
    readAt = asOf;
  }

  private StreamEditor edit(StreamView base) {
    return new StreamEditor(base.manifest(), node.policy, node.clock.instant());
  }

  /** Makes all changes that wait, in one revision. The lock is held. */
  private void commitQueue() {
    List<PendingChange<?>> batch = new ArrayList<>();
    for (PendingChange<?> next = queue.poll(); next != null; next = queue.poll()) {
      batch.add(next);
    }
    try {
      commit(batch);
      batch.forEach(PendingChange::succeed);
    } catch (IOException | RuntimeException e) {
      // Whether it was written is not known: the next one must not build on what is known here.
      mustReread = true;
      batch.forEach(change -> change.fail(e));
    }
  }

  private void commit(List<PendingChange<?>> batch) throws IOException {
    StreamView known = view;
    boolean fresh = known == null || mustReread;
    StreamView base = known == null || mustReread ? reread() : known;
    mustReread = false;
    for (int lostRaces = 0; lostRaces < MAX_LOST_RACES; ) {
      StreamEditor editor = edit(base);
      batch.forEach(change -> change.apply(editor));
      if (editor.hasChanged()) {
        editor.forget(deleteDue(base));
        Manifest next = editor.toManifest(base.revision() + 1, node.writer);
        StreamView stored = write(base, next);
        if (next.isSameRevision(stored.manifest())) {
          logChange(base.manifest(), next);
          return;
        }
        base = stored;
        backOff(lostRaces++);
      } else if (fresh) {
        return;
      } else {
        base = reread();
      }
      fresh = true;
    }
    throw new IOException("lost " + MAX_LOST_RACES + " races for the stream in a row");
  }

  /**
   * Tries to store a revision, and tells what the store holds then: this one, or another node's. A
   * write that was refused, or that ended in a fault, may have happened all the same, because its
   * answer was lost or it was sent twice; so the store is asked.
   */
  private StreamView write(StreamView base, Manifest next) throws IOException {
    Instant asked = node.clock.instant();
    IOException fault = null;
    Optional<StreamView> written = Optional.empty();
    try {
      written = manifests.write(base, next);
    } catch (IOException e) {
      fault = e;
    }
    StreamView stored = written.isPresent() ? written.get() : manifests.read(stream, null);
    publish(stored, asked);
    if (fault != null && !next.isSameRevision(stored.manifest())) {
      throw fault;
    }
    return stored;
  }

  /** Deletes what has left the playlist for long enough; what cannot be deleted now stays noted. */
  private Set<SegmentName> deleteDue(StreamView base) {
    Manifest manifest = base.manifest();
    if (manifest == null || manifest.unlisted().isEmpty()) {
      return Set.of();
    }
    Instant now = node.clock.instant();
    Set<SegmentName> deleted = new HashSet<>();
    try {
      for (UnlistedSegment segment : manifest.unlisted()) {
        if (!now.isBefore(segment.deleteAt())) {
          node.store.delete(Keys.segment(stream, segment.name()));
          deleted.add(segment.name());
        }
      }
    } catch (IOException e) {
      LOG.warn("Stream {} keeps an unlisted segment for now: {}", stream, e.toString());
    }
    return deleted;
  }

  private static void backOff(int lostRaces) {
    long most = TimeUnit.MILLISECONDS.toNanos(1L << Math.min(lostRaces, MAX_BACK_OFF_SHIFT));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
  }

  private void logChange(@Nullable Manifest before, Manifest after) {
    if (before == null) {
      LOG.info("Stream {} has its first segment", stream);
      return;
    }
    if (before.complete() != after.complete()) {
      LOG.info("Stream {} is {}", stream, after.complete() ? "complete" : "live again");
    }
    TargetDuration former = before.targetDuration();
    TargetDuration present = after.targetDuration();
    if (former != null && present != null && !former.equals(present)) {
      LOG.warn(
          "Stream {} has a segment longer than its target duration, which rises from {} to {} s;"
              + " players expect it not to change",
          stream,
          former.seconds(),
          present.seconds());
    }
  }
}
