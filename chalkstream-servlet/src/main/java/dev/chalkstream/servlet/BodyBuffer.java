package dev.chalkstream.servlet;

import dev.chalkstream.media.MediaFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body as it arrives. It grows with what has come and not with what was announced, so a
 * client cannot make it take memory by words. Safe for many threads.
 */
final class BodyBuffer extends ArrivingBody {

  /** How many bytes of memory a byte takes at most: while the array grows, there are two. */
  static final int COST = 2;

  private static final int FIRST_CAPACITY = 4 << 10;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final byte[] NOTHING = {};

  private final int wanted;
  private final int limit;
  private final int largest;
  private final long mostHeld;
  private final UploadSlot slot;
  private byte[] bytes = NOTHING;
  private int count;

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
    super(slot);
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
    // One byte more than is expected, so that the end is met without growing once more.
    long expected = (announced < 0 ? this.limit : announced) + 1;
    this.largest = (int) Math.min(expected, LARGEST_ARRAY);
    this.mostHeld = announced < 0 ? 0 : mostHeld(largest);
  }

  @Override
  int readOnce(InputStream in) throws IOException, ProblemException {
    int read = in.read(bytes, count, bytes.length - count);
    count += Math.max(0, read);
    if (count > limit) {
      throw limit < wanted ? AccessProblems.tooLargeForMemory(limit) : Problems.tooLarge(limit);
    }
    return read;
  }

  @Override
  long needed() {
    return count < bytes.length ? 0 : cost(nextCapacity());
  }

  private int nextCapacity() {
    long doubled = Math.max(FIRST_CAPACITY, 2L * bytes.length);
    return (int) Math.min(doubled, Math.max(largest, count + 1L));
  }

  @Override
  boolean takeRoom(@Nullable Runnable later) throws ProblemException {
    int capacity = nextCapacity();
    long before = cost(bytes.length);
    long inTheEnd = Math.max(cost(capacity), mostHeld - before);
    if (!slot.grow(cost(capacity), inTheEnd, this, later)) {
      return false;
    }
    try {
      bytes = Arrays.copyOf(bytes, capacity);
    } catch (OutOfMemoryError e) {
      slot.shrink(cost(capacity));
      throw new ProblemException(Problems.of(e));
    }
    slot.shrink(before);
    return true;
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
    complete();
    return ByteBuffer.wrap(bytes, 0, count);
  }

  /** Whether what has come is meant as an initialization section. */
  boolean isInitialization() {
    return MediaFile.isInitialization(ByteBuffer.wrap(bytes, 0, count));
  }

  @Override
  void end() {}

  @Override
  void letGo() {
    bytes = NOTHING;
    count = 0;
  }
}
