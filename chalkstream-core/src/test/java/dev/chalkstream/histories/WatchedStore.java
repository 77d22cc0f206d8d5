package dev.chalkstream.histories;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ForwardingStore;
import java.io.IOException;
import java.util.Optional;

/** The store that all nodes share; tells of every change of it, in the order of the changes. */
final class WatchedStore extends ForwardingStore {

  /** Is told what changes. */
  interface Watcher {

    /** A blob has been written, and is there now. */
    void written(String name) throws IOException;

    /** A blob is about to be deleted. */
    void deleting(String name) throws IOException;
  }

  private final Watcher watcher;

  WatchedStore(BlobStore target, Watcher watcher) {
    super(target);
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
}
