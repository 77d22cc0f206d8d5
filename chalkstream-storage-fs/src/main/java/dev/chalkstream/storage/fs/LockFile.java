package dev.chalkstream.storage.fs;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open lock file: a byte of it for each stripe of keys.
 *
 * <p>The operating system's locks belong to the process, so within it a monitor a stripe stands in
 * front of them. The monitors are interned strings: those are the same objects in every class
 * loader, and two web applications may well open one directory. Whoever closes the lock file takes
 * all monitors first, because on POSIX closing a file drops every lock that its process has on it.
 */
final class LockFile implements Closeable {

  /** The lock file is not the one at its path any longer, so its locks keep nobody out. */
  static final class ReplacedException extends IOException {

    private static final long serialVersionUID = 1L;

    ReplacedException(Path path) {
      super("the lock file " + path + " has been replaced again and again");
    }
  }

  static final int STRIPES = 64;

  private static final Logger LOG = LoggerFactory.getLogger(LockFile.class);
  private static final int MAX_OPENS = 100;
  private static final long SHORTEST_PAUSE_NANOS = 20_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000;

  private final Path path;
  private final FileChannel file;

  /** What the file system calls the file, or null where it has no names for files. */
  private final @Nullable Object fileKey;

  private final String[] monitors = new String[STRIPES];
  private final Duration patience;

  private LockFile(Path path, FileChannel file, @Nullable Object fileKey, Duration patience) {
    this.path = path;
    this.file = file;
    this.fileKey = fileKey;
    this.patience = patience;
    String identity = fileKey == null ? path.toString() : fileKey.toString();
    for (int i = 0; i < STRIPES; i++) {
      monitors[i] = ("dev.chalkstream.storage.fs " + identity + " " + i).intern();
    }
  }

  /** Opens the lock file at a path, made if there is none in its directory yet. */
  static LockFile open(Path path, Duration patience) throws IOException {
    LockFile opened = openSettled(path, patience);
    try {
      // A file system without locks must show when the store is opened.
      opened.underStripe(0, () -> path);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  /** An open file does not tell its name, so it is looked up before and after the opening. */
  private static LockFile openSettled(Path path, Duration patience) throws IOException {
    for (int i = 0; i < MAX_OPENS; i++) {
      create(path);
      FileChannel file = null;
      try {
        Object before = fileKey(path);
        file = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        if (Objects.equals(before, fileKey(path))) {
          LockFile opened = new LockFile(path, file, before, patience);
          file = null;
          return opened;
        }
      } catch (NoSuchFileException e) {
        LOG.debug("The lock file {} has vanished while it was opened", path, e);
      } finally {
        if (file != null) {
          file.close();
        }
      }
    }
    throw new ReplacedException(path);
  }

  private static void create(Path path) throws IOException {
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      LOG.trace("{} is there, and if it is no file, opening it will say so", path);
    }
  }

  private static @Nullable Object fileKey(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** Whether this is the file that everybody finds at the path now. */
  boolean isAtPath() {
    try {
      return Objects.equals(fileKey, fileKey(path));
    } catch (IOException e) {
      LOG.debug("The lock file {} cannot be looked at", path, e);
      return false;
    }
  }

  /**
   * Runs an action while nobody else runs one in the same stripe.
   *
   * @throws ReplacedException if another file is at the path, and then nothing was run
   */
  <T> T underStripe(int stripe, StoreLocks.Action<T> action) throws IOException {
    synchronized (monitors[stripe]) {
      FileLock lock = acquire(stripe);
      try {
        if (!isAtPath()) {
          throw new ReplacedException(path);
        }
        return action.run();
      } finally {
        release(lock);
      }
    }
  }

  /** A lock on a file whose file system has gone cannot be released, and is gone with it. */
  private void release(FileLock lock) throws IOException {
    try {
      lock.release();
    } catch (IOException e) {
      if (isAtPath()) {
        throw e;
      }
      LOG.debug("A lock on {} has gone with its file system", path, e);
    }
  }

  /** Asks again and again: an interrupt of a thread that waits in the channel would close it. */
  private FileLock acquire(int stripe) throws IOException {
    long start = System.nanoTime();
    long pause = SHORTEST_PAUSE_NANOS;
    while (true) {
      FileLock lock = tryAcquire(stripe);
      if (lock != null) {
        return lock;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while waiting for a lock on " + path);
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new IOException(
            "another process has held a lock on " + path + " for longer than " + patience);
      }
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }

  private @Nullable FileLock tryAcquire(int stripe) throws IOException {
    try {
      return file.tryLock(stripe, 1, false);
    } catch (OverlappingFileLockException e) {
      // Held in this process by one that knows the file under another identity.
      return null;
    } catch (IOException e) {
      if (isAtPath()) {
        throw e;
      }
      ReplacedException replaced = new ReplacedException(path);
      replaced.initCause(e);
      throw replaced;
    }
  }

  @Override
  public void close() throws IOException {
    closeHolding(0);
  }

  private void closeHolding(int stripe) throws IOException {
    if (stripe == STRIPES) {
      file.close();
      return;
    }
    synchronized (monitors[stripe]) {
      closeHolding(stripe + 1);
    }
  }
}
