package dev.chalkstream;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Live streams on a blob store: takes segments from broadcasters and hands playlists and segments
 * to viewers.
 *
 * <p>All state is in the store. Any number of instances, on any number of machines, may share one:
 * each can take any upload and serve any viewer. An instance keeps a bounded cache of what it has
 * read, and until it is closed, threads that read the store and that complete, expire and delete.
 *
 * <p>Safe for use by many threads. The methods block while the store is at work; where something
 * older is known, for a second at most.
 */
public final class Chalkstream implements AutoCloseable {

  private static final int MAX_CACHED_STREAMS = 10_000;
  private static final Duration CACHE_IDLE_TIME = Duration.ofMinutes(5);

  private final Node node;
  private final LoadingCache<StreamId, StreamHead> heads;
  private final StreamEvents events;
  private final Sweeper sweeper;
  private final WaitingPlaylists waiting;
  private final HotSegments segments;
  private final Uploads uploads;
  private final Workers workers;
  private final @Nullable Background background;

  private Chalkstream(Builder builder) {
    this.events = new StreamEvents(builder.listener);
    this.sweeper = new Sweeper(builder.clock, events);
    this.workers = builder.workers == null ? Workers.start() : builder.workers;
    this.segments = new HotSegments(builder, workers);
    Node shared = Node.of(builder, workers, segments, this::changed);
    this.node = shared;
    this.uploads = new Uploads(shared, segments);
    this.waiting = new WaitingPlaylists(builder.waitingRoom, builder.customizer, builder.clock);
    this.heads =
        Caffeine.newBuilder()
            .maximumSize(MAX_CACHED_STREAMS)
            .expireAfterAccess(CACHE_IDLE_TIME)
            .build(stream -> new StreamHead(stream, shared));
    this.background =
        builder.scanInterval == null
            ? null
            : new Background(this::tick, this::scan, builder.scanInterval);
  }

  /**
   * Begins an instance.
   *
   * @param store where streams are kept; not closed by the instance
   * @return a builder
   */
  public static Builder builder(BlobStore store) {
    return new Builder(store);
  }

  /**
   * The policy of new streams.
   *
   * @return the policy
   */
  public StreamPolicy policy() {
    return node.rules().policy();
  }

  /**
   * Takes a segment. When this returns, the segment is stored, and listed or waiting for an earlier
   * one; the death of the process does not undo it. The same segment again changes nothing.
   *
   * @param upload the segment
   * @return what has become of it
   * @throws SegmentRejectedException if it is not taken, for a reason of its own
   * @throws IOException if the store is at fault; the same upload may be tried again
   */
  public IngestResult ingest(SegmentUpload upload) throws SegmentRejectedException, IOException {
    return uploads.take(upload, heads.get(upload.session().streamId()));
  }

  /**
   * Ends a broadcast at once: the playlist gets its end mark. A later segment under the same
   * session resumes it. Completing what is complete, or was never started, changes nothing.
   *
   * @param session the broadcaster's session
   * @throws IOException if the store is at fault
   */
  public void complete(SessionId session) throws IOException {
    heads
        .get(session.streamId())
        .change(
            editor -> {
              editor.complete();
              return session;
            });
  }

  /**
   * The playlist of a stream.
   *
   * @param stream the stream
   * @return the playlist as of the latest revision that this instance knows; before the first
   *     segment, the waiting room's; or empty, if that is closed, or if the stream has expired and
   *     nothing was listed since ({@link #status} tells which)
   * @throws IOException if the store is at fault and this instance knows no earlier playlist
   */
  public Optional<PlaylistSnapshot> playlist(StreamId stream) throws IOException {
    return playlist(stream, List.of());
  }

