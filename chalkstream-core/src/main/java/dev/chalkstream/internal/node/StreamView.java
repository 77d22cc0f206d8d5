package dev.chalkstream.internal.node;

import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.resource.SharedTask;
import dev.chalkstream.internal.transition.Due;
import dev.chalkstream.internal.view.PlaylistRenderer;
import dev.chalkstream.media.Container;
import dev.chalkstream.storage.BlobVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream as it was read from the store or written to it. Immutable, and safe for many threads:
 * what is derived from it is derived once.
 */
public final class StreamView {

  private final StreamId stream;
  private final @Nullable Manifest manifest;
  private final @Nullable BlobVersion version;
  private final PlaylistRenderer renderer;
  private final StreamClock clock;
  private final Instant nextDue;
  private final long manifestBytes;
  private final SharedTask<PlaylistRenderer.Rendering> rendering;
  private volatile PlaylistRenderer.@Nullable Rendering latest;

  /** What was made of the stream before, until the playlist is made. */
  private volatile PlaylistRenderer.@Nullable Rendering former;

  /**
   * Makes a view.
   *
   * @param manifest the manifest, or null for a stream of which nothing is stored
   * @param version its version, or null
   * @param clock the stream's time from this revision on
   * @param renderer makes the playlist
   */
  public StreamView(
      StreamId stream,
      @Nullable Manifest manifest,
      @Nullable BlobVersion version,
      StreamClock clock,
      PlaylistRenderer renderer) {
    this.stream = stream;
    this.manifest = manifest;
    this.version = version;
    this.clock = clock;
    this.renderer = renderer;
    this.rendering = renderer.task(this::makePlaylist);
    this.nextDue =
        manifest == null
            ? Instant.MAX
            : clock.nodeTime(Due.next(manifest, clock.moment(clock.at(), clock.time())));
    this.manifestBytes = manifest == null ? 0 : manifest.heldBytes();
  }

  public StreamId stream() {
    return stream;
  }

  public @Nullable Manifest manifest() {
    return manifest;
  }

  @Nullable BlobVersion version() {
    return version;
  }

  public long revision() {
    return manifest == null ? 0 : manifest.revision();
  }

  /** Whether anything has ever been listed, so that viewers have left the waiting room for good. */
  public boolean hasListed() {
    return manifest != null && (manifest.run().ordinal() > 0 || manifest.run().hasListed());
  }

  /** The container of its segments, as far as that is known, or null. */
  public @Nullable Container container() {
    return manifest == null ? null : manifest.main().container();
  }

  /** Whether the stream is over, and its segments are no longer kept. */
  public boolean isExpired() {
    return manifest != null && manifest.state() == StreamStatus.State.EXPIRED;
  }

  /** The stream's time from this revision on. */
  public StreamClock clock() {
    return clock;
  }

  /**
   * When the passing of time alone will change the stream.
   *
   * @return the node's time, or {@link Instant#MAX} for never
   */
  public Instant nextDue() {
    return nextDue;
  }

  /**
   * Whether the passing of time has changed the stream by a time of the node, and nobody has
   * written it down.
   */
  boolean isOverdue(Instant now) {
    return !now.isBefore(nextDue);
  }

  /** About how many bytes of memory this takes up. */
  long bytes() {
    PlaylistRenderer.Rendering made = latest;
    return manifestBytes + (made == null ? 0 : made.playlist().heldBytes());
  }

  /** Whether a playlist is this view's. */
  boolean holds(PlaylistRenderer.Rendering made) {
    return latest == made;
  }

  /** Whether another view shows the same revision, as the same write has left it. */
  boolean isSame(StreamView other) {
    return revision() == other.revision() && Objects.equals(version, other.version);
  }

  /**
   * The playlist, or empty where nothing is listed: not yet, or not any more.
   *
   * @param patience for how long the pages of the history are waited for, if they must be read
   * @param before what was made of the stream before, whose text is used again, or null
   * @throws IOException if a page of the history cannot be read
   */
  public Optional<PlaylistRenderer.Rendering> playlist(
      Duration patience, PlaylistRenderer.@Nullable Rendering before) throws IOException {
    Manifest present = manifest;
    if (present == null || present.window().isEmpty()) {
      return Optional.empty();
    }
    PlaylistRenderer.Rendering made = latest;
    if (made == null || !renderer.isCurrent(stream, present, made)) {
      PlaylistRenderer.Rendering base = made == null ? before : made;
      former = made == null ? before : null;
      made = renderer.isAtHand(stream, present, base) ? makePlaylist() : rendering.get(patience);
    }
    return Optional.of(made);
  }

  private synchronized PlaylistRenderer.Rendering makePlaylist() throws IOException {
    Manifest present = Objects.requireNonNull(manifest);
    PlaylistRenderer.Rendering made = latest;
    if (made == null || !renderer.isCurrent(stream, present, made)) {
      made = renderer.render(stream, present, made == null ? former : made);
      latest = made;
    }
    former = null;
    return made;
  }
}
