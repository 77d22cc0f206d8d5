package dev.chalkstream.internal.segment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.metrics.Counters;
import dev.chalkstream.internal.resource.Damage;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Reading;
import dev.chalkstream.internal.resource.SharedTask;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The segments of all streams: in the store, and the latest of them in memory, since all viewers of
 * a live stream ask for the same few at the same time. However many ask for one that is not there,
 * it is read once. What was used last is kept, and not what was used most: at the live edge the
 * segment that nobody has asked for yet is the one that everybody is going to ask for. One that is
 * not there is not looked for again within the refresh interval, and one that is damaged not at
 * all.
 *
 * <p>Safe for many threads. No more bytes than the limit are kept, and no more than that again are
 * held by answers that are still being sent.
 */
public final class HotSegments {

  /** Segments are read anew after that, so what another node has deleted goes from here too. */
  private static final Duration SHELF_LIFE = Duration.ofMinutes(5);

  /** One that needs more than this part of the room would drive out too many others. */
  private static final int LEAST_SEGMENTS = 4;

  private static final int MAX_KNOWN_TOO_LARGE = 1_000;
  private static final int MAX_MISSING = 10_000;

  /** What has come of reading a segment; neither found nor absent is one that is not kept. */
  private record Found(@Nullable HotSegment segment, boolean isAbsent) {}

  private final BlobStore store;
  private final Counters metrics;
  private final Workers workers;
  private final Patience patience;
  private final InstantSource clock;

  /** How many bytes to keep, 0 for none. */
  private final long limit;

  private final Map<BlobKey, HotSegment> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final ConcurrentMap<BlobKey, SharedTask<Found>> loads = new ConcurrentHashMap<>();
  private final Set<BlobKey> tooLarge = ConcurrentHashMap.newKeySet();

  /** Deleted while they were being read, so not to be kept. */
  private final Set<BlobKey> outdated = new HashSet<>();

  private final DamagedSegments damaged = new DamagedSegments();

  /** When the store was asked for a segment that was not there. */
  private final Cache<BlobKey, Instant> missing =
      Caffeine.newBuilder().maximumSize(MAX_MISSING).build();

  private final Duration missingFor;

  private long keptBytes;

  /** The bytes that are not kept but held: by those who read them, and by those who send them. */
  private long heldBytes;

  /**
   * Makes the segments of a new instance.
   *
   * @param store where they are kept
   * @param metrics counts those that are opened
   * @param reading the threads that read them, and for how long requests wait
   * @param clock counts the time of the node
   * @param limit how many bytes to keep, 0 for none
   */
  public HotSegments(
      BlobStore store, Counters metrics, Reading reading, InstantSource clock, long limit) {
    this.store = store;
    this.metrics = metrics;
    this.workers = reading.workers();
    this.patience = reading.patience();
    this.clock = clock;
    this.limit = limit;
    this.missingFor = reading.refreshInterval();
  }

  /** Opens a segment, or a part of it; empty if there is none. */
  public Optional<Blob> open(BlobKey key, ByteRange range) throws IOException {
    HotSegment known = find(key);
    Optional<Blob> opened =
        known == null ? openUnknown(key, range) : Optional.of(openKept(known, range));
    if (opened.isPresent()) {
      metrics.segmentOpened(known != null);
    }
    return opened;
  }

  private Optional<Blob> openUnknown(BlobKey key, ByteRange range) throws IOException {
    if (damaged.contains(key) || isMissing(key)) {
      return Optional.empty();
    }
    try {
      return limit == 0 || tooLarge.contains(key) ? read(key, range) : loadAndOpen(key, range);
    } catch (IOException e) {
      if (!Damage.isIn(e)) {
        throw e;
      }
      damaged.note(key, e);
      return Optional.empty();
    }
  }

  /** A part of it needs no less than the whole, once for all who ask for any part. */
  private Optional<Blob> loadAndOpen(BlobKey key, ByteRange range) throws IOException {
    Found found = load(key);
    if (found.segment() != null) {
      return Optional.of(openKept(found.segment(), range));
    }
    return found.isAbsent() ? Optional.empty() : read(key, range);
  }

  /** From the store to the one who asks, past the memory. */
  private Optional<Blob> read(BlobKey key, ByteRange range) throws IOException {
    Instant asked = clock.instant();
    Optional<Blob> found = store.get(key, range);
    if (found.isEmpty()) {
      missing.put(key, asked);
    }
    return found.map(blob -> new Blob(blob.info(), range, damaged.watch(key, blob.body())));
  }

  /** Whether a segment was not there a moment ago: whoever makes up names pays one read each. */
  private boolean isMissing(BlobKey key) {
    Instant asked = missing.getIfPresent(key);
    Instant now = clock.instant();
    return asked != null && !now.isBefore(asked) && now.isBefore(asked.plus(missingFor));
  }

  /** What the store has reported as damaged. */
  public DamagedSegments damaged() {
    return damaged;
  }

