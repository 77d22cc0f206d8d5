package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStoreProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens directories by URI: {@code file:///var/lib/chalkstream} or, relative to the directory that
 * the process was started in, {@code file:./chalkstream-data}; with {@code ?sync=true} puts and
 * deletes wait for the disk. Public for {@link java.util.ServiceLoader} only: call {@link
 * FileBlobStore#open(Path)}.
 */
public final class FileBlobStoreProvider implements BlobStoreProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public FileBlobStoreProvider() {}

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public BlobStore open(URI uri) throws IOException {
    if (uri.getRawAuthority() != null) {
      throw refused(uri, "it names a host; a path has one slash or three before it, or none");
    }
    if (uri.getRawFragment() != null) {
      throw refused(uri, "it has a fragment");
    }
    // Java takes a relative file: URI for an opaque one, and does not look for a query in it.
    String rest = uri.getRawSchemeSpecificPart();
    int question = rest.indexOf('?');
    String path = question < 0 ? rest : rest.substring(0, question);
    String query = question < 0 ? null : rest.substring(question + 1);
    return FileBlobStore.open(path(uri, path), sync(uri, query), InstantSource.system());
  }

  private static Path path(URI uri, String raw) {
    if (raw.isEmpty()) {
      throw refused(uri, "it names no directory");
    }
    if (raw.startsWith("//")) {
      return Path.of(URI.create("file:" + raw));
    }
    return raw.startsWith("/")
        ? Path.of(URI.create("file://" + raw))
        : Path.of(URI.create("/" + raw).getPath().substring(1));
  }

  private static boolean sync(URI uri, @Nullable String query) {
    if (query == null || query.equals("sync=false")) {
      return false;
    }
    if (query.equals("sync=true")) {
      return true;
    }
    throw refused(uri, "the only parameter is sync=true or sync=false, not '" + query + "'");
  }

  private static IllegalArgumentException refused(URI uri, String why) {
    return new IllegalArgumentException("'" + uri + "' is not the URI of a file store: " + why);
  }
}
