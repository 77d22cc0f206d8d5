package dev.chalkstream.internal.instance;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.ChalkstreamMetrics.Operation;
import dev.chalkstream.IngestResult;
import dev.chalkstream.PlaylistPush;
import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.PushName;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.TrackPush;
import dev.chalkstream.internal.ingest.TrackUploads;
import dev.chalkstream.internal.ingest.Uploads;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.metrics.Counters;
import dev.chalkstream.internal.node.Node;
import dev.chalkstream.internal.node.StreamDirectory;
import dev.chalkstream.internal.node.StreamEvents;
import dev.chalkstream.internal.node.StreamHead;
import dev.chalkstream.internal.node.StreamHeads;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.push.PushedPlaylistReader;
import dev.chalkstream.internal.segment.GapFiller;
import dev.chalkstream.internal.segment.HotSegments;
import dev.chalkstream.internal.segment.PlainNames;
import dev.chalkstream.internal.sweep.Background;
import dev.chalkstream.internal.sweep.BackgroundWork;
import dev.chalkstream.internal.sweep.StoreScan;
import dev.chalkstream.internal.sweep.Sweeper;
import dev.chalkstream.internal.text.PlaylistTag;
import dev.chalkstream.internal.transition.Command;
import dev.chalkstream.internal.view.RenderedPlaylist;
import dev.chalkstream.internal.view.WaitingPlaylists;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What takes uploads and answers viewers: joins the parts of a node. Safe for use by many threads.
 */
public final class Instance implements Chalkstream {

  private final Node node;
  private final StreamHeads heads;
  private final StreamEvents events;
  private final Counters metrics;
  private final WaitingPlaylists waiting;
  private final StreamDirectory directory;
  private final BackgroundWork work;
  private final HotSegments segments;
  private final PlainNames plainNames;
  private final Uploads uploads;
  private final TrackUploads tracks;
  private final WriteGate writes = new WriteGate();
  private final @Nullable Background background;

  /** Makes an instance; without a scan interval, one that does nothing in the background. */
  Instance(
      Node unobserved,
      StreamEvents events,
      Counters metrics,
      HotSegments segments,
      WaitingPlaylists waiting,
      long streamBytes,
      @Nullable Duration scanInterval) {
    this.events = events;
    this.metrics = metrics;
    this.segments = segments;
    this.waiting = waiting;
    var sweeper = new Sweeper(unobserved.clock(), events);
    this.node = unobserved.observedBy(new StreamChanges(events, sweeper, segments, this::weigh));
    this.plainNames = new PlainNames(node.store(), segments, node.clock(), node.refreshInterval());
    this.uploads = new Uploads(node, segments, metrics);
    this.heads = new StreamHeads(streamBytes, stream -> new StreamHead(stream, node));
    this.tracks = new TrackUploads(node, uploads, heads::get, writes::pass);
    this.directory = new StreamDirectory(node, heads::get);
    this.work =
        new BackgroundWork(node, heads, sweeper, new StoreScan(node, heads::get), node.workers());
    this.background = scanInterval == null ? null : work.start(scanInterval);
  }

  /** Begins an instance. */
  public static InstanceBuilder builder(BlobStore store) {
    return new InstanceBuilder().store(store);
  }

  @Override
  public StreamPolicy policy() {
    return node.rules().policy();
  }

  @Override
  public IngestResult ingest(SegmentUpload upload) throws SegmentRejectedException, IOException {
    return writes.pass(() -> uploads.take(upload, heads.get(upload.session().streamId())));
  }

  @Override
  public void ingestInitialization(SessionId session, SegmentDigest digest, ByteBuffer body)
      throws SegmentRejectedException, IOException {
    StreamHead head = heads.get(session.streamId());
    writes.pass(
        () -> {
          uploads.takeInitialization(digest, body.slice(), head);
          return digest;
        });
  }

