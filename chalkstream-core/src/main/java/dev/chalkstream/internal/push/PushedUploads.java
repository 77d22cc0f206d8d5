package dev.chalkstream.internal.push;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.sequence.Broadcast;
import dev.chalkstream.internal.sequence.Remarks;
import dev.chalkstream.internal.sequence.RunSequencer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what encoders push: segments under names of their own, and playlists that tell
 * their numbers. Either may come first, since encoders send them on connections of their own. A
 * segment that is stored and named by the playlist that is followed goes on to the broadcast. Not
 * safe for use by many threads.
 */
public final class PushedUploads {

  private final Broadcast broadcast;
  private final RunSequencer sequencer;
  private final Instant now;
  private final Duration sinceSaid;
  private final PushedSegments stored;
  private final Candidates candidates;
  private final RefusedNames refused;
  private final PushedSections sections;
  private final FollowedPlaylist followed;

  /**
   * Begins to change what is kept of the pushes.
   *
   * @param pushes what is kept
   * @param broadcast the stream
   */
  public PushedUploads(Pushes pushes, Broadcast broadcast) {
    this.broadcast = broadcast;
    this.sequencer = broadcast.sequencer();
    this.sinceSaid = broadcast.moment().end();
    this.now = broadcast.now();
    this.stored = new PushedSegments(pushes.stored(), broadcast.terms().retention());
    this.candidates = new Candidates(pushes.candidates(), pushes.consideredAt());
    this.refused = new RefusedNames(pushes.refused());
    this.sections = new PushedSections(pushes.sections(), broadcast);
    this.followed = new FollowedPlaylist(pushes, sections, broadcast);
  }

  public Pushes toPushes() {
    return followed.toPushes(stored, candidates, refused);
  }

  private PushDeadlines deadlines() {
    return new PushDeadlines(
        followed.pushed(),
        sequencer.run(),
        candidates,
        stored,
        sections.latestAt(),
        sequencer.gapLimit(),
        now);
  }

  private Claim claim() {
    return new Claim(candidates, stored, now);
  }

  private boolean isPushing() {
    return deadlines().isPushing();
  }

  /** Does what is due: drops what was never named, and ends what is at its end. */
  public void passTime() {
    if (isOverdue(deadlines().claim())) {
      followClaimant();
    }
    for (PushedSegment segment : stored.over(now)) {
      dropUnnamed(segment);
      broadcast.noteChange();
    }
    if (broadcast.isLive() && isOverdue(deadlines().end(sinceSaid))) {
      complete();
    }
    boolean expected = !broadcast.expected().isEmpty();
    Instant lastSegmentAt = broadcast.lastSegment().at();
    if (!broadcast.isLive() && isOverdue(deadlines().forgetting(expected, lastSegmentAt))) {
      broadcast.expected().clear();
      candidates.clear();
      sections.clear();
      broadcast.noteChange();
    }
  }

  private boolean isOverdue(Instant due) {
    return !now.isBefore(due);
  }

  private void completeIfEnded() {
    if (broadcast.isLive() && deadlines().hasEnded()) {
      complete();
    }
  }

  /** Ends the broadcast; an encoder that pushed sound and pictures apart may begin anew then. */
  public void complete() {
    if (broadcast.complete() && claim().hasSeparate()) {
      stored.toList().forEach(this::drop);
      candidates.clear();
    }
  }

  /** Lets go of all that is not listed; returns whether there was any. */
  public boolean discard() {
    boolean any =
        followed.hasRun() || hasStored() || !candidates.isEmpty() || !sections.toList().isEmpty();
    stored.toList().forEach(this::drop);
    candidates.clear();
    refused.clear();
    sections.clear();
    followed.forget();
    return any;
  }

  /** Lets go of the initialization sections that nothing needs any more. */
  public void releaseSections() {
    Set<SegmentName> awaited =
        stored.toList().stream()
            .map(segment -> segment.stored().section())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    broadcast.files().releaseSections(awaited, sections.names(), sections.pollDropped(), now);
  }

  /** The initialization sections. */
  public PushedSections sections() {
    return sections;
  }

