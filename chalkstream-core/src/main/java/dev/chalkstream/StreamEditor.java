package dev.chalkstream;

import dev.chalkstream.AppendOutcome.Accepted;
import dev.chalkstream.AppendOutcome.NameInUse;
import dev.chalkstream.AppendOutcome.Rejected;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.StreamStatus.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes a stream from one revision of its manifest to the next: which segment is listed when, in
 * which run, and when the stream is complete. Knows neither store nor clock: a manifest and the
 * time go in, a manifest comes out. Not safe for use by many threads.
 */
final class StreamEditor {

  /** So many ids of earlier runs are remembered. */
  static final int MAX_SUPERSEDED_RUNS = 8;

  private static final History NO_HISTORY =
      first -> {
        throw new IllegalStateException("no history is needed to tell the time");
      };

  private static final StreamRules ANY_RULES =
      new StreamRules(StreamPolicy.defaults(), WaitingRoom.closed());

  private final StreamPolicy policy;
  private final Instant now;
  private final Manifest.Terms terms;
  private final PlaylistWindow window;
  private final RunSequencer sequencer;
  private final List<String> supersededRuns = new ArrayList<>();
  private final Instant startedAt;
  private final boolean followsWaitingRoom;
  private Instant liveSince;
  private Instant lastSegmentAt;
  private State state = State.LIVE;
  private boolean changed;

  /**
   * Begins to change a stream.
   *
   * @param manifest the stream as it is, or null for one that has no manifest
   * @param history the stream's pages
   * @param rules by what it is changed
   * @param clockTime the node's time
   */
  StreamEditor(@Nullable Manifest manifest, History history, StreamRules rules, Instant clockTime) {
    this.policy = rules.policy();
    this.followsWaitingRoom = rules.waitingRoom().isOpen();
    Instant time = clockTime.truncatedTo(ChronoUnit.MILLIS);
    if (manifest == null) {
      this.now = time;
      this.terms = Manifest.Terms.of(policy);
      this.window =
          PlaylistWindow.begin(
              terms.retention(),
              rules.waitingRoom().firstSequence(now),
              rules.waitingRoom().firstDiscontinuity(),
              history);
      this.sequencer = new RunSequencer(null, terms, window, now);
      this.startedAt = now;
      this.liveSince = now;
      this.lastSegmentAt = now;
      return;
    }
    this.now = time.isAfter(manifest.time()) ? time : manifest.time();
    this.terms = manifest.terms();
    this.window = PlaylistWindow.of(manifest, history);
    this.sequencer = new RunSequencer(manifest, terms, window, now);
    this.startedAt = manifest.startedAt();
    this.liveSince = manifest.liveSince();
    this.lastSegmentAt = manifest.lastSegmentAt();
    this.state = manifest.state();
    this.supersededRuns.addAll(manifest.supersededRuns());
    window.seal();
  }

  /** Whether anything has changed, so that a new revision must be written. */
  boolean hasChanged() {
    return changed;
  }

  /** The pages that the manifest relies on and that are to be stored before it. */
  SortedMap<Long, List<ListedSegment>> sealedPages() {
    return window.sealedPages();
  }

  /** The stream as it is now. Not to be called for one that has never taken a segment. */
  Manifest toManifest(long revision, String writer) {
    return new Manifest(
        revision,
        writer,
        now,
        terms,
        state,
        startedAt,
        liveSince,
        lastSegmentAt,
        window.targetDuration(),
        window.toWindow(),
        Objects.requireNonNull(sequencer.run(), "there is no stream to write"),
        supersededRuns,
        sequencer.waiting(),
        sequencer.tail(),
        window.ledger().toLedger());
  }

