package dev.chalkstream.storage.tck;

import dev.chalkstream.storage.BlobContent;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Content that misbehaves in one way or another, and counts the streams that are left open. */
final class OddContent implements BlobContent {

  private final long length;
  private final byte[] yielded;
  private final int failAfter;
  private final AtomicInteger open = new AtomicInteger();

  private OddContent(long length, byte[] yielded, int failAfter) {
    this.length = length;
    this.yielded = yielded;
    this.failAfter = failAfter;
  }

  /** Says one length, and yields bytes of perhaps another. */
  static OddContent ofLength(long length, byte[] yielded) {
    return new OddContent(length, yielded, Integer.MAX_VALUE);
  }

  /** Says the right length, but every stream fails after some bytes. */
  static OddContent failingAfter(int count, byte[] bytes) {
    return new OddContent(bytes.length, bytes, count);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() {
    open.incrementAndGet();
    return new Trickle();
  }

  int leftOpen() {
    return open.get();
  }

  /** Yields at most seven bytes at a time, as a slow connection does. */
  private final class Trickle extends FilterInputStream {

    private int count;
    private boolean closed;

    Trickle() {
      super(new ByteArrayInputStream(yielded));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int size) throws IOException {
      if (count >= failAfter) {
        throw new IOException("this body fails, as a test wants it to");
      }
      int read = super.read(target, offset, Math.min(size, Math.min(7, failAfter - count)));
      count += Math.max(0, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
      super.close();
    }
  }
}
