package dev.chalkstream;

import dev.chalkstream.AppendOutcome.Accepted;
import dev.chalkstream.AppendOutcome.NameInUse;
import dev.chalkstream.AppendOutcome.Rejected;
import dev.chalkstream.SegmentRejectedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes a stream from one revision of its manifest to the next: which segment is listed when, in
 * which run, and when the stream is complete. Knows neither store nor clock: a manifest and the
 * time go in, a manifest comes out. Not safe for use by many threads.
 */
final class StreamEditor {

  /** So many ids of earlier runs are remembered. */
  static final int MAX_SUPERSEDED_RUNS = 8;

  private final StreamPolicy policy;
  private final Instant now;
  private final PlaylistWindow window;
  private final TreeMap<Long, WaitingSegment> waiting = new TreeMap<>();
  private final List<String> supersededRuns = new ArrayList<>();
  private final Duration completionTimeout;
  private @Nullable Run run;
  private final Instant startedAt;
  private Instant lastSegmentAt;
  private boolean complete;
  private boolean changed;

  /**
   * Begins to change a stream.
   *
   * @param manifest the stream as it is, or null for one that has no manifest
   * @param policy the policy of a new stream, and the bounds of what may wait
   * @param clockTime the node's time
   */
  StreamEditor(@Nullable Manifest manifest, StreamPolicy policy, Instant clockTime) {
    this.policy = policy;
    if (manifest == null) {
      this.now = clockTime.truncatedTo(ChronoUnit.MILLIS);
      this.window = PlaylistWindow.begin(policy.retention());
      this.completionTimeout = policy.completionTimeout();
      this.startedAt = now;
      this.lastSegmentAt = now;
      return;
    }
    Instant time = clockTime.truncatedTo(ChronoUnit.MILLIS);
    this.now = time.isAfter(manifest.time()) ? time : manifest.time();
    this.window = PlaylistWindow.of(manifest);
    this.completionTimeout = manifest.completionTimeout();
    this.run = manifest.run();
    this.startedAt = manifest.startedAt();
    this.lastSegmentAt = manifest.lastSegmentAt();
    this.complete = manifest.complete();
    this.supersededRuns.addAll(manifest.supersededRuns());
    manifest.waiting().forEach(segment -> waiting.put(segment.sequence(), segment));
  }

  /** Whether anything has changed, so that a new revision must be written. */
  boolean hasChanged() {
    return changed;
  }

  /** The stream as it is now. Not to be called for one that has never taken a segment. */
  Manifest toManifest(long revision, String writer) {
    if (run == null) {
      throw new IllegalStateException("there is no stream to write");
    }
    return new Manifest(
        revision,
        writer,
        now,
        window.retention(),
        completionTimeout,
        complete,
        startedAt,
        lastSegmentAt,
        window.targetDuration(),
        window.mediaSequence(),
        window.discontinuitySequence(),
        window.longestPlaylist(),
        run,
        supersededRuns,
        window.listed(),
        List.copyOf(waiting.values()),
        window.unlisted());
  }

  /**
   * When the passing of time alone will change a stream, so that someone should {@linkplain
   * #passTime write it down}: a gap that is overdue, or the completion.
   *
   * @return the time, or {@link Instant#MAX} for a stream that waits for nothing
   */
  static Instant nextDue(Manifest manifest) {
    var editor = new StreamEditor(manifest, StreamPolicy.defaults(), manifest.time());
    Instant completion = editor.completionDue();
    Instant gap = editor.gapDue();
    return gap.isBefore(completion) ? gap : completion;
  }

  /** Writes down what the passing of time has made true: an overdue gap, the completion. */
  void passTime() {
    if (!now.isBefore(gapDue())) {
      closeGap();
    }
    if (!now.isBefore(completionDue())) {
      complete();
    }
  }

  /** Strikes segments off the list of those that wait for deletion, now that they are deleted. */
  void forget(Set<SegmentName> deleted) {
    changed |= window.forget(deleted);
  }

  /** Ends the broadcast: what waits is listed, and the playlist is at its end. */
  void complete() {
    if (run == null || complete) {
      return;
    }
    flushWaiting();
    complete = true;
    changed = true;
  }

  /** Takes a segment, or tells why not. */
  AppendOutcome append(Append segment) {
    passTime();
    Optional<Rejected> superseded = rejectSuperseded(segment);
    if (superseded.isPresent()) {
      return superseded.get();
    }
    Run current = run;
    if (current == null || beginsRun(segment, current)) {
      return appendToNewRun(segment);
    }
    WaitingSegment twin = waiting.get(segment.sequence());
    if (twin != null) {
      return answerTwin(segment, twin.name());
    }
    if (segment.sequence() < current.next()) {
      return answerTaken(segment, current);
    }
    return accept(segment, current);
  }

  private Optional<Rejected> rejectSuperseded(Append segment) {
    boolean superseded = segment.run().filter(supersededRuns::contains).isPresent();
    return superseded
        ? Optional.of(
            new Rejected(Reason.RUN_SUPERSEDED, "a later run of this session has taken over"))
        : Optional.empty();
  }

