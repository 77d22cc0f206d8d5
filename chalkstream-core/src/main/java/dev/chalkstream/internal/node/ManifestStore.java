package dev.chalkstream.internal.node;

import dev.chalkstream.StreamId;
import dev.chalkstream.internal.json.ManifestCheck;
import dev.chalkstream.internal.json.ManifestReader;
import dev.chalkstream.internal.json.ManifestWriter;
import dev.chalkstream.internal.json.StoredDocument;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Moment;
import dev.chalkstream.internal.manifest.StoredContent;
import dev.chalkstream.internal.resource.Damage;
import dev.chalkstream.internal.time.NodeClock;
import dev.chalkstream.internal.view.PlaylistRenderer;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The manifests in a blob store: read with their versions, and changed by compare-and-set only. */
public final class ManifestStore {

  private final BlobStore store;
  private final PlaylistRenderer renderer;
  private final NodeClock clock;

  /**
   * Makes the store of all manifests.
   *
   * @param store where they lie
   * @param renderer makes the playlists of what is read and written
   * @param clock counts the time of the node
   */
  public ManifestStore(BlobStore store, PlaylistRenderer renderer, NodeClock clock) {
    this.store = store;
    this.renderer = renderer;
    this.clock = clock;
  }

  /**
   * Reads a stream's manifest, unless it still is the one that is known.
   *
   * @param known what the caller has read before, or null
   * @throws DamagedBlobException if there is a manifest that this version cannot read: damaged, or
   *     of a later format
   * @throws IOException if the store is at fault
   */
  public StreamView read(StreamId stream, @Nullable StreamView known) throws IOException {
    BlobKey key = Keys.manifest(stream);
    Instant asked = clock.instant();
    try (Blob blob = store.get(key, ByteRange.all()).orElse(null)) {
      if (blob == null) {
        return new StreamView(stream, null, null, StreamClock.begin(asked, clock.date()), renderer);
      }
      BlobVersion version = blob.info().version();
      if (known != null && version.equals(known.version())) {
        return known;
      }
      Manifest manifest = StoredDocument.read(key, blob, ManifestReader::read);
      NodeClock.Span age = clock.age(blob.info().lastModified(), asked);
      StreamClock time = StreamClock.read(known, manifest, asked, age, clock.date());
      return new StreamView(stream, manifest, version, time, renderer);
    } catch (IOException e) {
      throw Damage.wrap(
          "the manifest of stream " + stream + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a manifest over what was read, or tells by an empty result that another was faster.
   *
   * @param when the change was made
   * @throws DamagedBlobException if there was none, but the stream has a history: the manifest was
   *     lost
   * @throws IOException if the store is at fault
   */
  Optional<StreamView> write(StreamView base, Manifest manifest, Moment when) throws IOException {
    BlobVersion version = base.version();
    if (version == null && hasBegun(base.stream())) {
      return Optional.empty();
    }
    PutCondition unchanged =
        version == null ? PutCondition.ifAbsent() : PutCondition.ifVersion(version);
    return write(base.stream(), manifest, unchanged)
        .map(
            written ->
                new StreamView(
                    base.stream(),
                    manifest,
                    written,
                    StreamClock.written(base, manifest, when),
                    renderer));
  }

  /** Whether a stream of which no manifest was found has one by now, and has grown long. */
  private boolean hasBegun(StreamId stream) throws IOException {
    try (Stream<BlobInfo> history = store.list(Keys.history(stream))) {
      if (history.findFirst().isEmpty()) {
        return false;
      }
    }
    if (store.head(Keys.manifest(stream)).isEmpty()) {
      throw gone(stream, "its history is there");
    }
    return true;
  }

  /**
   * Writes a tombstone over a manifest that cannot be read, or where it should be.
   *
   * @param damaged the version of the manifest as a listing has it, or null if it is gone
   * @return whether it was written; if not, the manifest has changed meanwhile
   * @throws IOException if the store is at fault
   */
  boolean replace(StreamId stream, @Nullable BlobVersion damaged, Manifest tombstone)
      throws IOException {
    PutCondition unchanged =
        damaged == null ? PutCondition.ifAbsent() : PutCondition.ifVersion(damaged);
    try {
      if (write(stream, tombstone, unchanged).isPresent()) {
        return true;
      }
      read(stream, null);
      return false;
    } catch (DamagedBlobException e) {
      // Some stores know no version of what is damaged.
      store.delete(Keys.manifest(stream));
      return write(stream, tombstone, PutCondition.ifAbsent()).isPresent();
    }
  }

  /** The fault that a manifest is not there which must be, since the library deletes none. */
  static DamagedBlobException gone(StreamId stream, String evidence) {
    return new DamagedBlobException(
        Keys.manifest(stream) + " is gone from the store, while " + evidence);
  }

  private Optional<BlobVersion> write(StreamId stream, Manifest manifest, PutCondition condition)
      throws IOException {
    // What could not be read again is not written.
    ManifestCheck.check(manifest);
    byte[] json = ManifestWriter.write(manifest);
    if (json.length > Limits.DOCUMENT_BYTES) {
      throw new IOException("the manifest of stream " + stream + " would be too large");
    }
    return store.putIf(Keys.manifest(stream), StoredContent.document(json), condition);
  }
}
