package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Blobs as files below a directory, which any number of stores and processes may open at once, on
 * one machine or on several that share a file system with working locks (NFS 4, for example).
 *
 * <p>A blob lies under its key as a path, such as {@code {root}/{streamId}/manifest.json}: its
 * bytes, and a last line with its length, time and version. A file that does not end with such a
 * line is no blob: it is passed over, and replaced by a put to its key. Symbolic links are not
 * followed, save that the root may be one. The folder {@code @chalkstream} in the root belongs to
 * the store and holds its lock and the files that are being written; what a dead process leaves
 * there is removed after an hour.
 *
 * <p>A put writes a temporary file and moves it into place. Unless the store is opened with {@code
 * sync}, it does not wait for the disk: what was stored then survives the death of the process, but
 * the last seconds may be lost with the power. With {@code sync} every put and delete has reached
 * the disk when it returns.
 *
 * <p>Times of blobs are those of the clock of the node that stored them. A listing reads one
 * directory at a time into memory and holds nothing open. Interrupting a thread in a call makes the
 * call fail with an {@link IOException}. Made for POSIX file systems; on others an atomic move may
 * fail while the file is being read. Safe for use by many threads.
 */
public final class FileBlobStore implements BlobStore {

  private final StoreDirectory directory;
  private final StoreLocks locks;
  private final TemporaryFiles temporaries;
  private final InstantSource clock;
  private volatile boolean closed;

  private FileBlobStore(StoreDirectory directory, StoreLocks locks, InstantSource clock) {
    this.directory = directory;
    this.locks = locks;
    this.temporaries = new TemporaryFiles(directory, clock.instant());
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
   * @param clock tells the {@linkplain BlobInfo#lastModified() times} of blobs
   * @return the open store, which the caller closes
   * @throws IOException if the root is not a directory, cannot be written to, or is on a file
   *     system without locks
   */
  public static FileBlobStore open(Path root, boolean sync, InstantSource clock)
      throws IOException {
    Objects.requireNonNull(clock, "clock");
    try {
      StoreDirectory directory = StoreDirectory.open(root, sync);
      StoreLocks locks = StoreLocks.open(directory.lockFile());
      FileBlobStore store = new FileBlobStore(directory, locks, clock);
      try {
        // Writes to the directory, so a store that cannot be written to fails here.
        store.temporaries.sweep();
      } catch (IOException | RuntimeException e) {
        locks.close();
        throw e;
      }
      return store;
    } catch (IOException e) {
      throw new IOException("cannot open a store in " + root + ": " + e, e);
    }
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    checkOpen();
    Objects.requireNonNull(range, "range");
    return BlobFile.open(key, directory.path(key), range);
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    checkOpen();
    Objects.requireNonNull(condition, "condition");
    Instant now = clock.instant();
    temporaries.sweepIfDue(now);
    Path target = directory.path(key);
    BlobVersion version = newVersion();
    Path finished = temporaries.write(body, new Trailer(body.length(), now, version));
    boolean published = false;
    try {
      published = locks.locked(key, () -> publishIf(key, target, finished, condition));
    } finally {
      if (!published) {
        Files.deleteIfExists(finished);
      }
    }
    if (!published) {
      return Optional.empty();
    }
    directory.settle(target);
    return Optional.of(version);
  }

  private boolean publishIf(BlobKey key, Path target, Path finished, PutCondition condition)
      throws IOException {
    if (!(condition instanceof PutCondition.Always)) {
      Optional<BlobVersion> present = BlobFile.info(key, target).map(BlobInfo::version);
      Optional<BlobVersion> wanted =
          condition instanceof PutCondition.IfVersion ifVersion
              ? Optional.of(ifVersion.version())
              : Optional.empty();
      if (!present.equals(wanted)) {
        return false;
      }
    }
    directory.publish(finished, target);
    return true;
  }

  /** Never the same twice, in any process: so a version outlives deletion and restart. */
  private static BlobVersion newVersion() {
    return BlobVersion.of(UUID.randomUUID().toString().replace("-", ""));
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    checkOpen();
    return BlobFile.info(key, directory.path(key));
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    checkOpen();
    return StreamSupport.stream(new DirectoryListing(directory.root(), prefix), false);
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    checkOpen();
    Path target = directory.path(key);
    locks.locked(
        key,
        () -> {
          directory.remove(target);
          return target;
        });
    directory.settle(target);
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
