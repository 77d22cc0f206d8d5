package dev.chalkstream.storage;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens stores by URI, and the store that keeps its blobs in memory. Safe for many threads. */
public final class BlobStores {

  private static final Logger LOG = LoggerFactory.getLogger(BlobStores.class);

  private static final int MAX_FAILURES = 20;

  private BlobStores() {}

  /**
   * Opens a store by its URI, for example {@code memory:/} or {@code file:///var/lib/chalkstream},
   * through the provider for its scheme. Providers are looked up with the context class loader of
   * the calling thread and with this library's own.
   *
   * @param uri where the store is
   * @return the open store, which the caller closes
   * @throws IllegalArgumentException if the URI has no scheme, if there is no provider or more than
   *     one for the scheme (the message lists what was found), or if the provider refuses the URI
   * @throws IOException if the store cannot be opened
   */
  public static BlobStore open(URI uri) throws IOException {
    String scheme = uri.getScheme();
    if (scheme == null) {
      throw new IllegalArgumentException(
          "a store is named by a URI with a scheme, such as file:///var/lib/chalkstream, not by '"
              + uri
              + "'");
    }
    String wanted = scheme.toLowerCase(Locale.ROOT);
    List<BlobStoreProvider> all = providers();
    List<BlobStoreProvider> matching =
        all.stream().filter(provider -> provider.scheme().equals(wanted)).toList();
    if (matching.size() != 1) {
      throw new IllegalArgumentException(complaint(wanted, matching, all));
    }
    return matching.get(0).open(uri);
  }

  /**
   * A new store that keeps its blobs on the heap, for tests and trials. Its contents are gone when
   * it is closed.
   *
   * @return the open store
   */
  public static BlobStore inMemory() {
    return inMemory(InstantSource.system());
  }

  /**
   * A new store that keeps its blobs on the heap.
   *
   * @param clock tells the {@linkplain BlobInfo#lastModified() times} of its blobs
   * @return the open store
   */
  public static BlobStore inMemory(InstantSource clock) {
    return new MemoryBlobStore(clock);
  }

  private static String complaint(
      String scheme, List<BlobStoreProvider> matching, List<BlobStoreProvider> all) {
    if (matching.isEmpty()) {
      String known =
          all.stream()
              .map(BlobStoreProvider::scheme)
              .collect(Collectors.toCollection(TreeSet::new))
              .toString();
      return "no store provider for the scheme '"
          + scheme
          + "'; the class path and module path have providers for "
          + known;
    }
    return "more than one store provider for the scheme '"
        + scheme
        + "': "
        + matching.stream().map(provider -> provider.getClass().getName()).sorted().toList();
  }

  private static List<BlobStoreProvider> providers() {
    List<BlobStoreProvider> found = new ArrayList<>();
    collect(ServiceLoader.load(BlobStoreProvider.class), found);
    collect(ServiceLoader.load(BlobStoreProvider.class, BlobStores.class.getClassLoader()), found);
    return found;
  }

  /** A broken provider is reported and passed over: it must not keep the others from working. */
  private static void collect(
      ServiceLoader<BlobStoreProvider> loader, List<BlobStoreProvider> found) {
    Iterator<BlobStoreProvider> iterator = loader.iterator();
    // A class loader that cannot be read at all fails again and again, at the same place.
    for (int failures = 0; failures < MAX_FAILURES; ) {
      try {
        if (!iterator.hasNext()) {
          return;
        }
        BlobStoreProvider provider = iterator.next();
        if (found.stream().noneMatch(known -> known.getClass() == provider.getClass())) {
          found.add(provider);
        }
      } catch (ServiceConfigurationError e) {
        failures++;
        LOG.warn("Passing over a store provider that cannot be loaded", e);
      }
    }
  }
}
