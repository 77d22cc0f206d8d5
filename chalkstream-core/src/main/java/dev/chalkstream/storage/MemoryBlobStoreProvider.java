package dev.chalkstream.storage;

import java.net.URI;

/**
 * Opens {@code memory:/}, a new store on the heap each time; {@code memory:} alone is more than
 * {@link URI} can hold. Public for {@link java.util.ServiceLoader} only: call {@link
 * BlobStores#inMemory()}.
 */
public final class MemoryBlobStoreProvider implements BlobStoreProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public MemoryBlobStoreProvider() {}

  @Override
  public String scheme() {
    return "memory";
  }

  @Override
  public BlobStore open(URI uri) {
    if (!uri.toString().substring(scheme().length()).equals(":/")) {
      throw new IllegalArgumentException("a store in memory is just 'memory:/', not '" + uri + "'");
    }
    return BlobStores.inMemory();
  }
}
