package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are being written, and those that dead processes have left half-written. */
final class TemporaryFiles {

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);
  private static final int BUFFER_SIZE = 64 * 1024;

  /** No live writer leaves its file untouched for so long. */
  static final Duration ABANDONED = Duration.ofHours(1);

  private final StoreDirectory directory;
  private final Path folder;
  private final @Nullable InstantSource clock;
  private final AtomicReference<Instant> nextSweep;

  /**
   * Makes those of a store.
   *
   * @param clock tells when blobs are stored, or null if the file system does
   */
  TemporaryFiles(StoreDirectory directory, @Nullable InstantSource clock, Instant now) {
    this.directory = directory;
    this.folder = directory.temporaries();
    this.clock = clock;
    this.nextSweep = new AtomicReference<>(now.plus(ABANDONED));
  }

  /**
   * Writes a body of exactly its length and the trailer behind it.
   *
   * @param durably whether to wait until the disk has them
   */
  Path write(BlobContent body, BlobVersion version, boolean durably) throws IOException {
    Path path = folder.resolve(version.value());
    boolean written = false;
    try {
      write(path, body, version, durably);
      written = true;
    } finally {
      if (!written) {
        Files.deleteIfExists(path);
      }
    }
    return path;
  }

  private void write(Path path, BlobContent body, BlobVersion version, boolean durably)
      throws IOException {
    try (FileChannel file = create(path)) {
      Instant stored = clock == null ? timeOf(path) : clock.instant();
      long length = body.length();
      String checks = copy(body, length, file);
      writeFully(file, new Trailer(length, stored, version, checks).encode());
      if (durably) {
        file.force(true);
      }
    }
  }

  /** On a network file system that is the server's time, which all machines share. */
  private static Instant timeOf(Path fresh) throws IOException {
    return Files.getLastModifiedTime(fresh, LinkOption.NOFOLLOW_LINKS).toInstant();
  }

  private FileChannel create(Path path) throws IOException {
    try {
      return createNew(path);
    } catch (NoSuchFileException e) {
      directory.restoreTemporaries();
      return createNew(path);
    }
  }

  private static FileChannel createNew(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Returns the checks of the blocks. */
  private static String copy(BlobContent body, long length, FileChannel file) throws IOException {
    BlockChecks checks = new BlockChecks();
    byte[] buffer = new byte[(int) Math.min(length, BUFFER_SIZE)];
    long remaining = length;
    try (InputStream in = body.open()) {
      while (remaining > 0) {
        int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, remaining));
        if (count == 0) {
          throw new IOException("the body ended " + remaining + " bytes before its length");
        }
        checks.update(buffer, count);
        writeFully(file, ByteBuffer.wrap(buffer, 0, count));
        remaining -= count;
      }
      if (in.read() >= 0) {
        throw new IOException("the body goes on beyond its length of " + length + " bytes");
      }
    }
    return checks.finish();
  }

  static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** Removes what was abandoned, if that has not been done for a while. */
  void sweepIfDue(Instant now) {
    Instant due = nextSweep.get();
    if (now.isBefore(due) || !nextSweep.compareAndSet(due, now.plus(ABANDONED))) {
      return;
    }
    try {
      sweep();
    } catch (IOException e) {
      LOG.warn("Cannot remove unfinished files from {}", folder, e);
    }
  }

  /**
   * Removes what was abandoned. Ages are told by the file system's own clock, which its other users
   * share.
   */
  void sweep() throws IOException {
    Instant limit = fileSystemTime().minus(ABANDONED);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (isOlder(file, limit) && Files.deleteIfExists(file)) {
          LOG.info("Removed {}, which a writer left unfinished", file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isOlder(Path file, Instant limit) throws IOException {
    try {
      FileTime time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
      return time.toInstant().isBefore(limit);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Instant fileSystemTime() throws IOException {
    Path probe = folder.resolve(UUID.randomUUID().toString());
    create(probe).close();
    try {
      return Files.getLastModifiedTime(probe).toInstant();
    } finally {
      Files.deleteIfExists(probe);
    }
  }
}