  /** Whether a segment waits to be named. */
  public boolean hasStored() {
    return !stored.isEmpty();
  }

  /** Takes a segment, or tells why not. */
  public AppendOutcome take(PushedSegment segment) {
    Optional<Rejected> refusal = broadcast.refuse(segment.stored(), hasStored());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    PushedSegment former = stored.get(segment.path());
    if (former != null && former.hasBytesOf(segment)) {
      return new Accepted(IngestResult.UNCHANGED);
    }
    followed.tidy();
    PushedEntry awaited = followed.awaited(segment);
    if (awaited != null) {
      Optional<Rejected> misnamed = PushedSections.refuse(segment, awaited);
      return misnamed.isPresent() ? misnamed.get() : takeAwaited(segment, awaited);
    }
    if (isPushing() && refused.matches(segment.path())) {
      return followed.isOtherHalf(segment.media()) ? separateAudio() : playlistTaken();
    }
    if (mayNotTakeOver(segment) && candidates.name(segment.path())) {
      return separateAudio();
    }
    if (Claim.onlyKind(segment.media()).isPresent() && claim().hasSeparate()) {
      return separateAudio();
    }
    return followed.answerAgain(segment).orElseGet(() -> store(segment, former));
  }

  private AppendOutcome takeAwaited(PushedSegment segment, PushedEntry awaited) {
    if (awaited.sequence() > followed.currentRun().next() && !makeRoom(segment, null)) {
      return tooManyWaiting();
    }
    followed.take(segment.arrived(now), awaited);
    completeIfEnded();
    boolean listed = awaited.sequence() < followed.currentRun().next();
    return new Accepted(listed ? IngestResult.LISTED : IngestResult.WAITING);
  }

  /** Keeps a segment until a playlist names it, in place of an earlier one of that name. */
  private AppendOutcome store(PushedSegment segment, @Nullable PushedSegment former) {
    if (!makeRoom(segment, former)) {
      return tooManyWaiting();
    }
    if (former != null) {
      drop(former);
    }
    stored.add(segment.arrived(now));
    broadcast.files().await(segment.stored());
    broadcast.noteArrival();
    reconsider();
    return new Accepted(
        stored.get(segment.path()) == null ? IngestResult.LISTED : IngestResult.STORED);
  }

  /** Looks again at the playlists that are not followed, since a segment has come. */
  private void reconsider() {
    PushedPlaylist kept = followed.isRunning() ? candidates.get(followed.path()) : null;
    if (kept == null) {
      followClaimant();
    } else if (followed.isBegunAgainBy(kept, stored)) {
      begin(kept);
    } else if (followed.leap(kept, stored) == Leap.Verdict.GOES_ON) {
      follow(kept);
    }
  }

  private void followClaimant() {
    deadlines().claimants().stream()
        .filter(claim()::isMadeBy)
        .findFirst()
        .ifPresent(said -> begin(said));
  }

  /** What no playlist has named gives way, the oldest first. */
  private boolean makeRoom(PushedSegment segment, @Nullable PushedSegment former) {
    if (stored.admits(segment, former, broadcast)) {
      return true;
    }
    Predicate<PushedSegment> stays = each -> each.equals(former) || candidates.name(each.path());
    if (!stored.canAdmit(segment, stays, broadcast)) {
      return false;
    }
    while (!stored.admits(segment, former, broadcast)) {
      stored.oldestBut(stays).ifPresent(this::dropUnnamed);
    }
    return true;
  }

  private void dropUnnamed(PushedSegment segment) {
    drop(segment);
    broadcast
        .remarks()
        .add(
            Remarks.Kind.NEVER_NAMED,
            "the pushed segment '"
                + segment.path()
                + "' is deleted, since no playlist has named it in time; let the encoder push its"
                + " playlist after each segment");
  }

  private void drop(PushedSegment segment) {
    stored.remove(segment);
    broadcast.window().ledger().addSegment(segment.name(), now);
  }

