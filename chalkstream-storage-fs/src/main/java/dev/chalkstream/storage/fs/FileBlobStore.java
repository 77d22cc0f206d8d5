package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.storage.StoreFullException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs as files below a directory, which any number of stores and processes may open at once, on
 * one machine or on several that share a file system with working locks (NFS 4, for example).
 *
 * <p>A blob lies under its key as a path, such as {@code {root}/{streamId}/manifest.json}: its
 * bytes, and a last line with its length, time and version, and a CRC-32C of every 16 KiB. A file
 * that does not end with such a line is a damaged blob, and so is one of which any byte has
 * changed: it is told by {@link #get} and {@link #head} where the line has, and otherwise while the
 * body is read; no block of it that has changed is ever given out. Symbolic links are not followed,
 * save that the root may be one. The folder {@code @chalkstream} in the root belongs to the store
 * and holds its lock, its identity, its reserve and the files that are being written; what a dead
 * process leaves there is removed after an hour.
 *
 * <p>A put writes a temporary file and moves it into place. {@linkplain BlobContent#isCritical()
 * Critical} blobs are on the disk before they are moved, and the names of their files when the put
 * returns. For other blobs a store does not wait for the disk, unless it is opened with {@code
 * sync}: what was stored then survives the death of the process, but the last seconds may be lost
 * with the power. With {@code sync} every put and delete has reached the disk when it returns.
 *
 * <p>4 MiB of the disk are kept in reserve, from the first blob that is not critical. When the disk
 * is full, they are used for critical blobs, and other blobs are refused by a {@link
 * StoreFullException} until there is room again.
 *
 * <p>While the root is missing, or is another directory than the one that was opened, such as the
 * empty one below a file system that is not mounted, every call is a fault, and nothing is written.
 * When the directory is back, the open store goes on.
 *
 * <p>Times of blobs are those of the file system, on a network that of its server, unless the store
 * is opened with another clock than the system's. A listing reads one directory at a time into
 * memory and holds nothing open. Interrupting a thread in a call makes the call fail with an {@link
 * IOException}. Made for POSIX file systems; on others an atomic move may fail while the file is
 * being read, and a root that was replaced is not noticed. Safe for use by many threads.
 */
public final class FileBlobStore implements BlobStore {

  private static final Logger LOG = LoggerFactory.getLogger(FileBlobStore.class);

  private final StoreDirectory directory;
  private final StoreLocks locks;
  private final TemporaryFiles temporaries;
  private final Reserve reserve;
  private final InstantSource clock;
  private volatile boolean closed;

  private FileBlobStore(StoreDirectory directory, StoreLocks locks, InstantSource clock) {
    this.directory = directory;
    this.locks = locks;
    this.temporaries =
        new TemporaryFiles(
            directory, clock.equals(InstantSource.system()) ? null : clock, clock.instant());
    this.reserve = new Reserve(directory);
    this.clock = clock;
  }

  /**
   * Opens a store that does not wait for the disk, with the system's clock.
   *
   * @param root the directory, made if it does not exist
   * @return the open store, which the caller closes
   * @throws IOException if the root is not a directory, cannot be written to, or is on a file
   *     system without locks
   */
  public static FileBlobStore open(Path root) throws IOException {
    return open(root, false, InstantSource.system());
  }

  /**
   * Opens a store.
   *
   * @param root the directory, made if it does not exist
   * @param sync whether puts and deletes wait until the disk has them
   * @param clock tells the {@linkplain BlobInfo#lastModified() times} of blobs; instead of the
   *     system's, the file system does, since machines that share it need not agree
   * @return the open store, which the caller closes
   * @throws IOException if the root is not a directory, cannot be written to, or is on a file
   *     system without locks
   */
  public static FileBlobStore open(Path root, boolean sync, InstantSource clock)
      throws IOException {
    Objects.requireNonNull(clock, "clock");
    try {
      StoreDirectory directory = StoreDirectory.open(root, sync);
      StoreLocks locks = StoreLocks.open(directory.lockFile(), directory::verify);
      FileBlobStore store = new FileBlobStore(directory, locks, clock);
      try {
        store.prepare();
      } catch (IOException | RuntimeException e) {
        locks.close();
        throw e;
      }
      return store;
    } catch (IOException e) {
      throw new IOException("cannot open a store in " + root + ": " + e, e);
    }
  }

  private void prepare() throws IOException {
    locks.locked(
        () -> {
          directory.identify(clock.instant());
          return directory;
        });
    try {
      // Writes to the directory, so a store that cannot be written to fails here.
      temporaries.sweep();
    } catch (IOException e) {
      if (!FileFaults.isFull(e)) {
        throw e;
      }
      LOG.warn("The disk of the store {} is full", directory.root());
    }
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    Objects.requireNonNull(range, "range");
    return found("read", key, path -> BlobFile.open(key, path, range));
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    return found("look at", key, path -> BlobFile.info(key, path));
  }

  private interface Look<T> {
    Optional<T> at(Path path) throws IOException;
  }

  /** Absent is only what is absent from the directory that was opened. */
  private <T> Optional<T> found(String doing, BlobKey key, Look<T> look) throws IOException {
    checkOpen();
    try {
      locks.check();
      Optional<T> found = look.at(directory.path(key));
      if (found.isEmpty()) {
        locks.check();
      }
      return found;
    } catch (IOException e) {
      throw FileFaults.explain(doing + ' ' + nameOf(key), e);
    }
  }

  private String nameOf(BlobKey key) {
    return key + " in the store " + directory.root();
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    checkOpen();
    Objects.requireNonNull(condition, "condition");
    Optional<BlobVersion> version = putFromReserve(key, body, condition);
    if (version.isPresent() && (body.isCritical() || directory.sync())) {
      directory.settle(directory.path(key));
    }
    return version;
  }

  /** Ends, because the reserve does. */
  private Optional<BlobVersion> putFromReserve(
      BlobKey key, BlobContent body, PutCondition condition) throws IOException {
    while (true) {
      try {
        return put(key, body, condition);
      } catch (StoreFullException e) {
        if (!body.isCritical() || !reserve.release(body.length())) {
          throw e;
        }
      }
    }
  }

  /** A put that finds the disk full has stored nothing. */
  private Optional<BlobVersion> put(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    try {
      locks.check();
      Instant now = clock.instant();
      if (!body.isCritical()) {
        reserve.require(now);
      }
      temporaries.sweepIfDue(now);
      return putChecked(key, body, condition, now);
    } catch (IOException e) {
      throw unstored(key, body, e);
    }
  }

  /** The file system may say that it is full in the system's language, which is not known here. */
  private IOException unstored(BlobKey key, BlobContent body, IOException e) {
    String what = "store " + nameOf(key);
    IOException explained = FileFaults.explain(what, e);
    boolean unexplained =
        explained == e
            && (e.getClass() == IOException.class || e.getClass() == FileSystemException.class);
    try {
      return unexplained && directory.usableSpace() < body.length()
          ? new StoreFullException("cannot " + what + ": the disk has no room for it", e)
          : explained;
    } catch (IOException unknown) {
      explained.addSuppressed(unknown);
      return explained;
    }
  }

  private Optional<BlobVersion> putChecked(
      BlobKey key, BlobContent body, PutCondition condition, Instant now) throws IOException {
    Path target = directory.path(key);
    BlobVersion version = newVersion();
    boolean durably = body.isCritical() || directory.sync();
    Path finished = temporaries.write(body, version, durably);
    boolean published = false;
    try {
      if (!body.isCritical()) {
        // Once more: what was written since the reserve was given away has taken its room.
        reserve.require(now);
      }
      published = locks.locked(key, () -> publishIf(key, target, finished, condition));
    } finally {
      if (!published) {
        Files.deleteIfExists(finished);
      }
    }
    return published ? Optional.of(version) : Optional.empty();
  }

  private boolean publishIf(BlobKey key, Path target, Path finished, PutCondition condition)
      throws IOException {
    if (!holds(key, target, condition)) {
      return false;
    }
    directory.publish(finished, target);
    return true;
  }

  private static boolean holds(BlobKey key, Path target, PutCondition condition)
      throws IOException {
    if (condition instanceof PutCondition.IfVersion ifVersion) {
      Optional<BlobInfo> present = BlobFile.info(key, target);
      return present.isPresent() && present.get().version().equals(ifVersion.version());
    }
    return condition instanceof PutCondition.Always || !BlobFile.isThere(target);
  }

  /** Never the same twice, in any process: so a version outlives deletion and restart. */
  private static BlobVersion newVersion() {
    return BlobVersion.of(UUID.randomUUID().toString().replace("-", ""));
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    checkOpen();
    try {
      locks.check();
      DirectoryListing listing = new DirectoryListing(directory.root(), prefix, locks::check);
      return StreamSupport.stream(listing, false);
    } catch (IOException e) {
      throw FileFaults.explain("list " + prefix + "* in the store " + directory.root(), e);
    }
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    checkOpen();
    try {
      remove(key);
    } catch (StoreFullException e) {
      // Some file systems need room to delete.
      if (!reserve.release(0)) {
        throw e;
      }
      remove(key);
    }
    if (directory.sync()) {
      directory.settle(directory.path(key));
    }
  }

  private void remove(BlobKey key) throws IOException {
    try {
      Path target = directory.path(key);
      locks.locked(
          key,
          () -> {
            directory.remove(target);
            return target;
          });
    } catch (IOException e) {
      throw FileFaults.explain("delete " + nameOf(key), e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    locks.close();
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("this store is closed");
    }
  }
}
