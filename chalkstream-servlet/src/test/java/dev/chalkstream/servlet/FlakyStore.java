package dev.chalkstream.servlet;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.storage.StoreFullException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store in memory that can be made to fail, and that counts the segment bodies left open. */
final class FlakyStore implements BlobStore {

  private final BlobStore store = BlobStores.inMemory();
  private final AtomicInteger openSegments = new AtomicInteger();
  private final AtomicLong segmentBytesRead = new AtomicLong();
  volatile boolean failing;
  volatile boolean full;
  volatile long readableBytes = Long.MAX_VALUE;

  /** After so many bytes, bodies of segments end as if they had no more. */
  volatile long bytesBeforeEnd = Long.MAX_VALUE;

  /** Whether what cannot be read is damaged, and not out of reach. */
  volatile boolean damaged;

  volatile @Nullable RuntimeException bug;
  volatile @Nullable CountDownLatch gate;
  private final Semaphore waiting = new Semaphore(0);
  private volatile @Nullable CountDownLatch bodyGate;
  private volatile long bytesBeforeGate;

  /** Makes bodies of segments hang after so many bytes, until the gate opens. */
  void bodyGate(long bytes, CountDownLatch opens) {
    bytesBeforeGate = bytes;
    bodyGate = opens;
  }

  /** Comes back when so many bodies hang. */
  void awaitWaiting(int bodies) throws InterruptedException {
    waiting.acquire(bodies);
  }

  int openSegments() {
    return openSegments.get();
  }

  /** How many bytes of segments have been read so far. */
  long segmentBytesRead() {
    return segmentBytesRead.get();
  }

  /** Makes something else of a blob. */
  void spoil(String key) throws IOException {
    store.putIf(BlobKey.of(key), BlobContent.of(new byte[7]), PutCondition.always());
  }

  List<String> keys() throws IOException {
    try (Stream<BlobInfo> all = store.list("")) {
      return all.map(info -> info.key().value()).toList();
    }
  }

  @Override
  public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
    check();
    Optional<Blob> blob = store.get(key, range);
    if (blob.isEmpty() || !key.value().endsWith(".ts")) {
      return blob;
    }
    openSegments.incrementAndGet();
    return blob.map(b -> new Blob(b.info(), range, new WatchedBody(b.body())));
  }

  @Override
  public Optional<BlobVersion> putIf(BlobKey key, BlobContent body, PutCondition condition)
      throws IOException {
    check();
    if (full) {
      throw new StoreFullException("the store is made to be full");
    }
    return store.putIf(key, body, condition);
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) throws IOException {
    check();
    return store.head(key);
  }

  @Override
  public Stream<BlobInfo> list(String prefix) throws IOException {
    check();
    return store.list(prefix);
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    check();
    store.delete(key);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  private void check() throws IOException {
    RuntimeException thrown = bug;
    if (thrown != null) {
      throw thrown;
    }
    pass(gate);
    if (failing) {
      throw new IOException("the store is made to fail");
    }
  }

  private static void pass(@Nullable CountDownLatch closed) throws InterruptedIOException {
    if (closed != null) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException("interrupted before the gate");
      }
    }
  }

  private final class WatchedBody extends FilterInputStream {

    private long read;
    private boolean closed;

    private WatchedBody(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (read >= readableBytes) {
        String message = "the store is made to fail in the middle of a body";
        throw damaged ? new DamagedBlobException(message) : new IOException(message);
      }
      if (bodyGate != null && read >= bytesBeforeGate) {
        waiting.release();
        pass(bodyGate);
      }
      int wanted = (int) Math.min(length, bytesBeforeEnd - read);
      int count = wanted <= 0 && length > 0 ? -1 : super.read(bytes, offset, wanted);
      read += Math.max(0, count);
      segmentBytesRead.addAndGet(Math.max(0, count));
      return count;
    }

    @Override
    public void close() throws IOException {
      super.close();
      if (!closed) {
        closed = true;
        openSegments.decrementAndGet();
      }
    }
  }
}
