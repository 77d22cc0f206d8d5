package dev.chalkstream;

import dev.chalkstream.AppendOutcome.Accepted;
import dev.chalkstream.AppendOutcome.NameInUse;
import dev.chalkstream.AppendOutcome.Rejected;
import dev.chalkstream.SegmentRejectedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what an encoder pushes: segments under names of its own, and playlists that tell
 * their numbers. Either may come first, since encoders send them on connections of their own. A
 * segment that is stored and named goes on to the stream. Not safe for use by many threads.
 */
final class PushDesk {

  private final PlaylistWindow window;
  private final RunSequencer sequencer;
  private final Instant now;
  private final Duration sinceSaid;
  private final PushedSegments stored;
  private final PushedNames names;
  private int run;
  private String playlist;
  private Instant begunAt;
  private Instant saidAt;
  private long end;
  private @Nullable PushedPlaylist doubted;
  private Optional<DurationCorrection> correction = Optional.empty();

  PushDesk(
      Pushes pushes,
      StreamPolicy policy,
      PlaylistWindow window,
      RunSequencer sequencer,
      Duration sinceSaid,
      Instant now) {
    this.window = window;
    this.sequencer = sequencer;
    this.sinceSaid = sinceSaid;
    this.now = now;
    this.run = pushes.run();
    this.playlist = pushes.playlist();
    this.begunAt = pushes.begunAt();
    this.saidAt = pushes.saidAt();
    this.end = pushes.end();
    this.doubted = pushes.doubted();
    this.names = new PushedNames(pushes);
    this.stored = new PushedSegments(pushes.stored(), policy);
    sequencer.ask(this::saidDuration);
  }

  Pushes toPushes() {
    tidy();
    return new Pushes(
        run,
        playlist,
        begunAt,
        saidAt,
        end,
        stored.toList(),
        names.expected(),
        names.known(),
        doubted);
  }

  /** Whether a segment that waits to be named has this name in the store. */
  boolean holds(SegmentName name) {
    return stored.holds(name);
  }

  /** When the passing of time alone changes something here, or {@link Instant#MAX}. */
  Instant due(StreamEditor stream) {
    Instant over = stored.due();
    Instant ended = stream.isLive() ? endDue() : forgetDue(stream);
    return ended.isBefore(over) ? ended : over;
  }

  /**
   * Once nothing has come for long, nothing is expected any more. What numbers are called that are
   * over is kept, so that an encoder that goes on after all sends nothing twice.
   */
  private Instant forgetDue(StreamEditor stream) {
    Instant last = stream.lastSegmentAt().isAfter(saidAt) ? stream.lastSegmentAt() : saidAt;
    return names.isAnyExpected() || doubted != null ? last.plus(PushedSegments.KEPT) : Instant.MAX;
  }

  /** What is missing at the end is waited for no longer than what is missing elsewhere. */
  private Instant endDue() {
    boolean waits = end != Pushes.NO_END && isRunning();
    return waits ? sequencer.limit(saidAt.equals(now) ? Duration.ZERO : sinceSaid) : Instant.MAX;
  }

  /** Does what is due: drops what was never named, and ends what is at its end. */
  void passTime(StreamEditor stream) {
    for (PushedSegment segment : stored.over(now)) {
      drop(segment);
      stream.noteChange();
    }
    if (stream.isLive() && (hasEnded() || !now.isBefore(endDue()))) {
      stream.complete();
    }
    if (!stream.isLive() && !now.isBefore(forgetDue(stream))) {
      names.expectNone();
      doubted = null;
      stream.noteChange();
    }
  }

  private void forget() {
    run = Pushes.NO_RUN;
    playlist = "";
    begunAt = Instant.EPOCH;
    saidAt = Instant.EPOCH;
    end = Pushes.NO_END;
    doubted = null;
    names.clear();
  }

  /** Lets go of all that is not listed; returns whether there was any. */
  boolean discard() {
    boolean any = run != Pushes.NO_RUN || hasStored();
    stored.toList().forEach(this::drop);
    forget();
    return any;
  }

  /** Tells of a segment whose duration was not taken as the playlist says it, if there is any. */
  AppendOutcome corrected(AppendOutcome outcome) {
    return outcome instanceof Accepted taken ? new Accepted(taken.result(), correction) : outcome;
  }

