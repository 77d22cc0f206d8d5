package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.StoreFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that only takes up room. When the disk is full it is cut, slice by slice, so that critical
 * blobs can still be written: what has expired is only deleted after its manifest was changed. A
 * slice and not all of it, because others take what is free: logs, and other programs. As long as
 * it is not whole, other blobs are refused, since they would take that room too; the first of them
 * for which there is room again restores it. Shared by all processes that use the directory, by its
 * size. Safe for use by many threads.
 */
final class Reserve {

  /**
   * Its size in bytes. A manifest is replaced by a whole new one, and mostly has some tens of
   * kilobytes, which are free again afterwards: so this is enough for as many streams as one likes,
   * and for 32 times that others take what is free.
   */
  static final int SIZE = 4 << 20;

  /** As much is given away at once, or as much as one blob needs, if that is more. */
  private static final long SLICE = 128 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

  /** A quota shows only when it is used up, so trying costs what it writes. */
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);

  private static final int CHUNK = 64 << 10;

  private final StoreDirectory directory;
  private final Path path;
  private Instant nextAttempt = Instant.MIN;

  Reserve(StoreDirectory directory) {
    this.directory = directory;
    this.path = directory.reserve();
  }

  /**
   * Makes sure that there is a reserve.
   *
   * @throws StoreFullException if there is no room for it, and so none for a blob either
   */
  void require(Instant now) throws IOException {
    if (!isWhole() && !restore(now)) {
      throw new StoreFullException(
          "the disk of the store "
              + directory.root()
              + " is full: what room there is left is kept for deleting what has expired");
    }
  }

  private boolean isWhole() throws IOException {
    return size() >= SIZE;
  }

  private long size() throws IOException {
    try {
      return Files.size(path);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private synchronized boolean restore(Instant now) throws IOException {
    if (isWhole()) {
      return true;
    }
    if (now.isBefore(nextAttempt) && now.isAfter(nextAttempt.minus(BETWEEN_ATTEMPTS))) {
      return false;
    }
    if (directory.usableSpace() < 2L * SIZE) {
      return false;
    }
    Path temporary = directory.temporaries().resolve(UUID.randomUUID().toString());
    try {
      fill(temporary);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      LOG.info("{} bytes of the disk are kept in reserve by {}", SIZE, path);
      return true;
    } catch (IOException e) {
      if (!FileFaults.isFull(e)) {
        throw e;
      }
      nextAttempt = now.plus(BETWEEN_ATTEMPTS);
      return false;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Noise, since some file systems keep no room for what they can compress. */
  private static void fill(Path file) throws IOException {
    byte[] noise = new byte[CHUNK];
    Random random = new Random();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int written = 0; written < SIZE; written += CHUNK) {
        random.nextBytes(noise);
        TemporaryFiles.writeFully(channel, ByteBuffer.wrap(noise));
      }
    }
  }

  /**
   * Gives room away.
   *
   * @param needed how many bytes are to be written
   * @return whether there was any to give
   */
  synchronized boolean release(long needed) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      long size = file.size();
      if (size == 0) {
        return false;
      }
      // What a blob needs, and as much again for its trailer and the blocks of the file system.
      file.truncate(Math.max(0, size - Math.max(SLICE, 2 * needed)));
      if (size == SIZE) {
        LOG.warn(
            "The disk of the store {} is full: its reserve is used now for what frees it, and no"
                + " segments are taken until there is room again",
            directory.root());
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
