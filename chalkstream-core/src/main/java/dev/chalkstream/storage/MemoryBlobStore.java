package dev.chalkstream.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Blobs on the heap. Every change of a key is one atomic step of the map. */
final class MemoryBlobStore implements BlobStore {

  private static final class Entry {

    final BlobInfo info;
    final byte[] bytes;

    Entry(BlobInfo info, byte[] bytes) {
      this.info = info;
      this.bytes = bytes;
    }

    BlobInfo info() {
      return info;
    }
  }

  private final NavigableMap<BlobKey, Entry> entries = new ConcurrentSkipListMap<>();
  private final AtomicLong versions = new AtomicLong();
  private final InstantSource clock;
  private volatile boolean closed;

  MemoryBlobStore(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    checkOpen();
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    int offset = (int) range.offset(entry.bytes.length);
    int length = (int) range.length(entry.bytes.length);
    return Optional.of(
        new Blob(entry.info, range, new ByteArrayInputStream(entry.bytes, offset, length)));
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    checkOpen();
    byte[] bytes = readFully(body);
    BlobVersion version = BlobVersion.of(Long.toString(versions.incrementAndGet()));
    Instant now = clock.instant();
    Entry fresh = new Entry(new BlobInfo(key, bytes.length, version, now), bytes);
    // compute() of this map may call its function again after losing a race, so it has no effects.
    Entry result =
        entries.compute(key, (k, present) -> holds(condition, present) ? fresh : present);
    return result != null && result.info.version().equals(version)
        ? Optional.of(version)
        : Optional.empty();
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    checkOpen();
    return Optional.ofNullable(entries.get(key)).map(Entry::info);
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    checkOpen();
    return entries.values().stream()
        .map(Entry::info)
        .dropWhile(info -> info.key().value().compareTo(prefix) < 0)
        .takeWhile(info -> info.key().value().startsWith(prefix));
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    checkOpen();
    entries.remove(key);
  }

  @Override
  public void close() {
    closed = true;
    entries.clear();
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("this store is closed");
    }
  }

  private static boolean holds(PutCondition condition, @Nullable Entry present) {
    if (condition instanceof PutCondition.IfVersion ifVersion) {
      return present != null && present.info.version().equals(ifVersion.version());
    }
    return condition instanceof PutCondition.Always || present == null;
  }

  private static byte[] readFully(BlobContent body) throws IOException {
    if (body.length() > Integer.MAX_VALUE) {
      throw new StoreFullException("a blob of " + body.length() + " bytes has no room in memory");
    }
    int length = (int) body.length();
    try (InputStream in = body.open()) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length || in.read() >= 0) {
        throw new IOException("the body is not of the length that it says, " + length + " bytes");
      }
      return bytes;
    }
  }
}
