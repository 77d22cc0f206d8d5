package dev.chalkstream.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Collects a body as it arrives. It grows with what has come and not with what was announced, so a
 * client cannot make it take memory by words, and only where all uploads together leave room; while
 * it stands still, it may have to give way to others. Safe for many threads.
 */
final class BodyBuffer implements UploadBudget.Holder {

  /** How many bytes of memory a byte takes at most: while the array grows, there are two. */
  static final int COST = 2;

  /** How many bytes are getting on. */
  static final int STRIDE = 64 << 10;

  private static final int FIRST_CAPACITY = 4 << 10;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final byte[] NOTHING = {};

  private enum State {
    ARRIVING,
    WHOLE,
    GAVE_WAY,
    DISCARDED
  }

  private final int wanted;
  private final int limit;
  private final int largest;
  private final long mostHeld;
  private final UploadSlot slot;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile State state = State.ARRIVING;
  private volatile boolean discarded;
  private volatile byte[] bytes = NOTHING;
  private int count;
  private int nextStride = STRIDE;
  private volatile Instant gotOnAt;

  /**
   * Makes an empty buffer.
   *
   * @param announced the length that the client has announced, or negative if it has not
   * @param limit how many bytes are taken at most; fewer if there is no memory for so many
   * @param slot counts the memory, and gets it back when the body is discarded
   * @throws ProblemException if the announced length is over the limit, or over what the memory for
   *     all uploads has room for
   */
  BodyBuffer(long announced, int limit, UploadSlot slot) throws ProblemException {
    int most = slot.most(limit);
    if (announced > limit) {
      throw Problems.tooLarge(limit);
    }
    if (announced > most) {
      throw AccessProblems.tooLargeForMemory(most);
    }
    this.wanted = limit;
    this.limit = most;
    this.slot = slot;
    this.gotOnAt = slot.now();
    // One byte more than is expected, so that the end is met without growing once more.
    long expected = (announced < 0 ? this.limit : announced) + 1;
    this.largest = (int) Math.min(expected, LARGEST_ARRAY);
    this.mostHeld = announced < 0 ? 0 : mostHeld(largest);
  }

  /**
   * Reads once.
   *
   * @return false if the body has ended
   * @throws ProblemException if the body has more bytes than the limit, there is no room left, or
   *     it had to give way
   * @throws IOException if the body cannot be read, or has been discarded
   */
  boolean readFrom(InputStream in) throws IOException, ProblemException {
    lock.lock();
    try {
      checkWanted();
      if (count == bytes.length) {
        grow();
      }
      int read = in.read(bytes, count, bytes.length - count);
      count += Math.max(0, read);
      if (count > limit) {
        throw limit < wanted ? AccessProblems.tooLargeForMemory(limit) : Problems.tooLarge(limit);
      }
      if (count >= nextStride) {
        nextStride = count + STRIDE;
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

  private void grow() throws ProblemException {
    long doubled = Math.max(FIRST_CAPACITY, 2L * bytes.length);
    int capacity = (int) Math.min(doubled, Math.max(largest, count + 1L));
    long before = cost(bytes.length);
    long inTheEnd = Math.max(cost(capacity), mostHeld - before);
    slot.grow(cost(capacity), inTheEnd, this);
    try {
      bytes = Arrays.copyOf(bytes, capacity);
    } catch (OutOfMemoryError e) {
      slot.shrink(cost(capacity));
      throw new ProblemException(Problems.of(e));
    }
    slot.shrink(before);
  }

  /** How much a body has taken at its greatest, when its buffer grows for the last time. */
  private static long mostHeld(int largest) {
    long last = FIRST_CAPACITY;
    while (2 * last < largest) {
      last *= 2;
    }
    return last < largest ? last + largest : largest;
  }

  /** The byte beyond the limit is nobody's, so that the largest segment fits where it just does. */
  private long cost(int capacity) {
    return Math.min(capacity, limit);
  }

  /**
   * What has been read, not copied. All has come by now, so it gives way no more.
   *
   * @throws ProblemException if it had to before
   */
  ByteBuffer whole() throws ProblemException {
    lock.lock();
    try {
      if (state != State.ARRIVING) {
        throw AccessProblems.tooMuchAtOnce();
      }
      state = State.WHOLE;
      return ByteBuffer.wrap(bytes, 0, count);
    } finally {
      unlock();
    }
  }

  @Override
  public long held() {
    return slot.held();
  }

  @Override
  public Instant gotOnAt() {
    return gotOnAt;
  }

  /** Whoever holds the lock is reading, with a thread that may wait for the network. */
  @Override
  public boolean seize() {
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
  public void giveWay() {
    release(State.GAVE_WAY);
    unlock();
  }

  @Override
  public void goOn() {
    unlock();
  }

  /**
   * Lets go of the memory; if somebody is reading, then when that has ended. Does not wait for it:
   * a reader may be waiting for what its container holds that calls this.
   */
  void discard() {
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
    bytes = NOTHING;
    count = 0;
    slot.close();
  }
}