  /** Takes a playlist, or tells why not. */
  public AppendOutcome take(PushedPlaylist pushed) {
    followed.tidy();
    Optional<Rejected> misnaming = PushedSections.refuse(pushed, stored);
    if (misnaming.isPresent()) {
      return misnaming.get();
    }
    if (!deadlines().isFollowed(pushed)) {
      boolean refusable = isPushing() || stored.of(pushed).stream().anyMatch(this::mayNotTakeOver);
      return refusable ? refuse(pushed) : consider(pushed);
    }
    if (pushed.isEmpty()) {
      return new Accepted(IngestResult.UNCHANGED);
    }
    PushedPlaylist said = new Renumbering(followed.names()).apply(pushed);
    if (followed.isBegunAgainBy(said, stored)) {
      return new Accepted(begin(said));
    }
    followed.beginEarlier(said);
    if (followed.takesLateTagsOf(said)) {
      broadcast.noteChange();
    }
    if (followed.isOld(said) || followed.leap(said, stored) == Leap.Verdict.OPEN) {
      keepForLater(said);
      return new Accepted(IngestResult.UNCHANGED);
    }
    return new Accepted(follow(said));
  }

  /** Sound does not take over from pictures when these are late, nor they from sound. */
  private boolean mayNotTakeOver(PushedSegment segment) {
    return broadcast.isLive() && followed.isOtherHalf(segment.media());
  }

  /** Follows a playlist if it may be the session's, and keeps it for later if not yet. */
  private AppendOutcome consider(PushedPlaylist said) {
    if (said.isEmpty()) {
      return new Accepted(IngestResult.UNCHANGED);
    }
    PushedPlaylist former = candidates.get(said.path());
    if (former != null && claim().isStillSeparate(former, said)) {
      return separateAudio();
    }
    if (former != null && claim().isGivenUpFor(former, said)) {
      begin(former);
      return take(said);
    }
    boolean news = candidates.keep(said, now);
    boolean separate = claim().isSeparate(said);
    if (news && !separate && !stored.of(said).isEmpty()) {
      broadcast.noteArrival();
    } else if (news) {
      broadcast.noteCandidate();
    }
    if (separate) {
      return separateAudio();
    }
    return new Accepted(claim().isMadeBy(said) ? begin(said) : IngestResult.UNCHANGED);
  }

  /** An old playlist that was late, or a new one that was early: the next segment will tell. */
  private void keepForLater(PushedPlaylist said) {
    boolean repeated =
        broadcast.isLive()
            && followed.isLatest(said)
            && said.entries().stream().allMatch(entry -> stored.find(entry.path()) == null);
    if (!repeated && candidates.keep(said, now)) {
      broadcast.noteChange();
    }
  }

  private IngestResult begin(PushedPlaylist said) {
    candidates.clear();
    refused.clear();
    followed.begin(said, stored);
    return follow(said);
  }

  private IngestResult follow(PushedPlaylist said) {
    if (!followed.follow(said, stored)) {
      return IngestResult.UNCHANGED;
    }
    completeIfEnded();
    candidates.remove(said.path());
    return IngestResult.LISTED;
  }

  /** Refuses a playlist beside the one that is followed, and what came for it. */
  private Rejected refuse(PushedPlaylist said) {
    boolean news = refused.add(said, followed.names());
    List<PushedSegment> come = stored.of(said);
    for (PushedSegment segment : stored.toList()) {
      if (refused.matches(segment.path()) || come.contains(segment)) {
        drop(segment);
        news = true;
      }
    }
    if (news) {
      broadcast.noteChange();
    }
    boolean half = come.stream().map(PushedSegment::media).anyMatch(followed::isOtherHalf);
    return half ? separateAudio() : playlistTaken();
  }

  private Rejected playlistTaken() {
    return new Rejected(
        Reason.PLAYLIST_TAKEN,
        "this stream is being pushed as '"
            + followed.path()
            + "', and has one media playlist: push others, and their segments, under sessions of"
            + " their own");
  }

  private static Rejected separateAudio() {
    return new Rejected(Reason.SEPARATE_AUDIO, PushedPlaylist.SEPARATE_AUDIO);
  }

  private static Rejected tooManyWaiting() {
    return new Rejected(
        Reason.TOO_MANY_WAITING,
        "too much of what was pushed waits for a playlist to name it, or for an earlier segment");
  }
}
