package dev.chalkstream.storage;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Content that lies in memory. */
final class BufferContent implements BlobContent {

  private final ByteBuffer bytes;
  private final boolean critical;

  BufferContent(ByteBuffer bytes, boolean critical) {
    this.bytes = bytes;
    this.critical = critical;
  }

  @Override
  public boolean isCritical() {
    return critical;
  }

  @Override
  public long length() {
    return bytes.remaining();
  }

  @Override
  public InputStream open() {
    if (bytes.hasArray()) {
      return new ByteArrayInputStream(
          bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
    return new BufferInputStream(bytes.duplicate());
  }

  /** Reads a buffer that has no array to give. */
  private static final class BufferInputStream extends InputStream {

    private final ByteBuffer remaining;

    BufferInputStream(ByteBuffer remaining) {
      this.remaining = remaining;
    }

    @Override
    public int read() {
      return remaining.hasRemaining() ? remaining.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      if (!remaining.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, remaining.remaining());
      remaining.get(target, offset, count);
      return count;
    }
  }
}
