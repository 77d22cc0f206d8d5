package dev.chalkstream;

import dev.chalkstream.AppendOutcome.Rejected;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
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

  /** A stream is not complete before so many target durations have passed without a segment. */
  private static final int LEAST_SILENCE = 3;

  /**
   * What was stored longer ago is not listed any more: half of the age at which a scan deletes what
   * is not.
   */
  private static final Duration LONGEST_UNLISTED = StoreScan.ORPHAN_AGE.dividedBy(2);

  private static final StreamRules ANY_RULES =
      new StreamRules(StreamPolicy.defaults(), WaitingRoom.closed());

  private final Moment moment;
  private final long revision;
  private final Instant now;
  private final Manifest.Terms terms;
  private final PlaylistWindow window;
  private final RunSequencer sequencer;
  private final UploadDesk uploads;
  private final PushDesk pushes;
  private final SupersededRuns supersededRuns = new SupersededRuns();
  private final Instant startedAt;
  private final boolean followsWaitingRoom;
  private Instant liveSince;
  private Instant lastSegmentAt;
  private Duration silence;
  private State state = State.LIVE;
  private boolean changed;
  private boolean placed;

  /**
   * Begins to change a stream.
   *
   * @param manifest the stream as it is, or null for one that has no manifest
   * @param history the stream's pages
   * @param rules by what it is changed
   * @param moment when it is changed
   */
  StreamEditor(@Nullable Manifest manifest, History history, StreamRules rules, Moment moment) {
    StreamPolicy policy = rules.policy();
    this.followsWaitingRoom = rules.waitingRoom().isOpen();
    this.moment = moment;
    this.revision = manifest == null ? 0 : manifest.revision();
    this.silence = moment.silence();
    if (manifest == null) {
      this.now = moment.date().truncatedTo(ChronoUnit.MILLIS);
      this.terms = Manifest.Terms.of(policy);
      this.window =
          PlaylistWindow.begin(
              terms.retention(),
              rules.waitingRoom().firstSequence(now),
              rules.waitingRoom().firstDiscontinuity(),
              history);
      this.sequencer = new RunSequencer(null, terms, window, moment.gap(), now);
      this.uploads = new UploadDesk(policy, window, sequencer);
      this.pushes = new PushDesk(Pushes.NONE, policy, terms, window, sequencer, moment.end(), now);
      this.startedAt = now;
      this.liveSince = now;
      this.lastSegmentAt = now;
      return;
    }
    this.now = moment.timeAfter(manifest);
    this.terms = manifest.terms();
    this.window = PlaylistWindow.of(manifest, history);
    this.sequencer = new RunSequencer(manifest, terms, window, moment.gap(), now);
    this.uploads = new UploadDesk(policy, window, sequencer);
    this.pushes =
        new PushDesk(manifest.pushes(), policy, terms, window, sequencer, moment.end(), now);
    this.startedAt = manifest.startedAt();
    this.liveSince = manifest.liveSince();
    this.lastSegmentAt = manifest.lastSegmentAt();
    this.state = manifest.state();
    manifest.supersededRuns().forEach(supersededRuns::add);
    if (!hasShown()) {
      // What was pushed may have lain there for long, and the waiting room's numbers went on. They
      // go by the date, which the time of the stream may be behind.
      window.beginAt(
          rules.waitingRoom().firstSequence(moment.date().isAfter(now) ? moment.date() : now));
    }
    window.seal();
  }

  /** What the change has to say to the operator. */
  Remarks remarks() {
    return window.markers().remarks();
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
        supersededRuns.toList(),
        sequencer.waiting(),
        sequencer.tail(),
        window.ledger().toLedger(),
        pushes.toPushes());
  }

  /**
   * When the passing of time alone will change a stream, so that someone should {@linkplain
   * #passTime write it down}: an overdue gap, the completion, the expiry.
   *
   * @param moment a time, and what a node knows then
   * @return the stream's time, or {@link Instant#MAX} for a stream that waits for nothing
   */
  static Instant nextDue(Manifest manifest, Moment moment) {
    var editor = new StreamEditor(manifest, History.UNUSED, ANY_RULES, moment);
    return Stream.of(
            editor.sequencer.gapDue(),
            editor.pushes.due(editor),
            editor.completionDue(),
            editor.expiryDue())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** Writes down what the passing of time has made true. */
  void passTime() {
    if (!now.isBefore(sequencer.gapDue())) {
      sequencer.closeGap();
      changed = true;
    }
    Instant last = lastSegmentAt;
    Duration silent = silence;
    pushes.passTime(this);
    // What is listed because time has passed has not come now.
    lastSegmentAt = last;
    silence = silent;
    if (!now.isBefore(completionDue())) {
      complete();
    }
    if (!now.isBefore(expiryDue())) {
      if (window.isEmpty()) {
        pushes.discard();
      }
      window.expire(now);
      state = State.EXPIRED;
      changed = true;
    }
  }

  /** Strikes off what is deleted. */
  void settle(Manifest.Ledger deleted) {
    changed |= window.ledger().strike(deleted);
  }

  /** Ends the broadcast: what waits is listed, and the playlist is at its end. */
  void complete() {
    if (sequencer.run() == null || state != State.LIVE) {
      return;
    }
    sequencer.flush();
    pushes.endSeparate();
    state = State.COMPLETE;
    changed = true;
  }

  /**
   * Ends the stream and lets all that is stored of it be deleted at once.
   *
   * @param others segments in the store that nothing names, such as those of a lost page
   */
  void takeDown(Collection<SegmentName> others) {
    takeDown();
    if (!others.isEmpty()) {
      // What is on its way to the list at this moment may be one of them.
      window.ledger().takeDown(revision + 1);
      others.forEach(name -> window.ledger().addSegment(name, now));
      changed = true;
    }
  }

  private void takeDown() {
    if (sequencer.run() == null) {
      return;
    }
    complete();
    changed |= pushes.discard();
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
    return slideBehind(uploads.take(segment, this));
  }

  /** Takes a segment that an encoder pushes, or tells why not. */
  AppendOutcome push(PushedSegment segment) {
    passTime();
    return slideBehind(pushes.take(segment, this));
  }

  /** Takes a playlist that an encoder pushes, or tells why not. */
  AppendOutcome push(PushedPlaylist playlist) {
    passTime();
    return slideBehind(pushes.take(playlist, this));
  }

  /** Only once all is listed: a longer target duration needs more before it to stay. */
  private AppendOutcome slideBehind(AppendOutcome outcome) {
    if (placed) {
      window.slide(now);
    }
    return outcome;
  }

  /**
   * Whether a stored segment may have been deleted, or may be, though nothing lists it: because of
   * a takedown, or because it is so old that a scan may take it for an orphan.
   *
   * @param knownBefore the revision that was known before it was stored
   */
  boolean isOutdated(SegmentName name, long knownBefore) {
    Duration age = Duration.between(name.storedAt(), moment.date()).abs();
    return age.compareTo(LONGEST_UNLISTED) > 0 || window.ledger().isTakenDownAfter(knownBefore);
  }

  /** Puts a segment in its place in the current run, which is free. */
  void place(WaitingSegment segment) {
    if (state != State.LIVE && hasShown()) {
      sequencer.interrupt();
    }
    liveSince = state == State.LIVE ? liveSince : now;
    state = State.LIVE;
    changed = true;
    noteSegment();
    sequencer.offer(segment);
    placed = true;
  }

  private boolean hasShown() {
    Run run = sequencer.run();
    return run != null && (run.ordinal() > 0 || run.hasListed());
  }

  /** Begins a run; what the one before had waiting is listed. */
  void beginRun(@Nullable String id) {
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
  void beginRun(long first) {
    Run old = sequencer.run();
    boolean unused = old != null && old.id() == null && !old.hasListed();
    if (!unused || !sequencer.waiting().isEmpty()) {
      beginRun(null);
    }
    sequencer.begin(Objects.requireNonNull(sequencer.run()).skippedTo(first));
    changed = true;
  }

  /** Notes that a segment has come which nobody has named yet. */
  void noteArrival() {
    noteCandidate();
    if (isLive()) {
      noteSegment();
    }
  }

  /** Notes that a playlist has come of which no segment is there. */
  void noteCandidate() {
    if (sequencer.run() == null) {
      beginRun(0);
    }
    changed = true;
  }

  private void noteSegment() {
    lastSegmentAt = now;
    silence = Duration.ZERO;
  }

  void noteChange() {
    changed = true;
  }

  boolean isLive() {
    return state == State.LIVE;
  }

  /** Whether the next segment should have come by now. */
  boolean isSilent() {
    return silence.compareTo(sequencer.gapLimit()) > 0;
  }

  /** When the latest segment came. */
  Instant lastSegmentAt() {
    return lastSegmentAt;
  }

  /** When the change is made. */
  Moment moment() {
    return moment;
  }

  /** The time of the change, by the stream's own clock. */
  Instant now() {
    return now;
  }

  /** Why a segment cannot be taken, whatever its number. */
  Optional<Rejected> refuse(Append segment) {
    return segment.run().filter(supersededRuns::contains).isPresent()
        ? Optional.of(
            new Rejected(Reason.RUN_SUPERSEDED, "a later run of this session has taken over"))
        : refuse(segment.media());
  }

  /** Why a segment cannot be taken, whatever its number and run. */
  Optional<Rejected> refuse(MediaInfo media) {
    return terms.independentSegments() && !media.startsWithKeyFrame()
        ? Optional.of(
            new Rejected(
                Reason.NOT_INDEPENDENT,
                "this stream promises that every segment begins with a key frame, and this one"
                    + " does not"))
        : Optional.empty();
  }

  /** Not before players would have three segments more, where these are longer than the timeout. */
  private Instant completionDue() {
    if (sequencer.run() == null || state != State.LIVE) {
      return Instant.MAX;
    }
    Duration least = sequencer.targetDuration().multipliedBy(LEAST_SILENCE);
    Duration timeout = terms.completionTimeout();
    return now.plus(timeout.compareTo(least) < 0 ? least : timeout).minus(silence);
  }

  /**
   * A complete stream is there as a whole until the retention of its last segment is over. Where
   * nothing is listed there is nothing to retain, for ever least of all.
   */
  private Instant expiryDue() {
    if (state == State.COMPLETE && window.isEmpty()) {
      boolean soon = terms.retention().compareTo(PushedSegments.KEPT) < 0;
      Duration kept = soon && !terms.retention().isZero() ? terms.retention() : PushedSegments.KEPT;
      return pushes.hasStored() ? Instant.MAX : lastSegmentAt.plus(kept);
    }
    boolean expires = state == State.COMPLETE && !terms.retention().isZero();
    return window
        .last()
        .filter(last -> expires)
        .map(last -> last.listedAt().plus(terms.retention()))
        .orElse(Instant.MAX);
  }
}
