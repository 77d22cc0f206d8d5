package dev.chalkstream.internal.node;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.resource.Damage;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.SharedTask;
import dev.chalkstream.internal.transition.Command;
import dev.chalkstream.internal.transition.Transition;
import dev.chalkstream.internal.view.PlaylistRenderer;
import dev.chalkstream.internal.view.RenderedPlaylist;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.DamagedBlobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream as this node sees it: what viewers are shown, and how it is changed. Safe for many
 * threads.
 */
public final class StreamHead {

  private static final Logger LOG = LoggerFactory.getLogger(StreamHead.class);
  private static final FaultLog FAULTS = new FaultLog(LOG);

  /** A sweep deletes so many batches at most, so that it does not keep others waiting for long. */
  private static final int MAX_REAPED_BATCHES = 200;

  /** What there is of every stream, before anything is read of it. */
  private static final int LEAST_BYTES = 4 << 10;

  private final StreamId stream;
  private final Node node;
  private final KnownStream known;
  private final StreamReader reader;
  private final CommitQueue commits;
  private final SharedTask<StreamView> timePassing;
  private volatile PlaylistRenderer.@Nullable Rendering lastPlaylist;

  public StreamHead(StreamId stream, Node node) {
    this.stream = stream;
    this.node = node;
    this.known = new KnownStream(stream, node);
    this.reader = new StreamReader(known, node);
    this.commits = new CommitQueue(stream, node, known);
    this.timePassing = new SharedTask<>(node.workers().streams(), node.clock(), this::passTime);
  }

  public StreamId stream() {
    return stream;
  }

  /** The stream as it is known, or null if nothing is. */
  public @Nullable StreamView latest() {
    KnownStream.State state = known.latest();
    return state == null ? null : state.view();
  }

  /** About how many bytes of memory are held of the stream. */
  long bytes() {
    StreamView view = latest();
    PlaylistRenderer.Rendering last = lastPlaylist;
    boolean older = last != null && (view == null || !view.holds(last));
    return LEAST_BYTES
        + (view == null ? 0 : view.bytes())
        + (older ? last.playlist().heldBytes() : 0);
  }

  /** The stream as of now, for a viewer who has seen nothing of it. */
  public StreamView current() throws IOException {
    return current(0);
  }

  /**
   * The stream as of now: not older than the refresh interval, with all written down that time has
   * made true. While the store is out of reach, the stream as it was known last.
   *
   * @param held the revision that the viewer has, or 0; what is returned is not older, unless it is
   *     what the store has by now
   * @throws IOException if the store is at fault and nothing as new is known
   */
  public StreamView current(long held) throws IOException {
    StreamView present = reader.current(held);
    if (!present.isOverdue(node.clock().instant()) || known.hasJustFailed()) {
      return present;
    }
    try {
      return timePassing.get(node.patience().playlist());
    } catch (IOException e) {
      LOG.debug("What time has changed is not written down yet", e);
      return present;
    }
  }

  /**
   * The stream as of now, for a caller that has just seen in a listing which version of it is the
   * latest.
   *
   * @param listed that version; what is known of it is not read again
   * @throws IOException if the store is at fault and nothing is known
   */
  public StreamView current(BlobVersion listed) throws IOException {
    KnownStream.State state = known.latest();
    if (state == null
        || known.damage() != null
        || !listed.equals(state.view().version())
        || state.view().isOverdue(node.clock().instant())) {
      return current();
    }
    return state.view();
  }

  /**
   * The playlist of the stream as it is {@linkplain #current now}, or empty where nothing is
   * listed. While the store is out of reach, the playlist as it was known last.
   *
   * @param held the revision that the viewer has, or 0
   * @throws IOException if the store is at fault and no playlist as new is known
   */
  public Optional<RenderedPlaylist> playlist(StreamView present, long held) throws IOException {
    Patience patience = node.patience();
    PlaylistRenderer.Rendering last = lastPlaylist;
    try {
      Optional<PlaylistRenderer.Rendering> made =
          present.playlist(last == null ? patience.bytes() : patience.playlist(), last);
      lastPlaylist = made.orElse(null);
      if (lastPlaylist != last) {
        node.observer().held(stream);
      }
      return made.map(PlaylistRenderer.Rendering::playlist);
    } catch (IOException e) {
      if (last == null || last.playlist().revision() < held) {
        throw e;
      }
      FAULTS.fault(
          e, "Stream {} is served as it was, the store is at fault: {}", stream, e.toString());
      return Optional.of(last.playlist());
    }
  }

