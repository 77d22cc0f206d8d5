package dev.chalkstream.internal.metrics;

import dev.chalkstream.ChalkstreamMetrics.Operation;
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

/** A store whose calls are counted and timed. As safe for many threads as the store is. */
public final class TimedStore implements BlobStore {

  private final BlobStore target;
  private final Counters metrics;

  public TimedStore(BlobStore target, Counters metrics) {
    this.target = target;
    this.metrics = metrics;
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    return metrics.time(Operation.STORE_GET, () -> target.get(key, range));
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    return metrics.time(Operation.STORE_PUT, () -> target.putIf(key, body, condition));
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    return metrics.time(Operation.STORE_HEAD, () -> target.head(key));
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    return metrics.time(Operation.STORE_LIST, () -> target.list(prefix));
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    metrics.time(
        Operation.STORE_DELETE,
        () -> {
          target.delete(key);
          return key;
        });
  }

  @Override
  public void close() throws IOException {
    target.close();
  }
}
