package dev.chalkstream;

import dev.chalkstream.AppendOutcome.Accepted;
import dev.chalkstream.AppendOutcome.NameInUse;
import dev.chalkstream.AppendOutcome.Rejected;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Takes segments: checks, stores and lists them. Safe for many threads. */
final class Uploads {

  /** More names than this are never in use for one digest at the same time by chance. */
  private static final int MAX_NAMES_TRIED = 8;

  /** The greatest number of nine digits, which is what a name has room for. */
  private static final int MAX_COPY = 999_999_999;

  /**
   * What was left longer ago is not written over: it is soon old enough for a scan to delete it.
   */
  private static final Duration REUSED = StoreScan.ORPHAN_AGE.dividedBy(2);

  private final BlobStore store;
  private final StreamPolicy policy;
  private final HotSegments segments;
  private final ChalkstreamMetrics metrics;
  private final NodeClock clock;

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
    this.clock = node.clock();
  }

  /** Makes the command by which a stream takes a segment that is stored under a name. */
  @FunctionalInterface
  private interface Taking {
    Command of(SegmentName name);
  }

  /** Takes a segment of a stream. */
  IngestResult take(SegmentUpload upload, StreamHead head)
      throws SegmentRejectedException, IOException {
    return metrics.ingest(() -> admit(upload, head));
  }

  private IngestResult admit(SegmentUpload upload, StreamHead head)
      throws SegmentRejectedException, IOException {
    Append append = UploadCheck.check(upload, policy);
    return take(
        append.name(),
        upload.body(),
        head,
        name -> new Command.AppendSegment(append.withName(name)));
  }

  /** Takes a segment that an encoder pushes under a name of its own. */
  IngestResult push(String path, ByteBuffer body, StreamHead head)
      throws SegmentRejectedException, IOException {
    return metrics.ingest(() -> admit(path, body, head));
  }

  private IngestResult admit(String path, ByteBuffer body, StreamHead head)
      throws SegmentRejectedException, IOException {
    PushedSegment pushed = UploadCheck.check(path, body, policy);
    return take(pushed.name(), body, head, name -> new Command.PushSegment(pushed.withName(name)));
  }

  /** Takes a playlist that an encoder pushes; returns whether the stream is complete then. */
  boolean push(PushedPlaylist playlist, StreamHead head)
      throws SegmentRejectedException, IOException {
    Transition.Outcome outcome = head.change(new Command.PushPlaylist(playlist));
    if (outcome.answered() instanceof Rejected rejected) {
      throw new SegmentRejectedException(rejected.reason(), rejected.detail());
    }
    return !outcome.live();
  }

  private IngestResult take(SegmentName plain, ByteBuffer body, StreamHead head, Taking taking)
      throws SegmentRejectedException, IOException {
    SegmentName name = plain;
    for (int tried = 0; tried < MAX_NAMES_TRIED; tried++) {
      AppendOutcome outcome = attempt(name, body, head, taking);
      if (outcome instanceof Accepted accepted) {
        return accepted.result();
      }
      if (outcome instanceof Rejected rejected) {
        throw new SegmentRejectedException(rejected.reason(), rejected.detail());
      }
      name = plain.withCopy(ThreadLocalRandom.current().nextInt(1, MAX_COPY));
    }
    throw new IOException("found no free name for a segment of stream " + head.stream());
  }

  private AppendOutcome attempt(SegmentName name, ByteBuffer body, StreamHead head, Taking taking)
      throws IOException {
    AppendOutcome expected = preview(head, taking.of(name));
    if (!(expected instanceof Accepted accepted) || accepted.result() == IngestResult.UNCHANGED) {
      return expected;
    }
    BlobKey key = Keys.segment(head.stream(), name);
    Optional<BlobVersion> stored = store(key, name, BlobContent.of(body), head);
    if (stored.isEmpty()) {
      return new NameInUse();
    }
    AppendOutcome outcome = head.change(taking.of(name)).answered();
    if (outcome instanceof Accepted) {
      segments.add(key, body, stored.get());
    }
    return outcome;
  }

  /**
   * Stores a segment's bytes, unless there is such a blob that is still needed. One that is not was
   * left by an upload which failed; when it is so old that a scan may be about to delete it, the
   * segment needs another name.
   */
  private Optional<BlobVersion> store(
      BlobKey key, SegmentName name, BlobContent body, StreamHead head) throws IOException {
    Optional<BlobVersion> stored = store.putIf(key, body, PutCondition.ifAbsent());
    return stored.isPresent() || !isLately(key) || head.isInUse(name)
        ? stored
        : store.putIf(key, body, PutCondition.always());
  }

  private boolean isLately(BlobKey key) throws IOException {
    Optional<BlobInfo> left = store.head(key);
    return left.isEmpty()
        || clock.knowsStoreTime()
            && clock.age(left.get().lastModified(), clock.instant()).most().compareTo(REUSED) < 0;
  }

  /** What is refused is not stored; but only the store itself, read anew, can refuse. */
  private static AppendOutcome preview(StreamHead head, Command taking) throws IOException {
    AppendOutcome outcome = head.preview(taking, false).answered();
    boolean ends =
        outcome instanceof Rejected
            || (outcome instanceof Accepted accepted
                && accepted.result() == IngestResult.UNCHANGED);
    return ends ? head.preview(taking, true).answered() : outcome;
  }
}
