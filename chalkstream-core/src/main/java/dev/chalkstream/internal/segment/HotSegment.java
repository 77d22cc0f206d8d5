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
  private int answers;
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
    return answers > 0;
  }

  void drop() {
    dropped = true;
  }

  /** Notes an answer, and tells whether it is only now that answers alone hold it. */
  boolean beginAnswer() {
    answers++;
    return dropped && answers == 1;
  }

  /** Notes that an answer is sent, and tells whether nobody holds it any more. */
  boolean endAnswer() {
    answers--;
    return dropped && answers == 0;
  }

  Blob open(ByteRange range, Runnable whenClosed) {
    int offset = (int) range.offset(bytes.length);
    int length = (int) range.length(bytes.length);
    return new Blob(info, range, new OpenBytes(bytes, offset, length, whenClosed));
  }

  private static final class OpenBytes extends ByteArrayInputStream {

    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenBytes(byte[] bytes, int offset, int length, Runnable whenClosed) {
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
