package dev.chalkstream;

import dev.chalkstream.storage.BlobStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects what makes a {@link Chalkstream}. Not safe for use by many threads. */
public final class ChalkstreamBuilder {

  private final BlobStore store;
  private StreamPolicy policy = StreamPolicy.defaults();
  private InstantSource clock = InstantSource.system();
  private @Nullable LongSupplier nanos;
  private Duration refreshInterval = Duration.ofMillis(500);
  private WaitingRoom waitingRoom = WaitingRoom.standard();
  private StreamListener listener = StreamListener.NONE;
  private ChalkstreamMetrics metrics = ChalkstreamMetrics.off();
  private PlaylistCustomizer customizer = PlaylistCustomizer.NONE;
  private @Nullable Duration scanInterval = Duration.ofHours(6);
  long streamBytes = HeapShare.STREAMS.bytes();
  private long hotSegmentBytes = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);
  private Patience patience = Patience.STANDARD;
  private @Nullable Workers workers;

  ChalkstreamBuilder(BlobStore store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /**
   * Sets how new streams behave.
   *
   * @param policy the policy; {@link StreamPolicy#defaults()} if not set
   * @return this
   */
  public ChalkstreamBuilder policy(StreamPolicy policy) {
    this.policy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets where the time comes from. The system's clock tells the date and is corrected by that of
   * the store; how much time passes is counted apart from it ({@link System#nanoTime}), since it
   * may be set. Any other source does both: when it goes on by an hour, an hour has passed, and
   * when it is turned back, none. That is for tests.
   *
   * @param clock the source; the system's clock if not set
   * @return this
   */
  public ChalkstreamBuilder clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.nanos = null;
    return this;
  }

  /** Sets what tells the date and, apart from that, what counts the time. */
  ChalkstreamBuilder clock(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    return this;
  }

  /**
   * Sets for how long what was read of a stream is shown, and so how much later viewers at this
   * instance may see what another instance has taken. What this instance takes itself, its viewers
   * see at once. It counts for half a target duration of the stream at most (half a second before
   * the first segment), whatever is set here.
   *
   * <p>This is guaranteed where several instances serve the same viewers: one who lets the refresh
   * interval pass between receiving a playlist and asking again is never shown an older one,
   * because each answer is as new as a read of the store that began within that interval before the
   * request. Players wait longer, a target duration after they began to load a playlist that was
   * new to them (section 6.3.4); for them it holds if loading took less than half of that. A viewer
   * who names the {@linkplain PlaylistSnapshot#entityTag() tag} of what it has, as browsers do by
   * themselves, may come again at once: it is shown nothing older. Since anybody can make up a tag,
   * an instance looks at the store for such viewers once in the refresh interval and for each
   * stream; those who come in between and have a newer playlist than it knows are told to keep that
   * ({@link Chalkstream#playlist(StreamId, java.util.Collection)} throws, and the servlets answer
   * 304), until the refresh interval has passed since they got it.
   *
   * <p>It holds as long as the store answers within a second, whatever the clocks do. The waiting
   * room goes by the date, which is the store's to a second: who names no tag may be led back there
   * by one showing. While the store is out of reach, each instance shows the last that it knows,
   * which may be less than another's; who names a newer one keeps that.
   *
   * @param refreshInterval zero or more; half a second if not set
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public ChalkstreamBuilder refreshInterval(Duration refreshInterval) {
    if (refreshInterval.isNegative()) {
      throw new IllegalArgumentException("a refresh interval is not negative: " + refreshInterval);
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
  public ChalkstreamBuilder waitingRoom(WaitingRoom waitingRoom) {
    this.waitingRoom = Objects.requireNonNull(waitingRoom, "waitingRoom");
    return this;
  }

  /**
   * Sets who is told what happens to streams.
   *
   * @param listener the listener; {@link StreamListener#NONE} if not set
   * @return this
   */
  public ChalkstreamBuilder listener(StreamListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets what counts and times what the instance does. It needs no {@linkplain #listener listener}
   * for that, and leaves its place to another.
   *
   * @param metrics the numbers, for this instance alone; none if not set
   * @return this
   */
  public ChalkstreamBuilder metrics(ChalkstreamMetrics metrics) {
    this.metrics = Objects.requireNonNull(metrics, "metrics");
    return this;
  }

  /**
   * Sets what is done to playlists before they are handed out.
   *
   * @param customizer the customizer; {@link PlaylistCustomizer#NONE} if not set
   * @return this
   */
  public ChalkstreamBuilder playlistCustomizer(PlaylistCustomizer customizer) {
    this.customizer = Objects.requireNonNull(customizer, "customizer");
    return this;
  }

  /**
   * Sets how often the store is searched for what a node has left behind that died: streams that
   * are due and that nobody serves, and blobs older than a day that belong to nothing. The first
   * scan begins five minutes after the start, or this interval if it is shorter.
   *
   * <p>It bounds how late such a stream is completed, expires and is deleted: by the interval and
   * the length of one scan after the node has died, or by one interval more for each scan that the
   * store's fault has ended. Streams that this instance has taken uploads of or shown to viewers do
   * not wait for a scan: what is due there is done within a second.
   *
   * @param scanInterval from the end of a scan to the next, at least a minute; 6 hours if not set
   * @return this
   * @throws IllegalArgumentException if it is shorter than a minute
   */
  public ChalkstreamBuilder scanInterval(Duration scanInterval) {
    if (scanInterval.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "a scan interval is a minute or more, not " + scanInterval);
    }
    this.scanInterval = scanInterval;
    return this;
  }

  /**
   * Sets how many bytes of segments are kept in memory, those taken or asked for last, so that
   * viewers do not each cost a read of the store, and go on while it is out of reach. As many again
   * may be held by answers on their way. A segment of more than a quarter is not kept.
   *
   * @param hotSegmentBytes zero, for none, or more; if not set 64 MiB, or an eighth of the largest
   *     heap where that is less
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public ChalkstreamBuilder hotSegmentBytes(long hotSegmentBytes) {
    if (hotSegmentBytes < 0) {
      throw new IllegalArgumentException("bytes are not negative: " + hotSegmentBytes);
    }
    this.hotSegmentBytes = hotSegmentBytes;
    return this;
  }

  /**
   * Leaves all work to who asks for it, or calls {@link Chalkstream#tick} and {@link
   * Chalkstream#scan}.
   */
  ChalkstreamBuilder withoutBackground() {
    this.scanInterval = null;
    this.workers = Workers.none();
    return this;
  }

  /** Sets which threads wait for the store, and for how long requests wait for them. */
  ChalkstreamBuilder waiting(Workers workers, Patience patience) {
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
    LongSupplier counter = nanos;
    NodeClock time = counter == null ? NodeClock.of(clock) : new NodeClock(clock, counter);
    BlobStore watched = metrics.isOn() ? new TimedStore(store, metrics) : store;
    var reading =
        new Node.Reading(workers == null ? Workers.start() : workers, refreshInterval, patience);
    var segments = new HotSegments(watched, metrics, reading, time, hotSegmentBytes);
    return new Chalkstream(
        node(watched, time, reading, segments),
        new StreamEvents(listener, metrics),
        metrics,
        segments,
        new WaitingPlaylists(waitingRoom, customizer, time::date),
        streamBytes,
        scanInterval);
  }

  private Node node(BlobStore watched, NodeClock time, Node.Reading reading, HotSegments segments) {
    Workers threads = reading.workers();
    var pages = new HistoryPages(watched, time);
    var renderer =
        new PlaylistRenderer(
            pages, segments.damaged(), new Customization(customizer), threads, time);
    Node.Writer writer = Node.Writer.unique();
    return new Node(
        new Node.Stored(
            watched,
            new ManifestStore(watched, renderer, time),
            pages,
            new Reaper(watched, pages, segments, threads.deletions(), time)),
        new Node.Time(time, new StoreTime(store, writer.name(), time, metrics)),
        reading,
        new StreamRules(policy, waitingRoom),
        writer,
        StreamObserver.NONE);
  }
}
