package dev.chalkstream.storage.fs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Some bytes of an open file; the file is closed with the stream. */
final class RangeInputStream extends InputStream {

  private final FileChannel file;
  private long position;
  private long remaining;

  RangeInputStream(FileChannel file, long position, long remaining) {
    this.file = file;
    this.position = position;
    this.remaining = remaining;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (remaining == 0) {
      return -1;
    }
    int wanted = (int) Math.min(length, remaining);
    int count = file.read(ByteBuffer.wrap(target, offset, wanted), position);
    if (count < 0) {
      throw new EOFException("the blob's file has been cut short");
    }
    position += count;
    remaining -= count;
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, remaining));
    position += skipped;
    remaining -= skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, remaining);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
