package dev.chalkstream.histories;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ForwardingStore;
import java.io.IOException;
import java.util.Optional;

/** A store for those who only look: what they write fails. */
final class ReadOnlyStore extends ForwardingStore {

  ReadOnlyStore(BlobStore target) {
    super(target);
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    throw new IOException("for reading only");
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    throw new IOException("for reading only");
  }
}
