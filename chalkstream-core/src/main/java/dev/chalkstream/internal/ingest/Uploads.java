package dev.chalkstream.internal.ingest;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedSection;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.PushedTrack;
import dev.chalkstream.internal.manifest.StoredContent;
import dev.chalkstream.internal.manifest.StoredName;
import dev.chalkstream.internal.manifest.StoredSection;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.metrics.Counters;
import dev.chalkstream.internal.node.Node;
import dev.chalkstream.internal.node.StreamHead;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.segment.HotSegments;
import dev.chalkstream.internal.segment.InitializationSections;
import dev.chalkstream.internal.segment.InitializationSections.Known;
import dev.chalkstream.internal.sequence.Append;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.sequence.AppendOutcome.SectionChanged;
import dev.chalkstream.internal.sequence.AppendOutcome.SectionMissing;
import dev.chalkstream.internal.sequence.NextSegment;
import dev.chalkstream.internal.text.PushPath;
import dev.chalkstream.internal.time.NodeClock;
import dev.chalkstream.internal.transition.Command;
import dev.chalkstream.internal.transition.Transition;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.cmaf.InitializationSection;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
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
  private final InitializationSections sections;
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
    this.sections = new InitializationSections(node.store());
    this.metrics = metrics;
    this.clock = node.clock();
  }

  /** Makes the command by which a stream takes a segment as it is stored. */
  @FunctionalInterface
  private interface Taking {
    Command of(StoredSegment segment, OptionalLong knownBefore);
  }

  /**
   * What is to be taken.
   *
   * @param segment the segment, with plain names
   * @param bytes its bytes
   * @param section the initialization section that it needs, or null for none
   * @param taking makes the command that takes it
   */
  private record Upload(
      StoredSegment segment, ByteBuffer bytes, @Nullable Known section, Taking taking) {}

  /** Tries once to have something taken. */
  @FunctionalInterface
  private interface Attempt {
    AppendOutcome make() throws SegmentRejectedException, IOException;
  }

  /** Takes a segment of a stream. */
  public IngestResult take(SegmentUpload upload, StreamHead head)
      throws SegmentRejectedException, IOException {
    return metrics.ingest(() -> admit(upload, head));
  }

  private IngestResult admit(SegmentUpload upload, StreamHead head)
      throws SegmentRejectedException, IOException {
    Optional<SegmentDigest> digest = upload.initialization();
    Known section = digest.isPresent() ? section(head, digest.get()) : null;
    Append append = UploadCheck.check(upload, section, policy);
    return take(
        new Upload(
            append.stored(),
            upload.body(),
            section,
            (stored, known) -> new Command.AppendSegment(append.with(stored), known)),
        head);
  }

  /** Takes an initialization section, which later segments name. */
  public void takeInitialization(SegmentDigest digest, ByteBuffer body, StreamHead head)
      throws SegmentRejectedException, IOException {
    metrics.ingest(
        () -> {
          sections.put(head.stream(), digest, body, UploadCheck.check(digest, body));
          return IngestResult.STORED;
        });
  }

  /** Takes note of the container in which segments are going to come. */
  public void announce(Container container, StreamHead head)
      throws SegmentRejectedException, IOException {
    Transition.Outcome outcome = head.change(new Command.Announce(container));
    if (outcome.answered() instanceof Rejected rejected) {
      throw new SegmentRejectedException(rejected.reason(), rejected.detail());
    }
  }

  private Known section(StreamHead head, SegmentDigest digest)
      throws SegmentRejectedException, IOException {
    return sections
        .find(head.stream(), digest, listedSection(head, digest))
        .orElseThrow(
            () ->
                new SegmentRejectedException(
                    Reason.UNKNOWN_INITIALIZATION,
                    "the initialization section "
                        + digest
                        + " is not here, or not any more: it must be sent before its segments"));
  }

  private static @Nullable SegmentName listedSection(StreamHead head, SegmentDigest digest) {
    Manifest manifest = manifest(head);
    return manifest == null ? null : listedSection(manifest, digest);
  }

  /** Under which name a section is stored that listed segments need, or null. */
  static @Nullable SegmentName listedSection(Manifest manifest, SegmentDigest digest) {
    return manifest.main().sections().stream()
        .map(StoredSection::name)
        .filter(name -> name.digest().equals(digest))
        .findFirst()
        .orElse(null);
  }

  /** Takes what an encoder pushes under a name of its own: a segment, or its initialization. */
  public IngestResult push(String path, ByteBuffer body, StreamHead head)
      throws SegmentRejectedException, IOException {
    return PushPath.isOfFragments(path) && MediaFile.isInitialization(body)
        ? pushSection(path, body, head)
        : metrics.ingest(() -> untilTaken(head, () -> attempt(pushed(path, body, head), head)));
  }

  private Upload pushed(String path, ByteBuffer body, StreamHead head)
      throws SegmentRejectedException, IOException {
    PushedFragment fragment =
        PushPath.isOfFragments(path)
            ? PushedFragment.find(path, body, head, sections)
            : PushedFragment.NONE;
    PushedSegment pushed = UploadCheck.check(path, body, fragment.section(), policy);
    return new Upload(
        pushed.stored(),
        body,
        fragment.section(),
        (stored, known) ->
            new Command.PushSegment(pushed.with(stored), fragment.likeliest(), known));
  }

  private IngestResult pushSection(String path, ByteBuffer body, StreamHead head)
      throws SegmentRejectedException, IOException {
    InitializationSection section = UploadCheck.section(body);
    Known known = sections.add(head.stream(), SegmentDigest.compute(body), body, section);
    return untilTaken(head, () -> attempt(path, known, head));
  }

  private AppendOutcome attempt(String path, Known section, StreamHead head) throws IOException {
    var pushed = new PushedSection(path, fresh(section.name()), Instant.EPOCH);
    AppendOutcome expected = preview(head, new Command.PushSection(pushed, OptionalLong.empty()));
    if (!expected.isNew()) {
      return expected;
    }
    long knownBefore = revision(head);
    store(pushed.name(), section.bytes(), head);
    AppendOutcome outcome =
        head.change(new Command.PushSection(pushed, OptionalLong.of(knownBefore))).answered();
    discard(pushed.name(), head);
    return outcome;
  }

  /** The initialization sections of this node. */
  InitializationSections sections() {
    return sections;
  }

  /** Takes the next segment of a track. */
  IngestResult takeNext(GatheredTrack.Pending next, PushedTrack track, StreamHead head)
      throws SegmentRejectedException, IOException {
    return metrics.ingest(
        () -> {
          ByteBuffer body = ByteBuffer.wrap(next.segment().bytes());
          StoredSegment segment = UploadCheck.check(body, next.section(), policy);
          return take(
              new Upload(
                  segment,
                  body,
                  next.section(),
                  (stored, known) ->
                      new Command.AppendNext(new NextSegment(stored, track, next.begins()), known)),
              head);
        });
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

  private IngestResult take(Upload upload, StreamHead head)
      throws SegmentRejectedException, IOException {
    return untilTaken(head, () -> attempt(upload, head));
  }

  private static IngestResult untilTaken(StreamHead head, Attempt attempt)
      throws SegmentRejectedException, IOException {
    for (int stored = 0; stored < MOST_STORED; stored++) {
      AppendOutcome outcome = attempt.make();
      if (outcome instanceof Accepted accepted) {
        return accepted.result();
      }
      if (outcome instanceof Rejected rejected) {
        throw new SegmentRejectedException(rejected.reason(), rejected.detail());
      }
      if (outcome instanceof SectionChanged) {
        // The next attempt is made by what is due as well.
        head.change(new Command.PassTime());
      }
    }
    throw new IOException(
        "what is stored of stream " + head.stream() + " is outdated before it can be listed");
  }

  private AppendOutcome attempt(Upload upload, StreamHead head) throws IOException {
    StoredSegment segment = upload.segment().withName(fresh(upload.segment().name()));
    AppendOutcome expected = preview(head, upload.taking().of(segment, OptionalLong.empty()));
    boolean lacksSection = expected instanceof SectionMissing;
    if (!expected.isNew() && !lacksSection) {
      return expected;
    }
    long knownBefore = revision(head);
    if (lacksSection) {
      Known section = Objects.requireNonNull(upload.section());
      segment = segment.withSection(fresh(section.name()));
      store(Objects.requireNonNull(segment.section()), section.bytes(), head);
    }
    BlobVersion version = store(segment.name(), upload.bytes(), head);
    AppendOutcome outcome =
        head.change(upload.taking().of(segment, OptionalLong.of(knownBefore))).answered();
    if (outcome.isNew()) {
      segments.add(Keys.segment(head.stream(), segment.name()), upload.bytes(), version);
    } else {
      discard(segment.name(), head);
    }
    if (lacksSection) {
      discard(Objects.requireNonNull(segment.section()), head);
    }
    return outcome;
  }

  private SegmentName fresh(SegmentName plain) {
    return StoredName.of(plain, clock.date(), ThreadLocalRandom.current().nextLong());
  }

  private BlobVersion store(SegmentName name, ByteBuffer bytes, StreamHead head)
      throws IOException {
    return store
        .putIf(
            Keys.segment(head.stream(), name),
            StoredContent.segment(bytes, name.file()),
            PutCondition.always())
        .orElseThrow();
  }

  private static @Nullable Manifest manifest(StreamHead head) {
    StreamView view = head.latest();
    return view == null ? null : view.manifest();
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
    Manifest manifest = manifest(head);
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
  static AppendOutcome preview(StreamHead head, Command taking) throws IOException {
    AppendOutcome outcome = head.preview(taking, false).answered();
    boolean taken = outcome.isNew() || outcome instanceof SectionMissing;
    return taken ? outcome : head.preview(taking, true).answered();
  }
}
