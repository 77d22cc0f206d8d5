package dev.chalkstream.storage;

import java.io.IOException;
import java.net.URI;

/**
 * Opens stores of one kind by URI. Found by {@link BlobStores} through {@link
 * java.util.ServiceLoader}, so an implementation is public, has a public constructor without
 * parameters, and is named both in its {@code module-info} and in {@code META-INF/services}.
 */
public interface BlobStoreProvider {

  /**
   * Which URIs this opens.
   *
   * @return a URI scheme in lower case, such as {@code file}
   */
  String scheme();

  /**
   * Opens the store that a URI names.
   *
   * @param uri a URI with this provider's {@linkplain #scheme() scheme}
   * @return the open store, which the caller closes
   * @throws IllegalArgumentException if the URI is not one that this provider understands, with a
   *     message that tells a person what is wrong with it
   * @throws IOException if the store cannot be opened, or cannot keep the contract of {@link
   *     BlobStore}
   */
  BlobStore open(URI uri) throws IOException;
}
