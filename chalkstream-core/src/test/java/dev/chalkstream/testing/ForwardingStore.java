package dev.chalkstream.testing;

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

/** A store that does what another does, but for what a test overrides. Closing it does nothing. */
public abstract class ForwardingStore implements BlobStore {

  protected final BlobStore target;

  protected ForwardingStore(BlobStore target) {
    this.target = target;
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    return target.get(key, range);
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    return target.putIf(key, body, condition);
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
    target.delete(key);
  }

  @Override
  public void close() {}
}
