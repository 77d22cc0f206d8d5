package dev.chalkstream.internal.ingest;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.StoredContent;
import dev.chalkstream.internal.manifest.StoredName;
import dev.chalkstream.internal.metrics.Counters;
import dev.chalkstream.internal.node.Node;
import dev.chalkstream.internal.node.StreamHead;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.segment.HotSegments;
import dev.chalkstream.internal.sequence.Append;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.time.NodeClock;
import dev.chalkstream.internal.transition.Command;
import dev.chalkstream.internal.transition.Transition;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes segments: checks, stores and lists them. Safe for many threads. */
public final class Uploads {

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  /** So often a segment is stored for one upload, if what was stored before is outdated. */
  private static final int MOST_STORED = 3;

  private final BlobStore store;
  private final StreamPolicy policy;
  private final HotSegments segments;
  private final Counters metrics;
  private final NodeClock clock;

  /**
   * Makes what takes the segments of an instance.
   *
   * @param segments where what was taken is kept for viewers
   * @param metrics counts what becomes of uploads
   */
  public Uploads(Node node, HotSegments segments, Counters metrics) {
    this.store = node.store();
    this.policy = node.rules().policy();
    this.segments = segments;
    this.metrics = metrics;
    this.clock = node.clock();
  }

  /** Makes the command by which a stream takes a segment under a name. */
  @FunctionalInterface
  private interface Taking {
    Command of(SegmentName name, OptionalLong knownBefore);
  }

  /** Takes a segment of a stream. */
  public IngestResult take(SegmentUpload upload, StreamHead head)
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
        (name, known) -> new Command.AppendSegment(append.withName(name), known));
  }

  /** Takes a segment that an encoder pushes under a name of its own. */
  public IngestResult push(String path, ByteBuffer body, StreamHead head)
      throws SegmentRejectedException, IOException {
    return metrics.ingest(() -> admit(path, body, head));
  }

  private IngestResult admit(String path, ByteBuffer body, StreamHead head)
      throws SegmentRejectedException, IOException {
    PushedSegment pushed = UploadCheck.check(path, body, policy);
    return take(
        pushed.name(),
        body,
        head,
        (name, known) -> new Command.PushSegment(pushed.withName(name), known));
  }

  /** Takes a playlist that an encoder pushes; returns whether the stream is complete then. */
  public boolean push(PushedPlaylist playlist, StreamHead head)
      throws SegmentRejectedException, IOException {
    Transition.Outcome outcome = head.change(new Command.PushPlaylist(playlist));
    if (outcome.answered() instanceof Rejected rejected) {
      throw new SegmentRejectedException(rejected.reason(), rejected.detail());
    }
    return !outcome.live();
  }

  private IngestResult take(SegmentName plain, ByteBuffer body, StreamHead head, Taking taking)
      throws SegmentRejectedException, IOException {
    for (int stored = 0; stored < MOST_STORED; stored++) {
      AppendOutcome outcome = attempt(plain, body, head, taking);
      if (outcome instanceof Accepted accepted) {
        return accepted.result();
      }
      if (outcome instanceof Rejected rejected) {
        throw new SegmentRejectedException(rejected.reason(), rejected.detail());
      }
    }
    throw new IOException(
        "what is stored of stream " + head.stream() + " is outdated before it can be listed");
  }

  private AppendOutcome attempt(SegmentName plain, ByteBuffer body, StreamHead head, Taking taking)
      throws IOException {
    SegmentName name = StoredName.of(plain, clock.date(), ThreadLocalRandom.current().nextLong());
    AppendOutcome expected = preview(head, taking.of(name, OptionalLong.empty()));
    if (!isNew(expected)) {
      return expected;
    }
    long knownBefore = revision(head);
    BlobKey key = Keys.segment(head.stream(), name);
    Optional<BlobVersion> version =
        store.putIf(key, StoredContent.segment(body, name.container()), PutCondition.always());
    AppendOutcome outcome = head.change(taking.of(name, OptionalLong.of(knownBefore))).answered();
    if (isNew(outcome)) {
      segments.add(key, body, version.orElseThrow());
    } else {
      discard(name, head);
    }
    return outcome;
  }

  private static boolean isNew(AppendOutcome outcome) {
    return outcome instanceof Accepted accepted && accepted.result() != IngestResult.UNCHANGED;
  }

  private static long revision(StreamHead head) {
    StreamView view = head.latest();
    return view == null ? 0 : view.revision();
  }

  /**
   * Deletes what was stored in vain, unless it is listed all the same: a change whose answer was
   * lost is made a second time, and then it is unchanged. A scan deletes what is left here.
   */
  private void discard(SegmentName name, StreamHead head) {
    StreamView view = head.latest();
    Manifest manifest = view == null ? null : view.manifest();
    if (manifest == null || manifest.names(name)) {
      return;
    }
    try {
      store.delete(Keys.segment(head.stream(), name));
    } catch (IOException e) {
      LOG.debug("Segment {} of stream {} is left for a scan", name, head.stream(), e);
    }
  }

  /** What is refused is not stored; but only the store itself, read anew, can refuse. */
  private static AppendOutcome preview(StreamHead head, Command taking) throws IOException {
    AppendOutcome outcome = head.preview(taking, false).answered();
    return isNew(outcome) ? outcome : head.preview(taking, true).answered();
  }
}
