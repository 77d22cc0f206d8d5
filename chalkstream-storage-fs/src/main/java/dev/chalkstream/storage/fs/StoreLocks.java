package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer a key, among all threads and processes that share a directory. Keys are spread over
 * the stripes of one lock file.
 *
 * <p>That file also tells whether the directory is still the one that was opened: where another or
 * none is at its path, what the directory holds is verified, and the file opened anew. So nobody
 * writes under a lock on a file that others do not find.
 */
final class StoreLocks implements Closeable {

  /** What to do under a lock. */
  interface Action<T> {
    T run() throws IOException;
  }

  /** Looks whether the directory holds the store that was opened. */
  interface Verification {

    /**
     * Looks.
     *
     * @throws IOException if it does not
     */
    void run() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(StoreLocks.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How often the lock file may be replaced during one action before that is a fault. */
  private static final int MAX_REPLACED = 10;

  private final Path path;
  private final Duration patience;
  private final Verification verification;
  private volatile LockFile current;
  private boolean closed;

  private StoreLocks(Path path, Duration patience, Verification verification, LockFile current) {
    this.path = path;
    this.patience = patience;
    this.verification = verification;
    this.current = current;
  }

  static StoreLocks open(Path path, Verification verification) throws IOException {
    return open(path, verification, PATIENCE);
  }

  static StoreLocks open(Path path, Verification verification, Duration patience)
      throws IOException {
    return new StoreLocks(path, patience, verification, LockFile.open(path, patience));
  }

  /** Runs an action while no other thread or process runs one for the same key. */
  <T> T locked(BlobKey key, Action<T> action) throws IOException {
    int hash = key.hashCode();
    return locked((hash ^ (hash >>> 16)) & (LockFile.STRIPES - 1), action);
  }

  /** Runs an action while no other thread or process runs one by this method. */
  <T> T locked(Action<T> action) throws IOException {
    return locked(0, action);
  }

  private <T> T locked(int stripe, Action<T> action) throws IOException {
    for (int replaced = 0; ; replaced++) {
      LockFile file = current;
      try {
        return file.underStripe(stripe, action);
      } catch (LockFile.ReplacedException e) {
        if (replaced == MAX_REPLACED) {
          throw e;
        }
        reopen(file);
      }
    }
  }

  /**
   * Looks whether the directory is still the one that was opened, at the price of one look at a
   * file's attributes.
   *
   * @throws IOException if it is not
   */
  void check() throws IOException {
    LockFile file = current;
    if (!file.isAtPath()) {
      reopen(file);
    }
  }

  private void reopen(LockFile former) throws IOException {
    synchronized (this) {
      if (closed) {
        throw new IOException("this store is closed");
      }
      if (current != former) {
        return;
      }
      verification.run();
      current = LockFile.open(path, patience);
    }
    LOG.info("Another lock file is at {}, and is used from now on", path);
    former.close();
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    current.close();
  }
}
