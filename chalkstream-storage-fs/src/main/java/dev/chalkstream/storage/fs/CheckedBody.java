package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.DamagedBlobException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A range of the bytes of an open file, each block of which is checked before anything of it is
 * given out. The file is closed with the stream. Not safe for use by many threads.
 */
final class CheckedBody extends InputStream {

  private final Path path;
  private final FileChannel file;
  private final Trailer trailer;
  private long position;
  private long remaining;

  /** The bytes of one block, for those who read less than a block at once. */
  private byte @Nullable [] buffer;

  private long buffered = -1;

  CheckedBody(Path path, FileChannel file, Trailer trailer, long position, long remaining) {
    this.path = path;
    this.file = file;
    this.trailer = trailer;
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
    long block = position / BlockChecks.BLOCK;
    int inBlock = (int) (position % BlockChecks.BLOCK);
    int blockLength =
        (int) Math.min(BlockChecks.BLOCK, trailer.length() - block * BlockChecks.BLOCK);
    int wanted = (int) Math.min(length, remaining);
    int count;
    if (inBlock == 0 && wanted >= blockLength) {
      load(block, target, offset, blockLength);
      count = blockLength;
    } else {
      count = Math.min(wanted, blockLength - inBlock);
      System.arraycopy(buffered(block, blockLength), inBlock, target, offset, count);
    }
    position += count;
    remaining -= count;
    return count;
  }

  private byte[] buffered(long block, int length) throws IOException {
    byte[] bytes = buffer;
    if (bytes == null) {
      bytes = new byte[(int) Math.min(BlockChecks.BLOCK, trailer.length())];
      buffer = bytes;
    }
    if (buffered != block) {
      buffered = -1;
      load(block, bytes, 0, length);
      buffered = block;
    }
    return bytes;
  }

  private void load(long block, byte[] target, int offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(target, offset, length);
    long start = block * BlockChecks.BLOCK;
    try {
      while (bytes.hasRemaining()) {
        if (file.read(bytes, start + length - bytes.remaining()) < 0) {
          throw new DamagedBlobException(path + " has been cut short while it was read");
        }
      }
    } catch (IOException e) {
      throw FileFaults.explain("read " + path, e);
    }
    if (!BlockChecks.matches(trailer.checks(), block, target, offset, length)) {
      throw new DamagedBlobException(
          path
              + " is damaged: the bytes from "
              + start
              + " to "
              + (start + length - 1)
              + " are not those that were stored; check the disk, and restore the file or delete"
              + " it");
    }
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