  /**
   * The playlist of a stream, for a viewer who has one already. It is not older than that, however
   * soon the viewer comes again and whichever instances it asks, unless the store itself has gone
   * back.
   *
   * @param stream the stream
   * @param held the {@linkplain PlaylistSnapshot#entityTag() tags} of the playlists of this stream
   *     that the viewer has; what is no such tag is passed over
   * @return the playlist, as for any viewer
   * @throws IOException if the store is at fault and this instance knows no playlist as new as the
   *     viewer's; a viewer who has one is best left with it
   */
  public Optional<PlaylistSnapshot> playlist(StreamId stream, Collection<String> held)
      throws IOException {
    PlaylistTag newest = PlaylistTag.newest(held);
    long revision = newest == null || newest.waits() ? 0 : newest.number();
    StreamHead head = heads.get(stream);
    StreamView view = head.current(revision);
    return view.hasListed() ? head.playlist(view, revision) : waiting.playlist(newest);
  }

  /**
   * Opens a stored segment.
   *
   * @param stream the stream
   * @param name the segment
   * @param range which bytes of it
   * @return the segment, which the caller closes, or empty if there is none of that name
   * @throws IOException if the store is at fault
   */
  public Optional<Blob> segment(StreamId stream, SegmentName name, ByteRange range)
      throws IOException {
    return name.equals(GapFiller.NAME)
        ? Optional.of(GapFiller.open(stream, range))
        : segments.open(Keys.segment(stream, name), range);
  }

  /**
   * Where a segment lies in the store if it is there, for those who send viewers there.
   *
   * @param stream the stream
   * @param name the segment
   * @return its key, or empty for the filler behind the address of a gap, which instances make up
   */
  public static Optional<BlobKey> segmentKey(StreamId stream, SegmentName name) {
    return name.equals(GapFiller.NAME) ? Optional.empty() : Optional.of(Keys.segment(stream, name));
  }

  /**
   * Tells how a stream is doing.
   *
   * @param stream the stream
   * @return its status; an unknown stream is {@linkplain StreamStatus.State#WAITING waiting}
   * @throws IOException if the store is at fault
   */
  public StreamStatus status(StreamId stream) throws IOException {
    return StatusReport.of(heads.get(stream).current());
  }

  /**
   * The clip of the waiting room, to which its playlist refers as {@code ../poster.ts}.
   *
   * @return an MPEG-TS segment, or empty if the waiting room is closed
   */
  public Optional<BlobContent> poster() {
    return node.rules().waitingRoom().poster();
  }

  /**
   * How many events the {@linkplain StreamListener listener} was not told, because too many waited
   * for it already.
   *
   * @return the number since this instance was made
   */
  public long droppedEvents() {
    return events.dropped();
  }

  /** Ends the work in the background; the store stays open. Closing again does nothing. */
  @Override
  public void close() {
    if (background != null) {
      background.close();
    }
    workers.close();
    events.close();
  }

  /** Does what is due now: completions, expiries, deletions. */
  void tick() {
    sweeper.tick(heads::get);
  }

  /** Looks through the whole store for what was left behind. */
  void scan() throws IOException {
    new StoreScan(node, heads::get).run();
  }

  /** Waits until the listener has been told all that has happened so far. */
  void flushEvents() throws InterruptedException {
    events.flush();
  }

  private void changed(@Nullable StreamView before, StreamView after) {
    events.changed(before, after);
    sweeper.changed(before, after);
  }

  /** Collects what makes an instance. Not safe for use by many threads. */
  public static final class Builder {

    final BlobStore store;
    StreamPolicy policy = StreamPolicy.defaults();
    InstantSource clock = InstantSource.system();
    Duration refreshInterval = Duration.ofMillis(500);
    WaitingRoom waitingRoom = WaitingRoom.standard();
    private StreamListener listener = StreamListener.NONE;
    PlaylistCustomizer customizer = PlaylistCustomizer.NONE;
    private @Nullable Duration scanInterval = Duration.ofHours(6);
    long hotSegmentBytes = 64L << 20;
    Patience patience = Patience.STANDARD;
    private @Nullable Workers workers;

