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

  /**
   * How many bytes an upload may have at most.
   *
   * @param most how many if there is memory without end
   */
  int most(int most) {
    return (int) Math.min(most, budget.limit() / BodyBuffer.COST);
  }

  /**
   * Takes room for more bytes of the one upload that this is for.
   *
   * @param inTheEnd how many more it will have taken at its greatest, as far as that is known
   * @param later is run once if there is no room now, but will be; null if nobody can wait for that
   * @return whether there was room; if not, {@code later} will be run
   * @throws ProblemException if there is none, nor will be
   */
  boolean grow(long more, long inTheEnd, UploadBudget.Holder upload, @Nullable Runnable later)
      throws ProblemException {
    // Not under the lock: it may end other uploads, and they may be about to end this one.
    switch (budget.take(more, inTheEnd, upload, later)) {
      case TAKEN -> {
        if (!add(more, upload)) {
          budget.giveBackAll(upload);
          throw AccessProblems.tooMuchAtOnce();
        }
        return true;
      }
      case LATER -> {
        return false;
      }
      default -> throw AccessProblems.tooMuchAtOnce();
    }
  }

  /** Gives back what the upload has taken too much. */
  void shrink(long less) {
    UploadBudget.Holder upload = subtract(less);
    if (upload != null) {
      budget.giveBack(less, upload);
    }
  }

  /** How many bytes have been taken. */
  synchronized long held() {
    return bytes;
  }

  private synchronized boolean add(long more, UploadBudget.Holder upload) {
    if (!closed) {
      bytes += more;
      holder = upload;
    }
    return !closed;
  }

  /** Whose they were, or null if all has been given back. */
  private synchronized UploadBudget.@Nullable Holder subtract(long less) {
    if (!closed) {
      bytes -= less;
    }
    return holder;
  }

  /** Notes that the segment was taken, ahead of the end. */
  synchronized void taken() {
    taken = true;
  }

  /** Gives everything back; closing again changes nothing. */
  @Override
  public void close() {
    UploadBudget.Holder upload;
    boolean wasTaken;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      upload = holder;
      holder = null;
      bytes = 0;
      wasTaken = taken;
    }
    // Not under the lock, which the budget asks for when it seizes uploads.
    if (upload != null) {
      budget.giveBackAll(upload);
    }
    ending.ended(wasTaken);
  }
}
