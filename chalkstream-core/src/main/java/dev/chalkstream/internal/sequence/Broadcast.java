package dev.chalkstream.internal.sequence;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Moment;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.manifest.Rendition;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.media.Container;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stream while it is changed: its state and its runs, above what is listed and what waits. What
 * uploads and pushes decide is done here; nothing here knows of them. Not safe for use by many
 * threads.
 */
public final class Broadcast {

  private final StreamPolicy policy;
  private final Moment moment;
  private final Instant now;
  private final Manifest.Terms terms;
  private final Remarks remarks = new Remarks();
  private final PlaylistWindow window;
  private final ExpectedEntries expected;
  private final RunSequencer sequencer;
  private final SupersededRuns supersededRuns = new SupersededRuns();
  private final Instant startedAt;
  private final MediaFiles files;

  /** What is kept of renditions that this change is not about. */
  private final SortedMap<String, Rendition> others;

  private final boolean followsWaitingRoom;
  private Instant liveSince;
  private LastSegment lastSegment;
  private State state = State.LIVE;
  private boolean changed;
  private boolean placed;

  /**
   * The segment that came last.
   *
   * @param at when it came
   * @param silence for how long it is known to be the last
   */
  public record LastSegment(Instant at, Duration silence) {}

  /**
   * Begins to change a stream.
   *
   * @param manifest the stream as it is, or null for one that has no manifest
   * @param context by what it is changed, and when
   */
  public Broadcast(@Nullable Manifest manifest, Context context) {
    var showings = new Showings(context.rules().waitingRoom());
    this.policy = context.rules().policy();
    this.moment = context.moment();
    this.followsWaitingRoom = showings.isOpen();
    this.others = manifest == null ? new TreeMap<>() : manifest.renditions();
    if (manifest == null) {
      this.now = moment.date().truncatedTo(ChronoUnit.MILLIS);
      this.terms = Manifest.Terms.of(policy);
      this.window =
          PlaylistWindow.begin(
              terms.retention(),
              showings.firstSequence(now),
              showings.firstDiscontinuity(),
              context.history(),
              remarks);
      this.expected = new ExpectedEntries(Pushes.NONE);
      this.sequencer = new RunSequencer(null, terms, window, expected, moment.gap(), now);
      this.files = new MediaFiles(showings.room().container(), window, sequencer);
      this.startedAt = now;
      this.liveSince = now;
      this.lastSegment = new LastSegment(now, moment.silence());
      return;
    }
    this.now = moment.timeAfter(manifest);
    this.terms = manifest.terms();
    this.window = PlaylistWindow.of(manifest, context.history(), remarks);
    this.expected = new ExpectedEntries(manifest.pushes());
    this.sequencer = new RunSequencer(manifest, terms, window, expected, moment.gap(), now);
    this.files = new MediaFiles(manifest.main().container(), window, sequencer);
    this.startedAt = manifest.startedAt();
    this.liveSince = manifest.liveSince();
    this.lastSegment = new LastSegment(manifest.lastSegmentAt(), moment.silence());
    this.state = manifest.state();
    manifest.supersededRuns().forEach(supersededRuns::add);
    if (!hasShown()) {
      // What was pushed may have lain there for long, and the waiting room's numbers went on. They
      // go by the date, which the time of the stream may be behind.
      window.beginAt(showings.firstSequence(moment.date().isAfter(now) ? moment.date() : now));
    }
    window.seal();
  }

  /** Whether anything has changed, so that a new revision must be written. */
  public boolean hasChanged() {
    return changed;
  }

  /** The pages that the manifest relies on and that are to be stored before it. */
  public SortedMap<Long, List<ListedSegment>> sealedPages() {
    return window.sealedPages();
  }

  /** The stream as it is now. Not to be called for one that has never taken a segment. */
  public Manifest toManifest(long revision, String writer, Pushes pushes) {
    return new Manifest(
        new Manifest.Stamp(revision, writer, now),
        terms,
        new Manifest.Life(state, startedAt, liveSince, lastSegment.at(), window.targetDuration()),
        new Manifest.Runs(
            Objects.requireNonNull(sequencer.run(), "there is no stream to write"),
            supersededRuns.toList()),
        renditions(),
        window.ledger().toLedger(),
        pushes);
  }

  private SortedMap<String, Rendition> renditions() {
    SortedMap<String, Rendition> all = new TreeMap<>(others);
    all.put(
        Rendition.MAIN,
        new Rendition(
            files.container(),
            window.toWindow(),
            sequencer.waiting(),
            sequencer.tail(),
            window.sections().toList()));
    return all;
  }

  /** The policy of new streams, and the bounds of what may wait. */
  public StreamPolicy policy() {
    return policy;
  }

  /** When the change is made. */
  public Moment moment() {
    return moment;
  }

  /** The time of the change, by the stream's own clock. */
  public Instant now() {
    return now;
  }

  /** What was settled when the stream started. */
  public Manifest.Terms terms() {
    return terms;
  }

  /** What the change has to say to the operator. */
  public Remarks remarks() {
    return remarks;
  }

  /** What is listed. */
  public PlaylistWindow window() {
    return window;
  }

  /** What a pushed playlist has named and what has not come yet. */
  public ExpectedEntries expected() {
    return expected;
  }

  /** Which files the segments are, and need. */
  public MediaFiles files() {
    return files;
  }

  /** What waits, and what is next. */
  public RunSequencer sequencer() {
    return sequencer;
  }