  /** Keeps a segment that was just stored. */
  public void add(BlobKey key, ByteBuffer body, BlobVersion version) {
    missing.invalidate(key);
    damaged.forget(key);
    int size = body.remaining();
    if (fits(size)) {
      byte[] bytes = new byte[size];
      body.duplicate().get(bytes);
      Instant now = clock.instant();
      keep(new HotSegment(new BlobInfo(key, size, version, now), bytes, now));
    }
  }

  /** Keeps a segment no longer, because it was deleted. */
  public synchronized void forget(BlobKey key) {
    damaged.forget(key);
    if (loads.containsKey(key)) {
      outdated.add(key);
    }
    HotSegment segment = kept.remove(key);
    if (segment != null) {
      drop(segment);
    }
  }

  /** Keeps no segment of a stream any longer, because all of it is being deleted. */
  public synchronized void forgetAll(StreamId stream) {
    String prefix = Keys.prefix(stream);
    Stream.concat(kept.keySet().stream(), loads.keySet().stream())
        .filter(key -> key.value().startsWith(prefix))
        .toList()
        .forEach(this::forget);
  }

  /** All bytes in memory. */
  synchronized long bytes() {
    return keptBytes + heldBytes;
  }

  private synchronized @Nullable HotSegment find(BlobKey key) {
    HotSegment segment = kept.get(key);
    if (segment == null) {
      return null;
    }
    Instant now = clock.instant();
    if (now.isBefore(segment.since()) || !now.isBefore(segment.since().plus(SHELF_LIFE))) {
      forget(key);
      return null;
    }
    return segment;
  }

  private Found load(BlobKey key) throws IOException {
    SharedTask<Found> load =
        loads.computeIfAbsent(
            key, fresh -> new SharedTask<>(workers.segments(), clock, () -> read(fresh)));
    try {
      return load.get(patience.bytes());
    } finally {
      // One that was refused has nobody to take it away.
      if (!load.isAtWork()) {
        loads.remove(key, load);
      }
    }
  }

  private Found read(BlobKey key) throws IOException {
    HotSegment known = find(key);
    Instant asked = clock.instant();
    try (Blob blob = known == null ? store.get(key, ByteRange.all()).orElse(null) : null) {
      if (blob == null) {
        if (known == null) {
          missing.put(key, asked);
        }
        return new Found(known, known == null);
      }
      return reserve(key, blob.length())
          ? new Found(keep(blob, asked), false)
          : new Found(null, false);
    } finally {
      finish(key);
    }
  }

  private synchronized void finish(BlobKey key) {
    loads.remove(key);
    outdated.remove(key);
  }

  private HotSegment keep(Blob blob, Instant asked) throws IOException {
    try {
      byte[] bytes = blob.body().readNBytes((int) blob.length());
      if (bytes.length < blob.length()) {
        throw new IOException("segment " + blob.info().key() + " has ended before its end");
      }
      var segment = new HotSegment(blob.info(), bytes, asked);
      keepUnlessOutdated(segment);
      return segment;
    } finally {
      release(blob.length());
    }
  }

  /** What is being read counts as held. */
  private synchronized boolean reserve(BlobKey key, long size) {
    if (!fits(size)) {
      noteTooLarge(key, size);
      return false;
    }
    heldBytes += size;
    return true;
  }

  private synchronized void release(long size) {
    heldBytes -= size;
  }

  private void noteTooLarge(BlobKey key, long size) {
    if (tooLarge.size() >= MAX_KNOWN_TOO_LARGE) {
      tooLarge.clear();
    }
    if (size > limit / LEAST_SEGMENTS) {
      tooLarge.add(key);
    }
  }

  private synchronized boolean fits(long size) {
    return size <= limit / LEAST_SEGMENTS && heldBytes + size <= limit;
  }

  private synchronized void keepUnlessOutdated(HotSegment segment) {
    if (!outdated.contains(segment.info().key())) {
      keep(segment);
    }
  }

  private synchronized void keep(HotSegment segment) {
    HotSegment former = kept.put(segment.info().key(), segment);
    if (former != null) {
      drop(former);
    }
    keptBytes += segment.info().size();
    Iterator<HotSegment> oldest = kept.values().iterator();
    while (keptBytes > limit) {
      drop(oldest.next());
      oldest.remove();
    }
  }

  /** Not kept any more, but held by those to whom it is being sent. */
  private void drop(HotSegment segment) {
    keptBytes -= segment.info().size();
    segment.drop();
    if (segment.isHeld()) {
      heldBytes += segment.info().size();
    }
  }

  private synchronized Blob openKept(HotSegment segment, ByteRange range) {
    if (segment.beginAnswer()) {
      heldBytes += segment.info().size();
    }
    return segment.open(range, () -> endAnswer(segment));
  }

  private synchronized void endAnswer(HotSegment segment) {
    if (segment.endAnswer()) {
      heldBytes -= segment.info().size();
    }
  }
}
