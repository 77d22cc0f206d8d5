package dev.chalkstream.servlet;

/** The room that one upload takes up, until it is closed. Safe for many threads. */
final class UploadSlot implements AutoCloseable {

  /** Called once, and told whether the segment was taken. */
  @FunctionalInterface
  interface Ending {
    void ended(boolean taken);
  }

  private final UploadBudget budget;
  private final Ending ending;
  private long bytes;
  private boolean taken;
  private boolean closed;

  UploadSlot(UploadBudget budget, Ending ending) {
    this.budget = budget;
    this.ending = ending;
  }

  /** Takes room for more bytes. */
  synchronized void grow(long more) throws ProblemException {
    if (closed || !budget.take(more)) {
      throw AccessProblems.tooMuchAtOnce();
    }
    bytes += more;
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
      budget.giveBack(bytes);
      ending.ended(taken);
    }
  }
}