  public State state() {
    return state;
  }

  public boolean isLive() {
    return state == State.LIVE;
  }

  /** Whether there is such a stream: it has ever taken a segment or a playlist. */
  public boolean hasBegun() {
    return sequencer.run() != null;
  }

  /** Whether anything has ever been listed, so that viewers have left the waiting room. */
  private boolean hasShown() {
    Run run = sequencer.run();
    return run != null && (run.ordinal() > 0 || run.hasListed());
  }

  /** Whether the next segment should have come by now. */
  boolean isSilent() {
    return lastSegment.silence().compareTo(sequencer.gapLimit()) > 0;
  }

  /** The segment that came last. */
  public LastSegment lastSegment() {
    return lastSegment;
  }

  /** Takes back what was noted of the segment that came last. */
  public void restore(LastSegment last) {
    lastSegment = last;
  }

  private void noteSegment() {
    lastSegment = new LastSegment(now, Duration.ZERO);
  }

  /** Notes that the stream is to be written. */
  public void noteChange() {
    changed = true;
  }

  /** Notes that a segment has come which nobody has named yet. */
  public void noteArrival() {
    noteCandidate();
    noteSegment();
  }

  /** Notes that something has come that tells of segments which are not there. */
  public void noteCandidate() {
    if (!hasBegun()) {
      beginRun(0);
    }
    changed = true;
  }

  /**
   * Notes in which container segments are going to come.
   *
   * @param pushed whether segments of the stream wait for a playlist
   */
  public AppendOutcome announce(Container container, boolean pushed) {
    Optional<Rejected> refusal = files.refuse(container, pushed);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!hasBegun() || files.container() != container) {
      files.announce(container);
      noteCandidate();
    }
    return new Accepted(IngestResult.UNCHANGED);
  }

  /** Why a segment cannot be taken, whatever its number. */
  public Optional<Rejected> refuse(Append segment) {
    return segment.run().filter(supersededRuns::contains).isPresent()
        ? Optional.of(
            new Rejected(Reason.RUN_SUPERSEDED, "a later run of this session has taken over"))
        : refuse(segment.stored(), false);
  }

  /**
   * Why a segment cannot be taken, whatever its number and run.
   *
   * @param pushed whether segments of the stream wait for a playlist
   */
  public Optional<Rejected> refuse(StoredSegment segment, boolean pushed) {
    Optional<Rejected> refusal = files.refuse(segment.name().container(), pushed);
    if (refusal.isPresent()) {
      return refusal;
    }
    return terms.independentSegments() && !segment.media().startsWithKeyFrame()
        ? Optional.of(
            new Rejected(
                Reason.NOT_INDEPENDENT,
                "this stream promises that every segment begins with a key frame, and this one"
                    + " does not"))
        : Optional.empty();
  }

  /** Puts a segment in its place in the current run, which is free. */
  public void place(WaitingSegment segment) {
    if (state != State.LIVE && hasShown()) {
      sequencer.interrupt();
    }
    liveSince = state == State.LIVE ? liveSince : now;
    state = State.LIVE;
    changed = true;
    noteSegment();
    files.await(segment.stored());
    sequencer.offer(segment);
    placed = true;
  }

  /** Begins a run; what the one before had waiting is listed. */
  public void beginRun(@Nullable String id) {
    Run old = sequencer.run();
    sequencer.flush();
    supersededRuns.add(old == null ? null : old.id());
    sequencer.begin(
        old == null
            ? Run.begin(0, id, followsWaitingRoom)
            : Run.begin(old.ordinal() + 1, id, true));
    changed = true;
  }

  /** Begins a run with any number; the current run goes on if nothing has come of it. */
  public void beginRun(long first) {
    Run old = sequencer.run();
    boolean unused = old != null && old.id() == null && !old.hasListed();
    if (!unused || !sequencer.waiting().isEmpty()) {
      beginRun(null);
    }
    sequencer.begin(Objects.requireNonNull(sequencer.run()).skippedTo(first));
    changed = true;
  }

  /** When the broadcast is complete unless a segment comes, or {@link Instant#MAX}. */
  public Instant completionDue() {
    return hasBegun()
        ? Deadlines.completion(state, terms, sequencer.targetDuration(), now, lastSegment.silence())
        : Instant.MAX;
  }

  /**
   * When the stream expires, or {@link Instant#MAX}.
   *
   * @param stored whether pushed segments wait for a playlist
   */
  public Instant expiryDue(boolean stored) {
    return Deadlines.expiry(state, terms, window.last(), lastSegment.at(), stored);
  }

  /** Gives up what is missing, if it is time. */
  public void closeOverdueGap() {
    if (!now.isBefore(sequencer.gapDue())) {
      sequencer.closeGap();
      changed = true;
    }
  }

  /**
   * Ends the broadcast, if it is live: what waits is listed, and the playlist is at its end.
   *
   * @return whether it was live
   */
  public boolean complete() {
    if (!hasBegun() || state != State.LIVE) {
      return false;
    }
    sequencer.flush();
    state = State.COMPLETE;
    changed = true;
    return true;
  }

  /** Takes all that is listed away. */
  public void expire() {
    window.expire(now);
    state = State.EXPIRED;
    changed = true;
  }

  /**
   * Takes away what has been listed for long enough. Only once all is listed: a longer target
   * duration needs more before it to stay.
   */
  public void slide() {
    if (placed) {
      window.slide(now);
    }
  }
}
