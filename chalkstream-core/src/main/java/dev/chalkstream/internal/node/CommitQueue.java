package dev.chalkstream.internal.node;

import dev.chalkstream.StreamId;
import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Moment;
import dev.chalkstream.internal.sequence.Context;
import dev.chalkstream.internal.transition.Command;
import dev.chalkstream.internal.transition.Transition;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The changes of one stream on their way to the store. Those that wait at the same time become one
 * revision, written by one of those who wait. Safe for many threads.
 */
final class CommitQueue {

  private static final FaultLog FAULTS = new FaultLog(LoggerFactory.getLogger(CommitQueue.class));

  /** After so many lost races in a row the store is not doing what it promised. */
  private static final int MAX_LOST_RACES = 64;

  private static final int MAX_BACK_OFF_SHIFT = 2;

  /** So many writes of others may come between two of a node's own. */
  private static final int CONTENDED_PAUSE = 4;

  private static final Duration LEAST_BACK_OFF = Duration.ofMillis(1);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);

  private final StreamId stream;
  private final Node node;
  private final KnownStream known;
  private final AppendDeletions deletions;
  private final Queue<PendingChange> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Whether the last write may have happened or not. */
  private boolean mustReread;

  /** Whether other nodes write to the stream at present. */
  private boolean contended;

  private Duration lastWriteTook = Duration.ZERO;
  private Instant lastWriteEnded = Instant.EPOCH;

  CommitQueue(StreamId stream, Node node, KnownStream known) {
    this.stream = stream;
    this.node = node;
    this.known = known;
    this.deletions = new AppendDeletions(node.reaper());
  }

  /**
   * Makes a change. When this returns, it is stored, together with all that its answer rests on.
   *
   * @param command what is to be done, perhaps several times on different revisions
   * @throws IOException if the store is at fault; the change may be stored or not
   */
  Transition.Outcome change(Command command) throws IOException {
    var pending = new PendingChange(command);
    queue.add(pending);
    awaitTurn(pending);
    try {
      if (!pending.isDone()) {
        commitQueue();
      }
      return pending.outcome();
    } finally {
      lock.unlock();
    }
  }

  /** Behind a write that hangs, nobody waits for as long as that does. */
  private void awaitTurn(PendingChange pending) throws IOException {
    try {
      if (lock.tryLock(node.patience().bytes().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      queue.remove(pending);
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted in waiting").initCause(e);
    }
    queue.remove(pending);
    throw new IOException("an earlier change of the stream is still on its way to the store");
  }

  /** Makes all changes that wait, in one revision. The lock is held. */
  private void commitQueue() {
    giveWay();
    List<PendingChange> batch = new ArrayList<>();
    for (PendingChange next = queue.poll(); next != null; next = queue.poll()) {
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
  private void fail(List<PendingChange> batch, Exception cause) {
    mustReread = true;
    batch.forEach(change -> change.fail(cause));
  }

  private void commit(List<PendingChange> batch) throws IOException {
    KnownStream.State state = known.latest();
    boolean fresh = state == null || mustReread || isLikelyStale(state);
    KnownStream.State base = state == null || fresh ? lookAgain(state) : state;
    mustReread = false;
    for (int lostRaces = 0; lostRaces < MAX_LOST_RACES; ) {
      Context context = context(base.view(), advanceDeletions(batch, base.view()));
      Transition.Result result = apply(batch, base, context);
      Manifest next = result.next();
      if (next != null) {
        if (write(base, next, context.moment())) {
          tell(result);
          return;
        }
        contended = true;
        backOff(lostRaces++);
        base = known.read();
        if (next.isSameRevision(base.view().manifest())) {
          return;
        }
      } else if (fresh) {
        tell(result);
        return;
      } else {
        base = known.read();
      }
      fresh = true;
    }
    throw new IOException("lost " + MAX_LOST_RACES + " races for the stream in a row");
  }

  private void tell(Transition.Result result) {
    result
        .remarks()
        .forEach((kind, text) -> FAULTS.event(stream + kind.name(), "Stream {}: {}", stream, text));
  }

  /** A race that is as good as lost costs more calls of the store than a look at it. */
  private boolean isLikelyStale(KnownStream.State state) {
    return contended && !known.isFresh(state, node.clock().instant());
  }

  private KnownStream.State lookAgain(KnownStream.@Nullable State before) throws IOException {
    KnownStream.State now = known.read();
    contended &= before == null || before.view().revision() != now.view().revision();
    return now;
  }

  /**
   * By what a revision of the stream is changed now.
   *
   * @param deleted what has been deleted of it
   */
  Context context(StreamView base, Manifest.Ledger deleted) {
    Moment now = base.clock().moment(node.clock().instant(), node.clock().date());
    return new Context(node.rules(), now, node.pages().of(stream), node.nextWriter(), deleted);
  }

  /**
   * Makes changes on a revision. Where that makes another, the pages that it rests on are stored.
   */
  private Transition.Result apply(
      List<PendingChange> batch, KnownStream.State base, Context context) throws IOException {
    List<Command> commands = batch.stream().map(PendingChange::command).toList();
    Transition.Result result = Transition.apply(base.view().manifest(), commands, context);
    if (result.next() != null) {
      for (var page : result.pages().entrySet()) {
        node.pages().write(stream, page.getKey(), page.getValue());
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).note(result.outcomes().get(i));
    }
    return result;
  }

  /** What a sweep has deleted is in the ledger still, and is not deleted a second time. */
  private Manifest.Ledger advanceDeletions(List<PendingChange> batch, StreamView base) {
    boolean swept = batch.stream().anyMatch(change -> change.command() instanceof Command.Settle);
    return swept ? Manifest.Ledger.EMPTY : deletions.advance(base);
  }

  /**
   * Tries to store a revision, and tells whether it is known to be stored. A write that was
   * refused, or that ended in a fault, may have happened all the same, because its answer was lost
   * or it was sent twice; so the store must be asked.
   */
  private boolean write(KnownStream.State base, Manifest next, Moment when) throws IOException {
    Instant asked = node.clock().instant();
    try {
      Optional<StreamView> written = node.manifests().write(base.view(), next, when);
      written.ifPresent(stored -> known.learn(base, stored, asked));
      return written.isPresent();
    } catch (IOException fault) {
      if (next.isSameRevision(known.read().view().manifest())) {
        return true;
      }
      throw fault;
    } finally {
      lastWriteEnded = node.clock().instant();
      lastWriteTook = Duration.between(asked, lastWriteEnded);
    }
  }

  /**
   * Waits before the stream is read again, and not between reading and writing: what is read is
   * stale by as much as the write comes later. The time that a write takes is the measure of how
   * long others need, be the store near or far. It grows little, or a node that has lost would go
   * on losing to the one that has won.
   */
  private void backOff(int lostRaces) {
    Duration most = longer(LEAST_BACK_OFF, lastWriteTook);
    pause(Duration.ZERO, most.multipliedBy(1L << Math.min(lostRaces, MAX_BACK_OFF_SHIFT)));
  }

  /**
   * A node that writes without a break knows the latest revision, wins every race, and does not
   * even learn that others lose theirs. So it leaves a gap, a large one where others are known to
   * be.
   */
  private void giveWay() {
    Duration since = Duration.between(lastWriteEnded, node.clock().instant());
    if (since.compareTo(lastWriteTook) >= 0) {
      return;
    }
    if (contended) {
      pause(lastWriteTook, lastWriteTook.multipliedBy(CONTENDED_PAUSE));
    } else {
      pause(Duration.ZERO, lastWriteTook.dividedBy(2));
    }
  }

  private void pause(Duration least, Duration most) {
    node.workers().pause(shorter(least, LONGEST_BACK_OFF), shorter(most, LONGEST_BACK_OFF));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
