package dev.chalkstream.testing;

import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A store that does all that is asked of it, but does not always tell its time. */
public final class TimelessStore extends ForwardingStore {

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
    super(target);
    this.fails = fails;
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    if (key.isThrowaway() && fails.getAsBoolean()) {
      throw new IOException("scripted: no time");
    }
    return target.head(key);
  }
}
