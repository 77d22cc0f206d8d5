package dev.chalkstream.internal.segment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.resource.Damage;
import dev.chalkstream.internal.resource.HeapShare;
import dev.chalkstream.storage.BlobKey;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments that the store has reported as damaged to this node. In its playlists they are gaps
 * from then on, and nobody reads them again, until they are stored anew or the node is restarted.
 *
 * <p>Each node finds out by itself, and nothing of it is written down: a segment is damaged where
 * it lies, and may be restored there. Bounded, and safe for many threads.
 */
public final class DamagedSegments {

  private static final Logger LOG = LoggerFactory.getLogger(DamagedSegments.class);
  private static final int MAX_OF_A_STREAM = 10_000;

  /** A key, which is a text of some 110 characters, in a set. */
  private static final int KEY_BYTES = 320;

  private static final int STREAM_BYTES = 512;

  /** A stream that has more counts as this part of the room, or it would be forgotten at once. */
  private static final int LARGEST_PART = 2;

  /** The damaged segments of a stream, and how often that has changed. */
  private static final class Damaged {
    final Set<BlobKey> keys = ConcurrentHashMap.newKeySet();
    final AtomicLong changes = new AtomicLong(COUNTER.incrementAndGet() << 20);

    public long bytes() {
      return STREAM_BYTES + (long) KEY_BYTES * keys.size();
    }
  }

  /** So that what was forgotten and found again does not look like what it was. */
  private static final AtomicLong COUNTER = new AtomicLong();

  private final Cache<StreamId, Damaged> streams;

  /** Knows of no damage yet, and keeps what fits into its part of the heap. */
  public DamagedSegments() {
    this(HeapShare.DAMAGE.bytes());
  }

  /**
   * Knows of no damage yet.
   *
   * @param limit how many bytes of memory it may take up; the streams that nobody asks for are
   *     forgotten first
   */
  public DamagedSegments(long limit) {
    long most = Math.min(limit / LARGEST_PART, Integer.MAX_VALUE);
    this.streams =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(limit)
            .weigher((StreamId stream, Damaged damaged) -> (int) Math.min(most, damaged.bytes()))
            .build();
  }

  /** How many bytes of memory this takes up, about. */
  public long bytes() {
    return streams.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  /** Whether a segment is known to be damaged. */
  public boolean contains(BlobKey key) {
    return Keys.owner(key)
        .map(streams::getIfPresent)
        .filter(damaged -> damaged.keys.contains(key))
        .isPresent();
  }

  /** Whether a segment is known to be damaged. */
  public boolean contains(StreamId stream, SegmentName name) {
    Damaged damaged = streams.getIfPresent(stream);
    return damaged != null && damaged.keys.contains(Keys.segment(stream, name));
  }

  /** A number that changes with what is known to be damaged of a stream. */
  public long state(StreamId stream) {
    Damaged damaged = streams.getIfPresent(stream);
    return damaged == null ? 0 : damaged.changes.get();
  }

  /** Takes note of damage, and says so once. */
  public void note(BlobKey key, IOException fault) {
    StreamId stream = Keys.owner(key).orElse(null);
    if (stream == null) {
      return;
    }
    Damaged damaged = streams.get(stream, fresh -> new Damaged());
    if (damaged.keys.size() < MAX_OF_A_STREAM && damaged.keys.add(key)) {
      damaged.changes.incrementAndGet();
      streams.asMap().replace(stream, damaged, damaged);
      LOG.warn(
          "Segment {} is damaged, and is a gap in the playlists of this node from now on;"
              + " if it is restored from a backup, restart the node: {}",
          key,
          fault.getMessage());
    }
  }

  /** Takes note that a segment was stored anew, or deleted. */
  void forget(BlobKey key) {
    Damaged damaged = Keys.owner(key).map(streams::getIfPresent).orElse(null);
    if (damaged != null && damaged.keys.remove(key)) {
      damaged.changes.incrementAndGet();
    }
  }

  /** The bytes of a segment, under watch for damage that shows on the way. */
  InputStream watch(BlobKey key, InputStream body) {
    return new FilterInputStream(body) {

      @Override
      public int read() throws IOException {
        try {
          return in.read();
        } catch (IOException e) {
          throw noted(e);
        }
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
          return in.read(buffer, offset, length);
        } catch (IOException e) {
          throw noted(e);
        }
      }

      private IOException noted(IOException fault) {
        if (Damage.isIn(fault)) {
          note(key, fault);
        }
        return fault;
      }
    };
  }
}