  /** Whether a segment waits to be named. */
  boolean hasStored() {
    return !stored.isEmpty();
  }

  /** Takes a segment, or tells why not. */
  AppendOutcome take(PushedSegment segment, StreamEditor stream) {
    Optional<Rejected> refusal = stream.refuse(segment.media());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    PushedSegment twin = stored.get(segment.path());
    if (twin != null && twin.hasBytesOf(segment)) {
      return new Accepted(IngestResult.UNCHANGED);
    }
    tidy();
    Optional<PushedEntry> awaited = names.findAwaited(segment.path());
    if (awaited.isPresent()) {
      return takeAwaited(segment, awaited.get(), stream);
    }
    Optional<AppendOutcome> again =
        isRunning()
            ? new Repetition(run, now, names, sequencer, window).answer(segment)
            : Optional.empty();
    return again.orElseGet(() -> store(segment, twin, stream));
  }

  private AppendOutcome takeAwaited(
      PushedSegment segment, PushedEntry awaited, StreamEditor stream) {
    if (stream.isTaken(segment.name())) {
      return new NameInUse();
    }
    if (awaited.sequence() > currentRun().next() && !stored.admit(segment, null, sequencer)) {
      return tooManyWaiting();
    }
    place(segment.arrived(now), awaited, stream);
    settle(stream);
    return new Accepted(
        awaited.sequence() < currentRun().next() ? IngestResult.LISTED : IngestResult.WAITING);
  }

  /** Keeps a segment until a playlist names it, in place of an earlier one of that name. */
  private AppendOutcome store(
      PushedSegment segment, @Nullable PushedSegment twin, StreamEditor stream) {
    if (stream.isTaken(segment.name())) {
      return new NameInUse();
    }
    if (!stored.admit(segment, twin, sequencer)) {
      return tooManyWaiting();
    }
    if (twin != null) {
      drop(twin);
    }
    stored.add(segment.arrived(now));
    stream.noteArrival();
    PushedPlaylist doubt = doubted;
    if (doubt != null && beginsRun(doubt)) {
      begin(doubt, stream);
      follow(doubt, stream);
    }
    return new Accepted(
        stored.get(segment.path()) == null ? IngestResult.LISTED : IngestResult.STORED);
  }

  private static Rejected tooManyWaiting() {
    return new Rejected(
        Reason.TOO_MANY_WAITING,
        "too much of what was pushed waits for a playlist to name it, or for an earlier segment");
  }

  private void drop(PushedSegment segment) {
    stored.remove(segment);
    window.ledger().addSegment(segment.name(), now);
  }

  /** Takes a playlist, or tells why not. */
  AppendOutcome take(PushedPlaylist said, StreamEditor stream) {
    tidy();
    boolean ours = isRunning() && playlist.equals(said.path());
    if (isRunning()
        && !ours
        && stream.isLive()
        && now.isBefore(saidAt.plus(sequencer.gapLimit()))) {
      return new Rejected(
          Reason.PLAYLIST_TAKEN,
          "this stream is being pushed as '"
              + playlist
              + "', and has one media playlist: push others under sessions of their own");
    }
    if (said.isEmpty()) {
      return new Accepted(IngestResult.UNCHANGED);
    }
    if (!ours || beginsRun(said)) {
      begin(said, stream);
    } else if (isEarlier(said)) {
      sequencer.begin(currentRun().skippedTo(said.firstSequence()));
      stream.noteChange();
    }
    if (bringsNothing(said) || names.areOthersIn(said)) {
      doubt(said, stream);
      return new Accepted(IngestResult.UNCHANGED);
    }
    return new Accepted(follow(said, stream) ? IngestResult.LISTED : IngestResult.UNCHANGED);
  }

  /** Whether a playlist is of an encoder that was started again, or far ahead. */
  private boolean beginsRun(PushedPlaylist said) {
    return said.firstSequence() > firstUnknown() + RunSequencer.MAX_GAPS
        || new Restart(run, begunAt, currentRun().next(), names, stored, window).isToldBy(said);
  }

  /** The number behind all that has been named or has come. */
  private long firstUnknown() {
    long first = Math.max(currentRun().next(), names.end());
    for (WaitingSegment segment : sequencer.waiting()) {
      first = Math.max(first, segment.sequence() + 1);
    }
    return first;
  }

