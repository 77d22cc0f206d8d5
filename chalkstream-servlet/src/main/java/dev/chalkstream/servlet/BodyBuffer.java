package dev.chalkstream.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects a body as it arrives. It grows with what has come and not with what was announced, so a
 * client cannot make it take memory by words, and only where all uploads together leave room. Safe
 * for many threads.
 */
final class BodyBuffer {

  private static final int FIRST_CAPACITY = 4 << 10;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final byte[] NOTHING = {};

  private final int limit;
  private final int largest;
  private final UploadSlot slot;
  private byte[] bytes = NOTHING;
  private int count;
  private boolean discarded;

  /**
   * Makes an empty buffer.
   *
   * @param announced the length that the client has announced, or negative if it has not
   * @param limit how many bytes are taken at most
   * @param slot counts the memory, and gets it back when the body is discarded
   * @throws ProblemException if the announced length is over the limit
   */
  BodyBuffer(long announced, int limit, UploadSlot slot) throws ProblemException {
    if (announced > limit) {
      throw Problems.tooLarge(limit);
    }
    this.limit = limit;
    this.slot = slot;
    // One byte more than is expected, so that the end is met without growing once more.
    long expected = (announced < 0 ? limit : announced) + 1;
    this.largest = (int) Math.min(expected, LARGEST_ARRAY);
  }

  /**
   * Reads once.
   *
   * @return false if the body has ended
   * @throws ProblemException if the body has more bytes than the limit, or there is no room left
   * @throws IOException if the body cannot be read, or has been discarded
   */
  synchronized boolean readFrom(InputStream in) throws IOException, ProblemException {
    if (discarded) {
      throw new IOException("the body is not wanted any more");
    }
    if (count == bytes.length) {
      grow();
    }
    int read = in.read(bytes, count, bytes.length - count);
    count += Math.max(0, read);
    if (count > limit) {
      throw Problems.tooLarge(limit);
    }
    return read >= 0;
  }

  private void grow() throws ProblemException {
    long doubled = Math.max(FIRST_CAPACITY, 2L * bytes.length);
    int capacity = (int) Math.min(doubled, Math.max(largest, count + 1L));
    // The byte beyond the limit is nobody's, so that the largest segment fits where it just does.
    slot.grow(Math.min(capacity, limit) - bytes.length);
    bytes = Arrays.copyOf(bytes, capacity);
  }

  /** What has been read, not copied. */
  synchronized ByteBuffer toByteBuffer() {
    return ByteBuffer.wrap(bytes, 0, count);
  }

  /** Lets go of the memory. */
  synchronized void discard() {
    discarded = true;
    bytes = NOTHING;
    count = 0;
    slot.close();
  }
}
