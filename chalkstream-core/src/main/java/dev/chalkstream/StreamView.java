package dev.chalkstream;

import dev.chalkstream.storage.BlobVersion;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream as it was read from the store or written to it. Immutable, and safe for many threads:
 * what is derived from it is derived once.
 */
final class StreamView {

  private final StreamId stream;
  private final @Nullable Manifest manifest;
  private final @Nullable BlobVersion version;
  private final Instant nextDue;
  private volatile @Nullable PlaylistSnapshot playlist;

  /** Without manifest and version, a stream of which nothing is stored. */
  StreamView(StreamId stream, @Nullable Manifest manifest, @Nullable BlobVersion version) {
    this.stream = stream;
    this.manifest = manifest;
    this.version = version;
    this.nextDue = manifest == null ? Instant.MAX : StreamEditor.nextDue(manifest);
  }

  StreamId stream() {
    return stream;
  }

  @Nullable Manifest manifest() {
    return manifest;
  }

  @Nullable BlobVersion version() {
    return version;
  }

  long revision() {
    return manifest == null ? 0 : manifest.revision();
  }

  /** Whether the passing of time has changed the stream, and nobody has written it down. */
  boolean isOverdue(Instant now) {
    return !now.isBefore(nextDue);
  }

  /** The playlist, or empty as long as nothing is listed. */
  Optional<PlaylistSnapshot> playlist() {
    Manifest present = manifest;
    if (present == null || present.listed().isEmpty()) {
      return Optional.empty();
    }
    PlaylistSnapshot made = playlist;
    return Optional.of(made == null ? makePlaylist(present) : made);
  }

  private synchronized PlaylistSnapshot makePlaylist(Manifest present) {
    PlaylistSnapshot made = playlist;
    if (made == null) {
      made = new PlaylistSnapshot(PlaylistRenderer.render(stream, present));
      playlist = made;
    }
    return made;
  }
}
