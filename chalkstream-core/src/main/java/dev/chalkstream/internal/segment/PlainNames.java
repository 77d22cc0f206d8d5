package dev.chalkstream.internal.segment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chalkstream.NodeBusyException;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * To which stored segments plain names lead. Each costs one listing of the few blobs whose keys
 * begin with its digest; what was found, and that there was nothing, is remembered. Since anybody
 * can make up digests, only so many are looked for at once. Safe for many threads.
 */
public final class PlainNames {

  /** So many digests are remembered, of some 400 bytes each. */
  private static final int MOST_REMEMBERED = 10_000;

  /** The same bytes are hardly ever stored more often than that in one stream. */
  private static final int MOST_LISTED = 100;

  private static final int MOST_AT_ONCE = 16;

  /**
   * What a listing has shown.
   *
   * @param name the newest segment, or null if there was none
   * @param asOf when it began
   */
  private record Found(@Nullable SegmentName name, Instant asOf) {}

  private final BlobStore store;
  private final HotSegments segments;
  private final InstantSource clock;
  private final Duration missingFor;
  private final Semaphore listings = new Semaphore(MOST_AT_ONCE);
  private final Cache<String, Found> found =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

  /**
   * Knows nothing yet.
   *
   * @param store is listed
   * @param segments open what is found
   * @param clock counts the time of the node
   * @param missingFor for how long what was not found is taken to be missing
   */
  public PlainNames(
      BlobStore store, HotSegments segments, InstantSource clock, Duration missingFor) {
    this.store = store;
    this.segments = segments;
    this.clock = clock;
    this.missingFor = missingFor;
  }

  /**
   * Opens the segment that was stored last with such bytes.
   *
   * @return the segment, or empty if there is none
   * @throws NodeBusyException if too many are being looked for
   * @throws IOException if the store is at fault
   */
  public Optional<Blob> open(StreamId stream, SegmentDigest digest, ByteRange range)
      throws IOException {
    String prefix = Keys.segments(stream, digest);
    SegmentName name = find(prefix);
    if (name == null) {
      return Optional.empty();
    }
    Optional<Blob> opened = segments.open(Keys.segment(stream, name), range);
    if (opened.isEmpty()) {
      found.put(prefix, new Found(null, clock.instant()));
    }
    return opened;
  }

  private @Nullable SegmentName find(String prefix) throws IOException {
    Instant now = clock.instant();
    Found known = found.getIfPresent(prefix);
    if (known == null || known.name() == null && !isFresh(known, now)) {
      known = new Found(list(prefix), now);
      found.put(prefix, known);
    }
    return known.name();
  }

  private boolean isFresh(Found known, Instant now) {
    return !now.isBefore(known.asOf()) && now.isBefore(known.asOf().plus(missingFor));
  }

  private @Nullable SegmentName list(String prefix) throws IOException {
    if (!listings.tryAcquire()) {
      throw new NodeBusyException("too many segments are being looked for by their digests alone");
    }
    try (Stream<BlobInfo> blobs = store.list(prefix)) {
      return blobs
          .limit(MOST_LISTED)
          .map(blob -> Keys.segmentName(blob.key()))
          .flatMap(Optional::stream)
          .reduce((before, after) -> after)
          .orElse(null);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      listings.release();
    }
  }
}
