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
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A store that does all that is asked of it, but does not always tell its time. */
public final class TimelessStore implements BlobStore {

  private final BlobStore target;
  private final BooleanSupplier fails;

  public TimelessStore(BlobStore target) {
    this(target, () -> true);
  }

  /**
   * Makes a store over another.
   *
   * @param fails whether it does not tell its time now
   */
  public TimelessStore(BlobStore target, BooleanSupplier fails) {
    this.target = target;
    this.fails = fails;
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
    if (key.isThrowaway() && fails.getAsBoolean()) {
      throw new IOException("scripted: no time");
    }
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