  /**
   * When the passing of time alone will change a stream, so that someone should {@linkplain
   * #passTime write it down}: an overdue gap, the completion, the expiry.
   *
   * @return the time, or {@link Instant#MAX} for a stream that waits for nothing
   */
  static Instant nextDue(Manifest manifest) {
    var editor = new StreamEditor(manifest, NO_HISTORY, ANY_RULES, manifest.time());
    return Stream.of(editor.sequencer.gapDue(), editor.completionDue(), editor.expiryDue())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** Writes down what the passing of time has made true. */
  void passTime() {
    if (!now.isBefore(sequencer.gapDue())) {
      sequencer.closeGap();
      changed = true;
    }
    if (!now.isBefore(completionDue())) {
      complete();
    }
    if (!now.isBefore(expiryDue())) {
      window.expire(now);
      state = State.EXPIRED;
      changed = true;
    }
  }

  /** Notes in the ledger what is done: deleted, or long enough in quarantine. */
  void settle(Manifest.Ledger done) {
    changed |= window.ledger().advance(done, now);
  }

  /** Ends the broadcast: what waits is listed, and the playlist is at its end. */
  void complete() {
    if (sequencer.run() == null || state != State.LIVE) {
      return;
    }
    sequencer.flush();
    state = State.COMPLETE;
    changed = true;
  }

  /** Ends the stream and lets all that is stored of it be deleted at once. */
  void takeDown() {
    if (sequencer.run() == null) {
      return;
    }
    complete();
    if (state != State.EXPIRED) {
      window.expire(now);
      state = State.EXPIRED;
      changed = true;
    }
    changed |= window.ledger().hurry(now);
  }

  /** Takes a segment, or tells why not. */
  AppendOutcome append(Append segment) {
    passTime();
    Optional<Rejected> refusal = refuse(segment);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Run current = sequencer.run();
    if (current == null || beginsRun(segment, current)) {
      return appendToNewRun(segment, current);
    }
    Optional<WaitingSegment> twin = sequencer.waiting(segment.sequence());
    if (twin.isPresent()) {
      return answerTwin(segment, twin.get().name());
    }
    if (segment.sequence() < current.next()) {
      return answerTaken(segment, current);
    }
    return appendToRun(segment, current);
  }

  private Optional<Rejected> refuse(Append segment) {
    if (segment.run().filter(supersededRuns::contains).isPresent()) {
      return Optional.of(
          new Rejected(Reason.RUN_SUPERSEDED, "a later run of this session has taken over"));
    }
    if (terms.independentSegments() && !segment.media().startsWithKeyFrame()) {
      return Optional.of(
          new Rejected(
              Reason.NOT_INDEPENDENT,
              "this stream promises that every segment begins with a key frame, and this one does"
                  + " not"));
    }
    return Optional.empty();
  }

  /** Whether a segment is the first to come of a run after the current one. */
  private boolean beginsRun(Append segment, Run current) {
    if (segment.run().isPresent()) {
      return !segment.run().get().equals(current.id());
    }
    if (segment.sequence() >= current.next()) {
      return false;
    }
    if (state != State.LIVE) {
      return true;
    }
    if (isSilent()) {
      return !isListed(segment, current) && !isClosed(segment, current);
    }
    return segment.sequence() == 0 && !isClosed(segment, current) && !isListed(segment, current);
  }

  /** Whether the run is known to have gone on without a segment. */
  private boolean isClosed(Append segment, Run current) {
    return segment.sequence() < current.first()
        || window
            .find(current.ordinal(), segment.sequence())
            .filter(ListedSegment::isGap)
            .isPresent();
  }

  private boolean isListed(Append segment, Run current) {
    return window
        .find(current.ordinal(), segment.sequence())
        .filter(listed -> hasDigestOf(listed.name(), segment))
        .isPresent();
  }

  /**
   * Whether a blob that is there already must be left alone: it is listed, waiting, or to be
   * deleted.
   */
  boolean isInUse(SegmentName name) {
    return window.isInUse(name) || sequencer.isWaiting(name);
  }

  private AppendOutcome appendToNewRun(Append segment, @Nullable Run old) {
    Optional<AppendOutcome> obstacle = findObstacle(segment, segment.sequence() > 0, 0, 0);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    sequencer.flush();
    supersede(old);
    String id = segment.run().orElse(null);
    sequencer.begin(
        old == null
            ? Run.begin(0, id, followsWaitingRoom)
            : Run.begin(old.ordinal() + 1, id, true));
    return accept(segment, segment.sequence() > 0);
  }

  private AppendOutcome appendToRun(Append segment, Run current) {
    boolean early = segment.sequence() > current.next();
    Optional<AppendOutcome> obstacle =
        findObstacle(segment, early, sequencer.waiting().size(), sequencer.waitingBytes());
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    if (state != State.LIVE) {
      sequencer.interrupt();
    }
    return accept(segment, early);
  }

  /** What keeps a segment that belongs here from being taken, with so much waiting already. */
  private Optional<AppendOutcome> findObstacle(
      Append segment, boolean early, int waitingSegments, long waitingBytes) {
    if (window.isReserved(segment.name()) || sequencer.isWaiting(segment.name())) {
      return Optional.of(new NameInUse());
    }
    boolean fits =
        waitingSegments < policy.maxWaitingSegments()
            && waitingBytes + segment.bytes() <= policy.maxWaitingBytes();
    return early && !fits
        ? Optional.of(
            new Rejected(
                Reason.TOO_MANY_WAITING,
                "too much of this stream waits for an earlier segment already"))
        : Optional.empty();
  }

  private AppendOutcome accept(Append segment, boolean early) {
    segment.targetDuration().ifPresent(window::proposeTargetDuration);
    liveSince = state == State.LIVE ? liveSince : now;
    state = State.LIVE;
    changed = true;
    lastSegmentAt = now;
    sequencer.offer(
        new WaitingSegment(
            segment.name(),
            segment.sequence(),
            segment.bytes(),
            segment.duration(),
            now,
            segment.media()));
    window.slide(now);
    return new Accepted(early ? IngestResult.WAITING : IngestResult.LISTED);
  }

  private void supersede(@Nullable Run old) {
    if (old != null && old.id() != null) {
      supersededRuns.add(old.id());
      if (supersededRuns.size() > MAX_SUPERSEDED_RUNS) {
        supersededRuns.remove(0);
      }
    }
  }

  private AppendOutcome answerTwin(Append segment, @Nullable SegmentName taken) {
    return hasDigestOf(taken, segment)
        ? new Accepted(IngestResult.UNCHANGED)
        : new Rejected(
            Reason.SEQUENCE_TAKEN,
            "sequence " + segment.sequence() + " is taken by a segment with other bytes");
  }

  private AppendOutcome answerTaken(Append segment, Run current) {
    Optional<ListedSegment> listed = window.find(current.ordinal(), segment.sequence());
    if (listed.isEmpty() || listed.get().isGap()) {
      return new Rejected(
          Reason.SLOT_CLOSED,
          "the playlist has gone on without sequence "
              + segment.sequence()
              + ", the next one is "
              + current.next());
    }
    return answerTwin(segment, listed.get().name());
  }

  private Instant completionDue() {
    return sequencer.run() == null || state != State.LIVE
        ? Instant.MAX
        : lastSegmentAt.plus(terms.completionTimeout());
  }

  /** A complete stream is there as a whole until the retention of its last segment is over. */
  private Instant expiryDue() {
    boolean expires = state == State.COMPLETE && !terms.retention().isZero();
    return window
        .last()
        .filter(last -> expires)
        .map(last -> last.listedAt().plus(terms.retention()))
        .orElse(Instant.MAX);
  }

  private boolean isSilent() {
    return now.isAfter(lastSegmentAt.plus(sequencer.gapLimit()));
  }

  private static boolean hasDigestOf(@Nullable SegmentName name, Append segment) {
    return name != null && name.digest().equals(segment.name().digest());
  }
}
