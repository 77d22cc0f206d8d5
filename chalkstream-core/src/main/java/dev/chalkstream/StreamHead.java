package dev.chalkstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** A sweep deletes so many batches at most, so that it does not keep others waiting for long. */
  private static final int MAX_REAPED_BATCHES = 50;

  private final StreamId stream;
  private final Node node;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<PendingChange<?>> queue = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean proposing = new AtomicBoolean();
  private boolean mustReread;

  private volatile @Nullable StreamView view;
  private volatile @Nullable PlaylistSnapshot lastPlaylist;
  private volatile Instant readAt = Instant.EPOCH;
  private volatile Instant failedAt = Instant.EPOCH;

  StreamHead(StreamId stream, Node node) {
    this.stream = stream;
    this.node = node;
  }

  /**
   * The stream as of now: not older than the refresh interval, with all written down that time has
   * made true. While the store is out of reach, the stream as it was known last.
   *
   * @throws IOException if the store is at fault and nothing is known
   */
  StreamView current() throws IOException {
    StreamView known = refreshed();
    boolean overdue = known.isOverdue(node.clock().instant());
    // One writes it down, and the others do not wait for it.
    if (!overdue || isWithinRefresh(failedAt) || !proposing.compareAndSet(false, true)) {
      return known;
    }
    try {
      passTime();
    } catch (IOException e) {
      failedAt = node.clock().instant();
      LOG.warn("Stream {} stays as it was, the store is at fault: {}", stream, e.toString());
    } finally {
      proposing.set(false);
    }
    return latest(known);
  }

  /**
   * The playlist of the stream as it is {@linkplain #current() now}, or empty where nothing is
   * listed. While the store is out of reach, the playlist as it was known last.
   *
   * @throws IOException if the store is at fault and no playlist is known
   */
  Optional<PlaylistSnapshot> playlist(StreamView present) throws IOException {
    try {
      Optional<PlaylistSnapshot> made = present.playlist();
      lastPlaylist = made.orElse(null);
      return made;
    } catch (IOException e) {
      PlaylistSnapshot last = lastPlaylist;
      if (last == null) {
        throw e;
      }
      LOG.warn("Stream {} is served as it was, the store is at fault: {}", stream, e.toString());
      return Optional.of(last);
    }
  }

  /**
   * Looks at the store, writes down what time has made true, and deletes what is due.
   *
   * @return the stream after that
   */
  StreamView sweep() throws IOException {
    if (reread().isOverdue(node.clock().instant())) {
      passTime();
    }
    for (int batch = 0; batch < MAX_REAPED_BATCHES; batch++) {
      Instant asked = node.clock().instant();
      StreamView known = reread();
      Manifest.Ledger done = node.reaper().deleteBatch(known, asked);
      if (done.isEmpty()) {
        return known;
      }
      change(
          editor -> {
            editor.settle(done);
            return stream;
          });
    }
    return reread();
  }

  private void passTime() throws IOException {
    change(
        editor -> {
          editor.passTime();
          return stream;
        });
  }

  /**
   * What a change would answer if it were made now; nothing is changed.
   *
   * @param fresh whether to look at the store, and not only at what is known
   */
  <R> R preview(Function<StreamEditor, R> change, boolean fresh) throws IOException {
    StreamView known = view;
    try {
      return change.apply(edit(fresh || known == null ? reread() : known));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
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
    if (known != null && (isRecent() || !lock.tryLock())) {
      return known;
    }
    if (known == null) {
      lock.lock();
    }
    try {
      StreamView present = view;
      return present != null && isRecent() ? present : reread();
    } catch (IOException e) {
      failedAt = node.clock().instant();
      if (known == null) {
        throw e;
      }
      LOG.warn("Stream {} is served as it was, the store is at fault: {}", stream, e.toString());
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the store has been asked lately, with success or without. */
  private boolean isRecent() {
    return isWithinRefresh(readAt) || isWithinRefresh(failedAt);
  }

  private boolean isWithinRefresh(Instant then) {
    Instant now = node.clock().instant();
    return !now.isBefore(then) && now.isBefore(then.plus(node.refreshInterval()));
  }

  private StreamView reread() throws IOException {
    lock.lock();
    try {
      Instant asked = node.clock().instant();
      StreamView read = node.manifests().read(stream, view);
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

  /** The lock is held, so observers see one change after another. */
  private void publish(StreamView fresh, Instant asOf) {
    StreamView former = view;
    view = fresh;
    readAt = asOf;
    if (former == null || former.revision() != fresh.revision()) {
      node.observer().changed(former, fresh);
    }
  }

  private StreamEditor edit(StreamView base) {
    return new StreamEditor(
        base.manifest(), node.pages().of(stream), node.rules(), node.clock().instant());
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
      fail(batch, e);
    } finally {
      batch.forEach(PendingChange::giveUp);
    }
  }

  /** Whether it was written is not known: the next one must not build on what is known here. */
  private void fail(List<PendingChange<?>> batch, Exception cause) {
    mustReread = true;
    batch.forEach(change -> change.fail(cause));
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
        editor.settle(node.reaper().deleteSome(base, readAt));
        for (var page : editor.sealedPages().entrySet()) {
          node.pages().write(stream, page.getKey(), page.getValue());
        }
        Manifest next = editor.toManifest(base.revision() + 1, node.nextWriter());
        StreamView stored = write(base, next);
        if (next.isSameRevision(stored.manifest())) {
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
    Instant asked = node.clock().instant();
    IOException fault = null;
    Optional<StreamView> written = Optional.empty();
    try {
      written = node.manifests().write(base, next);
    } catch (IOException e) {
      fault = e;
    }
    StreamView stored = written.isPresent() ? written.get() : node.manifests().read(stream, null);
    publish(stored, asked);
    if (fault != null && !next.isSameRevision(stored.manifest())) {
      throw fault;
    }
    return stored;
  }

  private static void backOff(int lostRaces) {
    long most = TimeUnit.MILLISECONDS.toNanos(1L << Math.min(lostRaces, MAX_BACK_OFF_SHIFT));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
  }
}
