package dev.chalkstream.storage.tck;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** A store in memory, for a subclass to break. */
abstract class ForwardingBlobStore implements BlobStore {

  final BlobStore sound = BlobStores.inMemory();

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    return sound.get(key, range);
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    return sound.putIf(key, body, condition);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    return sound.head(key);
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    return sound.list(prefix);
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    sound.delete(key);
  }

  @Override
  public void close() throws IOException {
    sound.close();
  }
}