  /**
   * Looks at the store, writes down what time has made true, and deletes what is due.
   *
   * @return the stream after that
   */
  StreamView sweep() throws IOException {
    writeDownWhatIsDue();
    return deleteWhatIsDue();
  }

  /**
   * Looks at the store, and writes down what time has made true. Nothing is deleted.
   *
   * @return the stream after that
   */
  public StreamView writeDownWhatIsDue() throws IOException {
    StreamView view = known.read().view();
    return view.isOverdue(node.clock().instant()) ? writeDownTime() : view;
  }

  /**
   * Looks at the store, and deletes what is due. It takes as long as deleting takes.
   *
   * @return the stream after that
   */
  public StreamView deleteWhatIsDue() throws IOException {
    for (int batch = 0; batch < MAX_REAPED_BATCHES; batch++) {
      KnownStream.State state = known.read();
      Manifest.Ledger done = node.reaper().deleteBatch(state.view());
      if (done.isEmpty()) {
        return state.view();
      }
      change(new Command.Settle(done));
    }
    return known.read().view();
  }

  /**
   * How the stream is doing.
   *
   * @throws IOException if the store is at fault and nothing is known
   */
  public StreamStatus status() throws IOException {
    return status(this::current);
  }

  /** The same for a caller that has just seen in a listing which version of it is the latest. */
  public StreamStatus status(BlobVersion listed) throws IOException {
    return status(() -> current(listed));
  }

  private StreamStatus status(View view) throws IOException {
    try {
      KnownStatus status = StatusReport.of(view.get());
      return known.damage() == null ? status : StatusReport.damaged(status);
    } catch (IOException e) {
      if (Damage.isIn(e)) {
        return StatusReport.damaged(StatusReport.unknown(stream));
      }
      throw e;
    }
  }

  private interface View {
    StreamView get() throws IOException;
  }

  /**
   * Ends the stream and deletes its segments.
   *
   * @return whether there is such a stream
   * @throws IOException if the store is at fault; once the end is written, the sweeper goes on
   */
  public boolean takeDown() throws IOException {
    if (!ensureManifest()) {
      return false;
    }
    List<SegmentName> others =
        NamedBlobs.others(node, stream, Objects.requireNonNull(known.read().view().manifest()));
    change(new Command.TakeDown(others));
    long before = Long.MAX_VALUE;
    long left = node.reaper().overdue(sweep());
    while (left > 0 && left < before) {
      before = left;
      left = node.reaper().overdue(sweep());
    }
    if (left > 0) {
      throw new IOException("not all segments of stream " + stream + " can be deleted now");
    }
    return true;
  }

  /**
   * Makes a tombstone of a stream whose manifest is damaged or gone.
   *
   * @return whether there is a manifest now that can be read
   */
  private boolean ensureManifest() throws IOException {
    try {
      if (known.read().view().manifest() != null) {
        return true;
      }
    } catch (DamagedBlobException e) {
      LOG.info("Stream {} is taken down without its manifest: {}", stream, e.getMessage());
    }
    Optional<LostManifest> left = LostManifest.find(node, stream);
    if (left.isEmpty() && known.latestManifest() == null) {
      return false;
    }
    LostManifest lost = left.orElseGet(() -> LostManifest.nothing(node, stream));
    node.manifests().replace(stream, lost.version(), lost.tombstone(known.latestManifest()));
    return known.read().view().manifest() != null;
  }

  private StreamView passTime() throws IOException {
    try {
      return writeDownTime();
    } catch (IOException e) {
      known.failed(e);
      throw e;
    }
  }

  private StreamView writeDownTime() throws IOException {
    change(new Command.PassTime());
    KnownStream.State state = known.latest();
    return state == null ? known.read().view() : state.view();
  }

  /**
   * What would become of a change if it were made now; nothing is changed.
   *
   * @param fresh whether to look at the store, and not only at what is known
   * @throws IOException if the store is at fault, or the manifest in it cannot be read
   */
  public Transition.Outcome preview(Command command, boolean fresh) throws IOException {
    node.storeTime().settle();
    KnownStream.State state = known.latest();
    boolean look = fresh || state == null || known.damage() != null;
    StreamView base = look ? known.read().view() : Objects.requireNonNull(state).view();
    try {
      return Transition.apply(
              base.manifest(), command, commits.context(base, Manifest.Ledger.EMPTY))
          .outcome();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Makes a change. When this returns, it is stored, together with all that its answer rests on.
   *
   * @param command what is to be done, perhaps several times on different revisions
   * @throws IOException if the store is at fault; the change may be stored or not
   */
  public Transition.Outcome change(Command command) throws IOException {
    node.storeTime().settle();
    return commits.change(command);
  }
}
