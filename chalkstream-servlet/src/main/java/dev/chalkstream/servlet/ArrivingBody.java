package dev.chalkstream.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A body that is on its way into memory, where it takes room that all uploads share. It takes more
 * only as more of it comes. While it stands still, it may have to give way to others; while it is
 * not read because there is no room, it need not. Safe for many threads.
 */
abstract class ArrivingBody implements UploadBudget.Holder {

  /** How many bytes are getting on. */
  static final int STRIDE = 64 << 10;

  private enum State {
    ARRIVING,
    WHOLE,
    GAVE_WAY,
    DISCARDED
  }

  private final UploadSlot slot;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile State state = State.ARRIVING;
  private volatile boolean discarded;
  private volatile boolean heldBack;
  private volatile boolean wasHeldBack;
  private volatile Instant gotOnAt;
  private long sinceStride;

  /**
   * Begins with nothing.
   *
   * @param slot counts the memory, and gets it back when the body is discarded
   */
  ArrivingBody(UploadSlot slot) {
    this.slot = slot;
    this.gotOnAt = slot.now();
  }

  /** How many more bytes the next read needs, 0 if there is room for it. Called under the lock. */
  abstract long needed();

  /**
   * Takes what is {@link #needed}. Called under the lock.
   *
   * @param later is run once if there is no room now, but will be; null if nobody can wait for that
   * @return whether there is room; if not, {@code later} will be run
   * @throws ProblemException if there is none, nor will be
   */
  abstract boolean takeRoom(@Nullable Runnable later) throws ProblemException;

  /**
   * Reads once, now that there is room. Called under the lock.
   *
   * @return the number of bytes, or negative at the end
   */
  abstract int readOnce(InputStream in) throws IOException, ProblemException;

  /** Ends, now that all has been read. Called under the lock. */
  abstract void end() throws ProblemException;

  /** Lets go of all memory. Called under the lock, once or more often. */
  abstract void letGo();

  /**
   * Whether the body is to be read on: there is room, and its session may have it.
   *
   * @param later is run once, on a thread of its own, if not now, but later
   * @return false if it is to be read again only when {@code later} is run
   * @throws ProblemException if there is no room, nor will be, or the body had to give way
   * @throws IOException if it has been discarded
   */
  final boolean mayRead(UploadOrder.Place place, Runnable later)
      throws IOException, ProblemException {
    lock.lock();
    try {
      checkWanted();
      long needed = needed();
      boolean may = needed == 0 || place.mayTake(needed, held(), later) && takeRoom(later);
      if (may && heldBack) {
        gotOnAt = slot.now();
      }
      heldBack = !may;
      wasHeldBack |= !may;
      return may;
    } finally {
      unlock();
    }
  }

  /**
   * Reads once.
   *
   * @return false if the body has ended
   * @throws ProblemException if the body is refused, there is no room left, or it had to give way
   * @throws IOException if the body cannot be read, or has been discarded
   */
  final boolean readFrom(InputStream in) throws IOException, ProblemException {
    lock.lock();
    try {
      checkWanted();
      if (needed() > 0) {
        takeRoom(null);
      }
      int read = readOnce(in);
      sinceStride += Math.max(0, read);
      if (sinceStride >= STRIDE) {
        sinceStride = 0;
        gotOnAt = slot.now();
      }
      return read >= 0;
    } finally {
      unlock();
    }
  }

  private void checkWanted() throws IOException, ProblemException {
    if (state == State.GAVE_WAY) {
      throw AccessProblems.tooMuchAtOnce();
    }
    if (discarded) {
      throw new IOException("the body is not wanted any more");
    }
  }

  /**
   * Notes that all has come, so that it gives way no more. Again, it changes nothing.
   *
   * @throws ProblemException if it had to before, or is refused as a whole
   */
  final void complete() throws ProblemException {
    lock.lock();
    try {
      if (state != State.ARRIVING && state != State.WHOLE) {
        throw AccessProblems.tooMuchAtOnce();
      }
      if (state == State.ARRIVING) {
        end();
        state = State.WHOLE;
      }
    } finally {
      unlock();
    }
  }

  /** Whether it was left unread for a while, for reasons that are not its sender's. */
  final boolean wasHeldBack() {
    return wasHeldBack;
  }

  /** How many bytes of memory it has taken. */
  final long held() {
    return slot.held();
  }

  /** Whether it is whole, or about to give back what it has taken. */
  @Override
  public final boolean endsByItself() {
    return state != State.ARRIVING || discarded;
  }

  @Override
  public final Instant gotOnAt() {
    return heldBack ? slot.now() : gotOnAt;
  }

  /** Whoever holds the lock is reading, with a thread that may wait for the network. */
  @Override
  public final boolean seize() {
    if (!lock.tryLock()) {
      return false;
    }
    boolean seized = state == State.ARRIVING && !discarded;
    if (!seized) {
      unlock();
    }
    return seized;
  }

  @Override
  public final void giveWay() {
    release(State.GAVE_WAY);
    unlock();
  }

  @Override
  public final void goOn() {
    unlock();
  }

  /**
   * Lets go of the memory; if somebody is reading, then when that has ended. Does not wait for it:
   * a reader may be waiting for what its container holds that calls this.
   */
  final void discard() {
    discarded = true;
    if (lock.tryLock()) {
      unlock();
    }
  }

  /** Whoever could not discard what was locked leaves it to the one who unlocks. */
  private void unlock() {
    boolean free = false;
    while (!free) {
      if (discarded) {
        release(State.DISCARDED);
      }
      lock.unlock();
      free = !discarded || state == State.DISCARDED || !lock.tryLock();
    }
  }

  private void release(State last) {
    state = last;
    letGo();
    slot.close();
  }
}
