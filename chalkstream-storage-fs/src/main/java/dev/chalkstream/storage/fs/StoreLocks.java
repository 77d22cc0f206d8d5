package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobKey;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One writer a key, among all threads and processes that share a directory. Keys are spread over a
 * fixed number of stripes, each a byte of one lock file.
 *
 * <p>The operating system's locks belong to the process, so within it a monitor a stripe stands in
 * front of them. The monitors are interned strings: those are the same objects in every class
 * loader, and two web applications may well open one directory. Whoever closes the lock file takes
 * all monitors first, because on POSIX closing a file drops every lock that its process has on it.
 */
final class StoreLocks implements Closeable {

  /** What to do under a lock. */
  interface Action<T> {
    T run() throws IOException;
  }

  private static final int STRIPES = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long SHORTEST_PAUSE_NANOS = 20_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000;

  private final Path path;
  private final FileChannel file;
  private final String[] monitors = new String[STRIPES];
  private final Duration patience;

  private StoreLocks(Path path, FileChannel file, String identity, Duration patience) {
    this.path = path;
    this.file = file;
    this.patience = patience;
    for (int i = 0; i < STRIPES; i++) {
      monitors[i] = ("dev.chalkstream.storage.fs " + identity + " " + i).intern();
    }
  }

  static StoreLocks open(Path path) throws IOException {
    return open(path, PATIENCE);
  }

  static StoreLocks open(Path path, Duration patience) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    Object fileKey = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    String identity = fileKey == null ? path.toString() : fileKey.toString();
    StoreLocks locks = new StoreLocks(path, file, identity, patience);
    try {
      // A file system without locks must show when the store is opened.
      locks.underStripe(0, () -> path);
    } catch (IOException | RuntimeException e) {
      locks.close();
      throw e;
    }
    return locks;
  }

  /** Runs an action while no other thread or process runs one for the same key. */
  <T> T locked(BlobKey key, Action<T> action) throws IOException {
    int hash = key.hashCode();
    return underStripe((hash ^ (hash >>> 16)) & (STRIPES - 1), action);
  }

  private <T> T underStripe(int stripe, Action<T> action) throws IOException {
    synchronized (monitors[stripe]) {
      FileLock lock = acquire(stripe);
      try {
        return action.run();
      } finally {
        lock.release();
      }
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