  @Override
  public IngestResult pushSegment(SessionId session, PushName name, ByteBuffer body)
      throws SegmentRejectedException, IOException {
    return writes.pass(
        () -> uploads.push(name.value(), body.slice(), heads.get(session.streamId())));
  }

  @Override
  public PlaylistPush beginPlaylist(SessionId session, PushName name) {
    return new PushedPlaylistReader(
        name, playlist -> writes.pass(() -> uploads.push(playlist, heads.get(session.streamId()))));
  }

  @Override
  public TrackPush beginTrack(SessionId session, PushName name) {
    return tracks.begin(session.streamId(), name);
  }

  @Override
  public void announce(SessionId session, Container container)
      throws SegmentRejectedException, IOException {
    StreamHead head = heads.get(session.streamId());
    writes.pass(
        () -> {
          uploads.announce(container, head);
          return container;
        });
  }

  @Override
  public void complete(SessionId session) throws IOException {
    writes.pass(() -> heads.get(session.streamId()).change(new Command.Complete()));
  }

  @Override
  public Optional<PlaylistSnapshot> playlist(StreamId stream, Collection<String> held)
      throws IOException {
    Optional<RenderedPlaylist> found =
        metrics.time(Operation.PLAYLIST, () -> find(stream, PlaylistTag.newest(held)));
    found.ifPresent(playlist -> metrics.playlistHandedOut());
    return found.map(playlist -> playlist);
  }

  private Optional<RenderedPlaylist> find(StreamId stream, @Nullable PlaylistTag newest)
      throws IOException {
    long revision = newest == null || newest.waits() ? 0 : newest.number();
    StreamHead head = heads.get(stream);
    StreamView view = head.current(revision);
    return view.hasListed()
        ? head.playlist(view, revision)
        : waiting.playlist(newest, view.container());
  }

  @Override
  public Optional<Blob> segment(StreamId stream, SegmentName name, ByteRange range)
      throws IOException {
    return metrics.time(
        Operation.SEGMENT,
        () ->
            name.isPlain()
                ? openPlain(stream, name, range)
                : segments.open(Keys.segment(stream, name), range));
  }

  private Optional<Blob> openPlain(StreamId stream, SegmentName name, ByteRange range)
      throws IOException {
    Optional<GapFiller> filler = GapFiller.find(name);
    return filler.isPresent()
        ? Optional.of(filler.get().open(stream, range))
        : plainNames.open(stream, name.digest(), range);
  }

  @Override
  public Optional<BlobKey> segmentKey(StreamId stream, SegmentName name) {
    return name.isPlain() ? Optional.empty() : Optional.of(Keys.segment(stream, name));
  }

  @Override
  public StreamStatus status(StreamId stream) throws IOException {
    return heads.get(stream).status();
  }

  @Override
  public Stream<StreamStatus> streams() throws IOException {
    return directory.streams();
  }

  @Override
  public boolean delete(StreamId stream) throws IOException {
    return writes.takeDown(() -> heads.get(stream).takeDown());
  }

  @Override
  public Optional<BlobContent> poster(MediaFile file) {
    return node.rules().waitingRoom().poster(file);
  }

  @Override
  public long droppedEvents() {
    return events.dropped();
  }

  @Override
  public void close() {
    if (background != null) {
      background.close();
    }
    node.workers().close();
    events.close();
  }

  /** Does what is due now: completions, expiries, deletions. */
  public void tick() {
    work.tick();
  }

  /** What is done in the background. */
  public BackgroundWork backgroundWork() {
    return work;
  }

  /** Looks through the whole store for what was left behind, and deletes what is due then. */
  public void scan() throws IOException {
    work.scanAndDelete();
  }

  private void weigh(StreamId stream) {
    heads.weigh(stream);
  }

  /** About how many bytes of memory streams take up. */
  public long heldStreamBytes() {
    return heads.bytes();
  }

  /** Waits until the listener has been told all that has happened so far. */
  public void flushEvents() throws InterruptedException {
    events.flush();
  }
}
