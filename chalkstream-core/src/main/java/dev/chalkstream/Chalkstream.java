package dev.chalkstream;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.chalkstream.AppendOutcome.Accepted;
import dev.chalkstream.AppendOutcome.NameInUse;
import dev.chalkstream.AppendOutcome.Rejected;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Live streams on a blob store: takes segments from broadcasters and hands playlists and segments
 * to viewers.
 *
 * <p>All state is in the store. Any number of instances, on any number of machines, may share one:
 * each can take any upload and serve any viewer. An instance keeps a bounded cache of what it has
 * read, and a thread in the background that completes streams, lets them expire and deletes what is
 * no longer kept, until it is closed.
 *
 * <p>Safe for use by many threads. The methods block while the store is at work.
 */
public final class Chalkstream implements AutoCloseable {

  private static final int MAX_CACHED_STREAMS = 10_000;
  private static final Duration CACHE_IDLE_TIME = Duration.ofMinutes(5);

  /** More names than this are never in use for one digest at the same time by chance. */
  private static final int MAX_NAMES_TRIED = 8;

  /** The greatest number of nine digits, which is what a name has room for. */
  private static final int MAX_COPY = 999_999_999;

  private final Node node;
  private final LoadingCache<StreamId, StreamHead> heads;
  private final StreamEvents events;
  private final Sweeper sweeper;
  private final WaitingPlaylists waiting;
  private final @Nullable Background background;

  private Chalkstream(Builder builder) {
    this.events = new StreamEvents(builder.listener);
    this.sweeper = new Sweeper(builder.clock, events);
    var pages = new HistoryPages(builder.store);
    Node shared =
        new Node(
            builder.store,
            new ManifestStore(builder.store, new PlaylistRenderer(pages, builder.customizer)),
            pages,
            new Reaper(builder.store, pages, builder.clock),
            new StreamRules(builder.policy, builder.waitingRoom),
            builder.clock,
            builder.refreshInterval,
            Long.toHexString(new SecureRandom().nextLong()),
            new AtomicLong(),
            this::changed);
    this.node = shared;
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
    Append append = UploadCheck.check(upload, node.rules().policy());
    StreamId stream = upload.session().streamId();
    StreamHead head = heads.get(stream);
    for (int tried = 0; tried < MAX_NAMES_TRIED; tried++) {
      Append attempt = append;
      AppendOutcome outcome = preview(head, attempt);
      if (outcome instanceof Accepted expected && expected.result() != IngestResult.UNCHANGED) {
        outcome =
            store(head, stream, attempt.name(), BlobContent.of(upload.body()))
                ? head.change(editor -> editor.append(attempt))
                : new NameInUse();
      }
      if (outcome instanceof Accepted accepted) {
        return accepted.result();
      }
      if (outcome instanceof Rejected rejected) {
        throw new SegmentRejectedException(rejected.reason(), rejected.detail());
      }
      int copy = ThreadLocalRandom.current().nextInt(1, MAX_COPY);
      append = append.withName(append.name().withCopy(copy));
    }
    throw new IOException("found no free name for a segment of stream " + stream);
  }

  /**
   * Stores a segment's bytes, unless there is such a blob that is still needed; one that is not was
   * left by an upload which failed.
   */
  private boolean store(StreamHead head, StreamId stream, SegmentName name, BlobContent body)
      throws IOException {
    BlobKey key = Keys.segment(stream, name);
    if (node.store().putIf(key, body, PutCondition.ifAbsent()).isPresent()) {
      return true;
    }
    return !head.preview(editor -> editor.isInUse(name), true)
        && node.store().putIf(key, body, PutCondition.always()).isPresent();
  }

  /** What is refused is not stored; but only the store itself, read anew, can refuse. */
  private static AppendOutcome preview(StreamHead head, Append append) throws IOException {
    AppendOutcome outcome = head.preview(editor -> editor.append(append), false);
    boolean ends =
        outcome instanceof Rejected
            || (outcome instanceof Accepted accepted
                && accepted.result() == IngestResult.UNCHANGED);
    return ends ? head.preview(editor -> editor.append(append), true) : outcome;
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
    StreamHead head = heads.get(stream);
    StreamView view = head.current();
    return view.hasListed() ? head.playlist(view) : waiting.playlist();
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
        : node.store().get(Keys.segment(stream, name), range);
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

    private final BlobStore store;
    private StreamPolicy policy = StreamPolicy.defaults();
    private InstantSource clock = InstantSource.system();
    private Duration refreshInterval = Duration.ofMillis(500);
    private WaitingRoom waitingRoom = WaitingRoom.standard();
    private StreamListener listener = StreamListener.NONE;
    private PlaylistCustomizer customizer = PlaylistCustomizer.NONE;
    private @Nullable Duration scanInterval = Duration.ofHours(6);

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
     * Sets how long what was read of a stream is taken for current, and so how much later viewers
     * at this instance may see what another instance has taken. What this instance takes itself,
     * its viewers see at once.
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
     * Sets how often the whole store is looked through for what a node has left behind that died:
     * streams that are due and that nobody serves, and blobs that belong to nothing and are older
     * than a day. The first time is a few minutes after the start.
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

    /** Leaves the work in the background to who calls {@link #tick} and {@link #scan}. */
    Builder withoutBackground() {
      this.scanInterval = null;
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
