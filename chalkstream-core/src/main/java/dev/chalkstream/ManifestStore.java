package dev.chalkstream;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The manifests in a blob store: read with their versions, and changed by compare-and-set only. */
final class ManifestStore {

  /**
   * More bytes no manifest has. What a manifest holds is bounded part by part, to some 3 MB in all:
   * 1 MB of it for {@linkplain Backlog#MAX_NOTED what waits} and as much for what was pushed, 1 MB
   * for {@linkplain DeletionLedger#MAX_SEGMENTS what is to be deleted}, and the rest for what is
   * listed and for names that {@linkplain PushedPlaylist#MAX_NAME_BYTES playlists} have named.
   */
  static final long MAX_BYTES = 8L << 20;

  private final BlobStore store;
  private final PlaylistRenderer renderer;

  /**
   * Makes the store of all manifests.
   *
   * @param store where they lie
   * @param renderer makes the playlists of what is read and written
   */
  ManifestStore(BlobStore store, PlaylistRenderer renderer) {
    this.store = store;
    this.renderer = renderer;
  }

  /**
   * Reads a stream's manifest, unless it still is the one that is known.
   *
   * @param known what the caller has read before, or null
   */
  StreamView read(StreamId stream, @Nullable StreamView known) throws IOException {
    try (Blob blob = store.get(Keys.manifest(stream), ByteRange.all()).orElse(null)) {
      if (blob == null) {
        return new StreamView(stream, null, null, renderer);
      }
      BlobVersion version = blob.info().version();
      if (known != null && version.equals(known.version())) {
        return known;
      }
      checkSize(blob);
      return new StreamView(stream, ManifestReader.read(blob.body()), version, renderer);
    } catch (IOException e) {
      throw new IOException("the manifest of stream " + stream + " cannot be read", e);
    }
  }

  private static void checkSize(Blob blob) throws DamagedBlobException {
    if (blob.length() > MAX_BYTES) {
      throw new DamagedBlobException(
          "a manifest has at most " + MAX_BYTES + " bytes, and this one has " + blob.length());
    }
  }

  /** Writes a manifest over what was read, or tells by an empty result that another was faster. */
  Optional<StreamView> write(StreamView base, Manifest manifest) throws IOException {
    BlobVersion version = base.version();
    PutCondition unchanged =
        version == null ? PutCondition.ifAbsent() : PutCondition.ifVersion(version);
    BlobContent body = BlobContent.critical(ManifestWriter.write(manifest));
    return store
        .putIf(Keys.manifest(base.stream()), body, unchanged)
        .map(written -> new StreamView(base.stream(), manifest, written, renderer));
  }
}