  /** Whether a segment is the first to come of a run after the current one. */
  private boolean beginsRun(Append segment, Run current) {
    if (segment.run().isPresent()) {
      return !segment.run().get().equals(current.id());
    }
    if (segment.sequence() >= current.next()) {
      return false;
    }
    if (complete || isSilent()) {
      return complete || !isListed(segment, current);
    }
    boolean closedSlot = segment.sequence() < current.first();
    return segment.sequence() == 0 && !closedSlot && !isListed(segment, current);
  }

  private boolean isListed(Append segment, Run current) {
    return window
        .find(current.ordinal(), segment.sequence())
        .filter(listed -> hasDigestOf(listed.name(), segment))
        .isPresent();
  }

  private AppendOutcome appendToNewRun(Append segment) {
    if (isNameInUse(segment)) {
      return new NameInUse();
    }
    if (segment.sequence() > 0 && !mayWait(segment, 0, 0)) {
      return tooManyWaiting();
    }
    flushWaiting();
    Run old = run;
    if (old != null && old.id() != null) {
      supersededRuns.add(old.id());
      if (supersededRuns.size() > MAX_SUPERSEDED_RUNS) {
        supersededRuns.remove(0);
      }
    }
    Run fresh =
        Run.begin(
            old == null ? 0 : old.ordinal() + 1, segment.run().orElse(null), window.hasListed());
    run = fresh;
    complete = false;
    return accept(segment, fresh);
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

  private AppendOutcome accept(Append segment, Run current) {
    if (isNameInUse(segment)) {
      return new NameInUse();
    }
    boolean early = segment.sequence() > current.next();
    if (early && !mayWait(segment, waiting.size(), waitingBytes())) {
      return tooManyWaiting();
    }
    segment.targetDuration().ifPresent(window::proposeTargetDuration);
    run = complete ? current.withDiscontinuity() : current;
    complete = false;
    changed = true;
    lastSegmentAt = now;
    waiting.put(
        segment.sequence(),
        new WaitingSegment(
            segment.name(), segment.sequence(), segment.bytes(), segment.duration(), now));
    listWaiting();
    window.slide(now);
    return new Accepted(early ? IngestResult.WAITING : IngestResult.LISTED);
  }

  /** Lists what waits and is next. */
  private void listWaiting() {
    Run current = current();
    boolean advanced = false;
    while (!waiting.isEmpty() && waiting.firstKey() == current.next()) {
      WaitingSegment segment = waiting.pollFirstEntry().getValue();
      window.list(segment, current, now);
      current = current.advanced();
      advanced = true;
    }
    if (waiting.isEmpty()) {
      run = current.withMissingSince(null);
    } else {
      boolean restart = advanced || current.missingSince() == null;
      run = restart ? current.withMissingSince(now) : current;
    }
  }

  /** Gives up the numbers before the first that waits, and lists that one. */
  private void closeGap() {
    Run current = current();
    long resume = waiting.firstKey();
    if (!current.hasListed()) {
      current = current.skippedTo(resume);
    } else if (resume - current.next() > PlaylistWindow.MAX_GAPS) {
      current = current.skippedTo(resume).withDiscontinuity();
    } else {
      while (current.next() < resume) {
        window.listGap(current, now);
        current = current.advanced();
      }
    }
    run = current;
    changed = true;
    listWaiting();
  }

  private void flushWaiting() {
    while (!waiting.isEmpty()) {
      closeGap();
    }
  }

  private Instant gapDue() {
    Instant since = run == null ? null : run.missingSince();
    return since == null ? Instant.MAX : since.plus(gapLimit());
  }

  private Instant completionDue() {
    return run == null || complete ? Instant.MAX : lastSegmentAt.plus(completionTimeout);
  }

  private boolean isSilent() {
    return now.isAfter(lastSegmentAt.plus(gapLimit()));
  }

  /** One and a half target durations: by then the next segment should be there. */
  private Duration gapLimit() {
    Duration first = waiting.isEmpty() ? Duration.ZERO : waiting.firstEntry().getValue().duration();
    return window.targetDurationOr(first).multipliedBy(3).dividedBy(2);
  }

  private boolean mayWait(Append segment, int segments, long bytes) {
    return segments < policy.maxWaitingSegments()
        && bytes + segment.bytes() <= policy.maxWaitingBytes();
  }

  private static Rejected tooManyWaiting() {
    return new Rejected(
        Reason.TOO_MANY_WAITING, "too much of this stream waits for an earlier segment already");
  }

  private long waitingBytes() {
    return waiting.values().stream().mapToLong(WaitingSegment::bytes).sum();
  }

  private boolean isNameInUse(Append segment) {
    return window.isInUse(segment.name())
        || waiting.values().stream().anyMatch(other -> other.name().equals(segment.name()));
  }

  private static boolean hasDigestOf(@Nullable SegmentName name, Append segment) {
    return name != null && name.digest().equals(segment.name().digest());
  }

  private Run current() {
    if (run == null) {
      throw new IllegalStateException("the stream has no run");
    }
    return run;
  }
}
