package dev.chalkstream.internal.segment;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.ByteRange;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A segment in memory, and how many answers are being sent from it. Its count is guarded by the
 * lock of {@link HotSegments}.
 */
final class HotSegment {

  private final BlobInfo info;
  private final byte[] bytes;
  private final Instant since;
  private int borrowers;
  private boolean dropped;

  HotSegment(BlobInfo info, byte[] bytes, Instant since) {
    this.info = info;
    this.bytes = bytes;
    this.since = since;
  }

  BlobInfo info() {
    return info;
  }

  /** When it was there in the store. */
  Instant since() {
    return since;
  }

  boolean isHeld() {
    return borrowers > 0;
  }

  void drop() {
    dropped = true;
  }

  /** Notes a borrower, and tells whether it is only now that borrowers alone hold it. */
  boolean take() {
    borrowers++;
    return dropped && borrowers == 1;
  }

  /** Notes that a borrower is done, and tells whether nobody holds it any more. */
  boolean giveBack() {
    borrowers--;
    return dropped && borrowers == 0;
  }

  Blob open(ByteRange range, Runnable whenClosed) {
    int offset = (int) range.offset(bytes.length);
    int length = (int) range.length(bytes.length);
    return new Blob(info, range, new Lent(bytes, offset, length, whenClosed));
  }

  private static final class Lent extends ByteArrayInputStream {

    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lent(byte[] bytes, int offset, int length, Runnable whenClosed) {
      super(bytes, offset, length);
      this.whenClosed = whenClosed;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        whenClosed.run();
      }
    }
  }
}
