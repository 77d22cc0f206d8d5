package dev.chalkstream.histories;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** The store that all nodes share; tells of every change of it, in the order of the changes. */
final class WatchedStore implements BlobStore {

  /** Is told what changes. */
  interface Watcher {

    /** A blob has been written, and is there now. */
    void written(String name) throws IOException;

    /** A blob is about to be deleted. */
    void deleting(String name) throws IOException;
  }

  private final BlobStore target;
  private final Watcher watcher;

  WatchedStore(BlobStore target, Watcher watcher) {
    this.target = target;
    this.watcher = watcher;
  }

  private static String nameOf(BlobKey key) {
    String value = key.value();
    return value.substring(value.indexOf('/') + 1);
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    Optional<BlobVersion> version = target.putIf(key, body, condition);
    if (version.isPresent()) {
      watcher.written(nameOf(key));
    }
    return version;
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    watcher.deleting(nameOf(key));
    target.delete(key);
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    return target.get(key, range);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    return target.head(key);
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    return target.list(prefix);
  }

  @Override
  public void close() throws IOException {
    target.close();
  }
}
