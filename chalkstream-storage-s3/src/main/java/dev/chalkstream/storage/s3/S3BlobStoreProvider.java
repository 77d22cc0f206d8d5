package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStoreProvider;
import java.io.IOException;
import java.net.URI;

/**
 * Opens buckets by URI, {@code s3://bucket/prefix?region=eu-central-1}. Public for {@link
 * java.util.ServiceLoader} only: call {@link S3BlobStore#open(URI)}, which says what such a URI may
 * hold.
 */
public final class S3BlobStoreProvider implements BlobStoreProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public S3BlobStoreProvider() {}

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public BlobStore open(URI uri) throws IOException {
    return S3BlobStore.open(uri);
  }
}
