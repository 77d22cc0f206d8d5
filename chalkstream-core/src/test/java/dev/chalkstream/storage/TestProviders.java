package dev.chalkstream.storage;

import java.net.URI;

/** Providers that a {@link ProviderClassLoader} offers. */
final class TestProviders {

  private TestProviders() {}

  /** Opens {@code chalk:}, and refuses a path. */
  public static final class Chalk implements BlobStoreProvider {

    public Chalk() {}

    @Override
    public String scheme() {
      return "chalk";
    }

    @Override
    public BlobStore open(URI uri) {
      if (uri.getPath() != null) {
        throw new IllegalArgumentException("no path, please: " + uri);
      }
      return BlobStores.inMemory();
    }
  }

  /** Claims the same scheme. */
  public static final class OtherChalk implements BlobStoreProvider {

    public OtherChalk() {}

    @Override
    public String scheme() {
      return "chalk";
    }

    @Override
    public BlobStore open(URI uri) {
      return BlobStores.inMemory();
    }
  }

  /** Cannot be made. */
  public static final class Broken implements BlobStoreProvider {

    public Broken() {
      throw new IllegalStateException("broken, as a test wants it");
    }

    @Override
    public String scheme() {
      return "chalk";
    }

    @Override
    public BlobStore open(URI uri) {
      return BlobStores.inMemory();
    }
  }
}
