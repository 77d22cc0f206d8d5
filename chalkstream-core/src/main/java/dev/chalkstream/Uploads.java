package dev.chalkstream;

import dev.chalkstream.AppendOutcome.Accepted;
import dev.chalkstream.AppendOutcome.NameInUse;
import dev.chalkstream.AppendOutcome.Rejected;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/** Takes segments: checks, stores and lists them. Safe for many threads. */
final class Uploads {

  /**
   * So many segments may be on their way to the store. Each holds a thread of the caller's, of
   * which some must be left for viewers when the store hangs.
   */
  static final int MOST_AT_ONCE = 128;

  /** More names than this are never in use for one digest at the same time by chance. */
  private static final int MAX_NAMES_TRIED = 8;

  /** The greatest number of nine digits, which is what a name has room for. */
  private static final int MAX_COPY = 999_999_999;

  private final BlobStore store;
  private final StreamPolicy policy;
  private final HotSegments segments;
  private final ChalkstreamMetrics metrics;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  /**
   * Makes what takes the segments of an instance.
   *
   * @param segments where what was taken is kept for viewers
   * @param metrics counts what becomes of uploads
   */
  Uploads(Node node, HotSegments segments, ChalkstreamMetrics metrics) {
    this.store = node.store();
    this.policy = node.rules().policy();
    this.segments = segments;
    this.metrics = metrics;
  }

  /** Takes a segment of a stream. */
  IngestResult take(SegmentUpload upload, StreamHead head)
      throws SegmentRejectedException, IOException {
    return metrics.ingest(() -> admit(upload, head));
  }

  private IngestResult admit(SegmentUpload upload, StreamHead head)
      throws SegmentRejectedException, IOException {
    Append append = UploadCheck.check(upload, policy);
    if (!places.tryAcquire()) {
      throw new IOException("too many uploads wait for the store already");
    }
    try {
      return take(append, upload, head);
    } finally {
      places.release();
    }
  }

  private IngestResult take(Append checked, SegmentUpload upload, StreamHead head)
      throws SegmentRejectedException, IOException {
    Append append = checked;
    for (int tried = 0; tried < MAX_NAMES_TRIED; tried++) {
      BlobKey key = Keys.segment(upload.session().streamId(), append.name());
      AppendOutcome outcome = attempt(append, key, upload.body(), head);
      if (outcome instanceof Accepted accepted) {
        return accepted.result();
      }
      if (outcome instanceof Rejected rejected) {
        throw new SegmentRejectedException(rejected.reason(), rejected.detail());
      }
      int copy = ThreadLocalRandom.current().nextInt(1, MAX_COPY);
      append = append.withName(append.name().withCopy(copy));
    }
    throw new IOException(
        "found no free name for a segment of stream " + upload.session().streamId());
  }

  private AppendOutcome attempt(Append append, BlobKey key, ByteBuffer body, StreamHead head)
      throws IOException {
    AppendOutcome expected = preview(head, append);
    if (!(expected instanceof Accepted accepted) || accepted.result() == IngestResult.UNCHANGED) {
      return expected;
    }
    Optional<BlobVersion> stored = store(key, append.name(), BlobContent.of(body), head);
    if (stored.isEmpty()) {
      return new NameInUse();
    }
    AppendOutcome outcome = head.change(editor -> editor.append(append));
    if (outcome instanceof Accepted) {
      segments.add(key, body, stored.get());
    }
    return outcome;
  }

  /**
   * Stores a segment's bytes, unless there is such a blob that is still needed; one that is not was
   * left by an upload which failed.
   */
  private Optional<BlobVersion> store(
      BlobKey key, SegmentName name, BlobContent body, StreamHead head) throws IOException {
    Optional<BlobVersion> stored = store.putIf(key, body, PutCondition.ifAbsent());
    return stored.isPresent() || head.preview(editor -> editor.isInUse(name), true)
        ? stored
        : store.putIf(key, body, PutCondition.always());
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
}