    private Builder(BlobStore store) {
      this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets how new streams behave.
     *
     * @param policy the policy; {@link StreamPolicy#defaults()} if not set
     * @return this
     */
    public Builder policy(StreamPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Sets where the time comes from.
     *
     * @param clock the source; the system's clock if not set
     * @return this
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets for how long what was read of a stream is shown, and so how much later viewers at this
     * instance may see what another instance has taken. What this instance takes itself, its
     * viewers see at once. It counts for half a target duration of the stream at most (half a
     * second before the first segment), whatever is set here.
     *
     * <p>This is guaranteed where several instances serve the same viewers: one who lets the
     * refresh interval pass between receiving a playlist and asking again is never shown an older
     * one, because each answer is as new as a read of the store that began within that interval
     * before the request. Players wait longer, a target duration after they began to load a
     * playlist that was new to them (section 6.3.4); for them it holds if loading took less than
     * half of that. A viewer who names the {@linkplain PlaylistSnapshot#entityTag() tag} of what it
     * has, as browsers do by themselves, may come again at once.
     *
     * <p>It holds as long as the store answers within a second and no clock is set back. Clocks
     * need not agree, but for the waiting room, which goes by them: who names no tag may be led
     * back there by as much as they differ. While the store is out of reach, each instance shows
     * the last that it knows, which may be less than another's; who names a newer one keeps that.
     *
     * @param refreshInterval zero or more; half a second if not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder refreshInterval(Duration refreshInterval) {
      if (refreshInterval.isNegative()) {
        throw new IllegalArgumentException(
            "a refresh interval is not negative: " + refreshInterval);
      }
      this.refreshInterval = refreshInterval;
      return this;
    }

    /**
     * Sets what viewers see before the first segment.
     *
     * @param waitingRoom the waiting room; {@link WaitingRoom#standard()} if not set
     * @return this
     */
    public Builder waitingRoom(WaitingRoom waitingRoom) {
      this.waitingRoom = Objects.requireNonNull(waitingRoom, "waitingRoom");
      return this;
    }

    /**
     * Sets who is told what happens to streams.
     *
     * @param listener the listener; {@link StreamListener#NONE} if not set
     * @return this
     */
    public Builder listener(StreamListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Sets what is done to playlists before they are handed out.
     *
     * @param customizer the customizer; {@link PlaylistCustomizer#NONE} if not set
     * @return this
     */
    public Builder playlistCustomizer(PlaylistCustomizer customizer) {
      this.customizer = Objects.requireNonNull(customizer, "customizer");
      return this;
    }

    /**
     * Sets how often the store is searched for what a node has left behind that died: streams that
     * are due and that nobody serves, and blobs older than a day that belong to nothing. The first
     * time is a few minutes after the start.
     *
     * @param scanInterval at least a minute; 6 hours if not set
     * @return this
     * @throws IllegalArgumentException if it is shorter than a minute
     */
    public Builder scanInterval(Duration scanInterval) {
      if (scanInterval.compareTo(Duration.ofMinutes(1)) < 0) {
        throw new IllegalArgumentException(
            "a scan interval is a minute or more, not " + scanInterval);
      }
      this.scanInterval = scanInterval;
      return this;
    }

    /**
     * Sets how many bytes of segments are kept in memory, those taken or asked for last, so that
     * viewers do not each cost a read of the store, and go on while it is out of reach. As many
     * again may be held by answers on their way. A segment of more than a quarter is not kept.
     *
     * @param hotSegmentBytes zero, for none, or more; 64 MiB if not set
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder hotSegmentBytes(long hotSegmentBytes) {
      if (hotSegmentBytes < 0) {
        throw new IllegalArgumentException("bytes are not negative: " + hotSegmentBytes);
      }
      this.hotSegmentBytes = hotSegmentBytes;
      return this;
    }

    /** Leaves all work to who asks for it, or calls {@link #tick} and {@link #scan}. */
    Builder withoutBackground() {
      this.scanInterval = null;
      this.workers = Workers.none();
      return this;
    }

    /** Sets which threads wait for the store, and for how long requests wait for them. */
    Builder waiting(Workers workers, Patience patience) {
      this.workers = workers;
      this.patience = patience;
      return this;
    }

    /**
     * Makes the instance.
     *
     * @return an instance, ready for use
     */
    public Chalkstream build() {
      return new Chalkstream(this);
    }
  }
}