  /** Whether a playlist came late of a run of which nothing is listed yet, so that it may begin. */
  private boolean isEarlier(PushedPlaylist said) {
    Run current = currentRun();
    return !current.hasListed() && said.firstSequence() < current.next();
  }

  private boolean bringsNothing(PushedPlaylist said) {
    long last = currentRun().next() - 1;
    boolean endsHere = said.lastSequence() == last && said.ended();
    return said.lastSequence() <= last && !endsHere;
  }

  /** An old playlist that was late, or a new one that was early: the next segment will tell. */
  private void doubt(PushedPlaylist said, StreamEditor stream) {
    boolean repeated =
        stream.isLive()
            && !names.areOthersIn(said)
            && said.lastSequence() == currentRun().next() - 1
            && said.entries().stream().allMatch(entry -> stored.find(entry.path()) == null);
    if (!repeated && !said.equals(doubted)) {
      doubted = said;
      stream.noteChange();
    }
  }

  private void begin(PushedPlaylist said, StreamEditor stream) {
    long first =
        said.entries().stream()
            .filter(entry -> !entry.gap())
            .mapToLong(PushedEntry::sequence)
            .findFirst()
            .orElse(said.firstSequence());
    stream.beginRun(first);
    forget();
    run = currentRun().ordinal();
    playlist = said.path();
    begunAt = now;
    saidAt = now;
    said.targetDuration().ifPresent(window::proposeTargetDuration);
  }

  /** Takes note of what is new in a playlist; returns whether anything is. */
  private boolean follow(PushedPlaylist said, StreamEditor stream) {
    boolean news = false;
    for (PushedEntry entry : said.entries()) {
      boolean open = entry.sequence() >= currentRun().next();
      if (open && sequencer.waiting(entry.sequence()).isEmpty()) {
        PushedSegment segment = entry.gap() ? null : stored.find(entry.path());
        if (segment != null) {
          stored.remove(segment);
          place(segment, entry, stream);
          news = true;
        } else {
          news |= names.expect(entry);
        }
      }
    }
    news |= setEnd(said);
    if (news) {
      saidAt = now;
      doubted = null;
      stream.noteChange();
      settle(stream);
    }
    return news;
  }

  private boolean setEnd(PushedPlaylist said) {
    long before = end;
    if (said.ended()) {
      end = said.lastSequence() + 1;
    } else if (said.lastSequence() >= end) {
      end = Pushes.NO_END;
    }
    return end != before;
  }

  private void place(PushedSegment segment, PushedEntry entry, StreamEditor stream) {
    PushedEntry said = names.come(entry);
    Duration duration =
        SegmentDurations.agreed(said.duration(), segment.media(), sequencer.targetDuration());
    if (!duration.equals(said.duration())) {
      correction = Optional.of(new DurationCorrection(segment.path(), said.duration(), duration));
    }
    stream.place(
        new WaitingSegment(
            segment.name(),
            said.sequence(),
            segment.bytes(),
            duration,
            segment.arrivedAt(),
            segment.media(),
            said.discontinuity(),
            said.start()));
  }

  /** Does what follows from a change. */
  private void settle(StreamEditor stream) {
    while (isNextSaidToBeMissing()) {
      sequencer.closeGap();
    }
    tidy();
    if (stream.isLive() && hasEnded()) {
      stream.complete();
    }
  }

  /** Whether all that the first waiting segment waits for will not come. */
  private boolean isNextSaidToBeMissing() {
    List<WaitingSegment> waiting = sequencer.waiting();
    return !waiting.isEmpty() && names.areGaps(currentRun().next(), waiting.get(0).sequence());
  }

  /** What has been given up is not expected any more. */
  private void tidy() {
    if (isRunning()) {
      names.advance(currentRun().next());
    } else {
      names.clear();
    }
  }

  private boolean hasEnded() {
    return end != Pushes.NO_END && isRunning() && currentRun().next() >= end;
  }

  private Optional<Duration> saidDuration(long sequence) {
    return isRunning() ? names.durationOf(sequence) : Optional.empty();
  }

  /** Whether the stream is in the run that the playlist numbers. */
  private boolean isRunning() {
    Run current = sequencer.run();
    return current != null && current.ordinal() == run;
  }

  private Run currentRun() {
    Run current = sequencer.run();
    if (current == null) {
      throw new IllegalStateException("the stream has no run");
    }
    return current;
  }
}
