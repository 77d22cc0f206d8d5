package dev.chalkstream.servlet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The room that one upload takes up, until it is closed. Safe for many threads. */
final class UploadSlot implements AutoCloseable {

  /** Called once, and told whether the segment was taken. */
  @FunctionalInterface
  interface Ending {
    void ended(boolean taken);
  }

  private final UploadBudget budget;
  private final Ending ending;
  private UploadBudget.@Nullable Holder holder;
  private long bytes;
  private boolean taken;
  private boolean closed;

  UploadSlot(UploadBudget budget, Ending ending) {
    this.budget = budget;
    this.ending = ending;
  }

  /** What time it is for the budget. */
  Instant now() {
    return budget.now();
  }

  /** Takes room for more bytes of the one upload that this is for. */
  void grow(long more, UploadBudget.Holder upload) throws ProblemException {
    // Not under the lock: it may end other uploads, and they may be about to end this one.
    if (!budget.take(more, upload)) {
      throw AccessProblems.tooMuchAtOnce();
    }
    if (!add(more, upload)) {
      budget.giveBack(more, upload);
      throw AccessProblems.tooMuchAtOnce();
    }
  }

  private synchronized boolean add(long more, UploadBudget.Holder upload) {
    if (!closed) {
      bytes += more;
      holder = upload;
    }
    return !closed;
  }

  /** Notes that the segment was taken, ahead of the end. */
  synchronized void taken() {
    taken = true;
  }

  /** Gives everything back; closing again changes nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (holder != null) {
        budget.giveBack(bytes, holder);
      }
      ending.ended(taken);
    }
  }
}
