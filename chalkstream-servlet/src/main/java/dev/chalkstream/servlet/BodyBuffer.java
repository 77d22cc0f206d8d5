package dev.chalkstream.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects a body as it arrives. It grows with what has come and not with what was announced, so a
 * client cannot make it take memory by words. Not safe for many threads.
 */
final class BodyBuffer {

  private static final int FIRST_CAPACITY = 32 << 10;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final int limit;
  private final int largest;
  private byte[] bytes;
  private int count;

  /**
   * Makes an empty buffer.
   *
   * @param announced the length that the client has announced, or negative if it has not
   * @param limit how many bytes are taken at most
   * @throws ProblemException if the announced length is over the limit
   */
  BodyBuffer(long announced, int limit) throws ProblemException {
    if (announced > limit) {
      throw Problems.tooLarge(limit);
    }
    this.limit = limit;
    // One byte more than is expected, so that the end is met without growing once more.
    long expected = (announced < 0 ? limit : announced) + 1;
    this.largest = (int) Math.min(expected, LARGEST_ARRAY);
    this.bytes = new byte[Math.min(largest, FIRST_CAPACITY)];
  }

  /**
   * Reads once.
   *
   * @return false if the body has ended
   * @throws ProblemException if the body has more bytes than the limit
   * @throws IOException if the body cannot be read
   */
  boolean readFrom(InputStream in) throws IOException, ProblemException {
    if (count == bytes.length) {
      int doubled = (int) Math.min(2L * bytes.length, Math.max(largest, count + 1L));
      bytes = Arrays.copyOf(bytes, doubled);
    }
    int read = in.read(bytes, count, bytes.length - count);
    count += Math.max(0, read);
    if (count > limit) {
      throw Problems.tooLarge(limit);
    }
    return read >= 0;
  }

  /** What has been read, not copied. */
  ByteBuffer toByteBuffer() {
    return ByteBuffer.wrap(bytes, 0, count);
  }
}
