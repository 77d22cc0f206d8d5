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

/** A store for those who only look: what they write fails. */
final class ReadOnlyStore implements BlobStore {

  private final BlobStore target;

  ReadOnlyStore(BlobStore target) {
    this.target = target;
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    return target.get(key, range);
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    throw new IOException("for reading only");
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
  public void delete(BlobKey key) throws IOException {
    throw new IOException("for reading only");
  }

  @Override
  public void close() {}
}
