package dev.chalkstream.internal.instance;

import dev.chalkstream.ChalkstreamBuilder;
import dev.chalkstream.ChalkstreamMetrics;
import dev.chalkstream.PlaylistCustomizer;
import dev.chalkstream.StreamListener;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.internal.metrics.Counters;
import dev.chalkstream.internal.metrics.TimedStore;
import dev.chalkstream.internal.node.ManifestStore;
import dev.chalkstream.internal.node.Node;
import dev.chalkstream.internal.node.Reaper;
import dev.chalkstream.internal.node.StreamEvents;
import dev.chalkstream.internal.node.StreamObserver;
import dev.chalkstream.internal.resource.HeapShare;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Reading;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.internal.segment.HotSegments;
import dev.chalkstream.internal.sequence.StreamRules;
import dev.chalkstream.internal.time.NodeClock;
import dev.chalkstream.internal.time.StoreTime;
import dev.chalkstream.internal.view.Customization;
import dev.chalkstream.internal.view.HistoryPages;
import dev.chalkstream.internal.view.PlaylistRenderer;
import dev.chalkstream.internal.view.WaitingPlaylists;
import dev.chalkstream.storage.BlobStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Puts an {@link Instance} together. Not safe for use by many threads. */
public final class InstanceBuilder implements ChalkstreamBuilder {

  private @Nullable BlobStore store;
  private StreamPolicy policy = StreamPolicy.defaults();
  private InstantSource clock = InstantSource.system();
  private @Nullable LongSupplier nanos;
  private Duration refreshInterval = Duration.ofMillis(500);
  private WaitingRoom waitingRoom = WaitingRoom.standard();
  private StreamListener listener = StreamListener.NONE;
  private Counters metrics = Counters.off();
  private PlaylistCustomizer customizer = PlaylistCustomizer.NONE;
  private @Nullable Duration scanInterval = Duration.ofHours(6);
  public long streamBytes = HeapShare.STREAMS.bytes();
  private long hotSegmentBytes = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);
  private Patience patience = Patience.STANDARD;
  private @Nullable Workers workers;

  @Override
  public InstanceBuilder store(BlobStore store) {
    this.store = Objects.requireNonNull(store, "store");
    return this;
  }

  @Override
  public InstanceBuilder policy(StreamPolicy policy) {
    this.policy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  @Override
  public InstanceBuilder clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.nanos = null;
    return this;
  }

  /** Sets what tells the date and, apart from that, what counts the time. */
  public InstanceBuilder clock(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    return this;
  }

  @Override
  public InstanceBuilder refreshInterval(Duration refreshInterval) {
    if (refreshInterval.isNegative()) {
      throw new IllegalArgumentException("a refresh interval is not negative: " + refreshInterval);
    }
    this.refreshInterval = refreshInterval;
    return this;
  }

  @Override
  public InstanceBuilder waitingRoom(WaitingRoom waitingRoom) {
    this.waitingRoom = Objects.requireNonNull(waitingRoom, "waitingRoom");
    return this;
  }

  @Override
  public InstanceBuilder listener(StreamListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public InstanceBuilder metrics(ChalkstreamMetrics metrics) {
    if (!(Objects.requireNonNull(metrics, "metrics") instanceof Counters counters)) {
      throw new IllegalArgumentException("metrics are made by ChalkstreamMetrics.create()");
    }
    this.metrics = counters;
    return this;
  }

  @Override
  public InstanceBuilder playlistCustomizer(PlaylistCustomizer customizer) {
    this.customizer = Objects.requireNonNull(customizer, "customizer");
    return this;
  }

  @Override
  public InstanceBuilder scanInterval(Duration scanInterval) {
    if (scanInterval.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "a scan interval is a minute or more, not " + scanInterval);
    }
    this.scanInterval = scanInterval;
    return this;
  }

  @Override
  public InstanceBuilder hotSegmentBytes(long hotSegmentBytes) {
    if (hotSegmentBytes < 0) {
      throw new IllegalArgumentException("bytes are not negative: " + hotSegmentBytes);
    }
    this.hotSegmentBytes = hotSegmentBytes;
    return this;
  }

  /**
   * Leaves all work to the caller's thread, and what is due to {@link Instance#tick} and {@link
   * Instance#scan}.
   */
  public InstanceBuilder withoutBackground() {
    this.scanInterval = null;
    this.workers = Workers.none();
    return this;
  }

  /** Sets which threads wait for the store, and for how long requests wait for them. */
  public InstanceBuilder waiting(Workers workers, Patience patience) {
    this.workers = workers;
    this.patience = patience;
    return this;
  }

  @Override
  public Instance build() {
    BlobStore kept = Objects.requireNonNull(store, "store");
    LongSupplier counter = nanos;
    NodeClock time = counter == null ? NodeClock.of(clock) : new NodeClock(clock, counter);
    BlobStore watched = metrics.isOn() ? new TimedStore(kept, metrics) : kept;
    var reading =
        new Reading(workers == null ? Workers.start() : workers, refreshInterval, patience);
    var segments = new HotSegments(watched, metrics, reading, time, hotSegmentBytes);
    Node.Writer writer = Node.Writer.unique();
    var node =
        new Node(
            stored(watched, time, reading.workers(), segments),
            new Node.Time(time, new StoreTime(kept, writer.name(), time, metrics)),
            reading,
            new StreamRules(policy, waitingRoom),
            writer,
            StreamObserver.NONE);
    return new Instance(
        node,
        new StreamEvents(listener, metrics),
        metrics,
        segments,
        new WaitingPlaylists(waitingRoom, customizer, time::date),
        streamBytes,
        scanInterval);
  }

  private Node.Stored stored(
      BlobStore watched, NodeClock time, Workers threads, HotSegments segments) {
    var pages = new HistoryPages(watched, time);
    var renderer =
        new PlaylistRenderer(
            pages, segments.damaged(), new Customization(customizer), threads, time);
    return new Node.Stored(
        watched,
        new ManifestStore(watched, renderer, time),
        pages,
        new Reaper(watched, pages, segments, threads.deletions(), time));
  }
}
