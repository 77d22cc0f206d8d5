package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedRun;
import dev.chalkstream.internal.manifest.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When the passing of time changes what is kept of the pushes, calculated from that: for a manifest
 * and for one that is being changed alike. {@link Instant#MAX} is never.
 *
 * @param followed the playlist by which the stream is pushed, or null if there is none
 * @param run the current run, or null before the first
 * @param candidates the playlists that are not
 * @param stored what no playlist has named yet
 * @param sectionAt when the last initialization section came, or null if there is none
 * @param gapLimit within what time after the last the next segment should be there
 * @param now the time for which it is calculated
 */
public record PushDeadlines(
    @Nullable PushedRun followed,
    @Nullable Run run,
    Candidates candidates,
    PushedSegments stored,
    @Nullable Instant sectionAt,
    Duration gapLimit,
    Instant now) {

  /** The playlist that is followed, if the stream is in the run that it numbers. */
  private Optional<PushedRun> running() {
    PushedRun pushed = followed;
    Run current = run;
    return pushed != null && current != null && pushed.run() == current.ordinal()
        ? Optional.of(pushed)
        : Optional.empty();
  }

  /**
   * Whether all has come, and nothing more will. An end in the very first playlist, with the only
   * segment, is believed only when nothing has come for a while: some encoders write one into every
   * playlist.
   */
  boolean hasEnded() {
    Run current = run;
    return current != null
        && running()
            .filter(PushedRun::opened)
            .filter(pushed -> pushed.end().isPresent())
            .filter(pushed -> current.next() >= pushed.end().getAsLong())
            .isPresent();
  }

  /**
   * When anything changes.
   *
   * @param live whether the stream is
   * @param sinceSaid for how long it is known what was pushed last
   * @param expected whether anything is
   * @param lastSegmentAt when the last segment came
   */
  public Instant first(boolean live, Duration sinceSaid, boolean expected, Instant lastSegmentAt) {
    Instant ended = live ? end(sinceSaid) : forgetting(expected, lastSegmentAt);
    return Stream.of(stored.due(), claim(), ended).min(Comparator.naturalOrder()).orElseThrow();
  }

  /**
   * Once nothing has come for long, nothing is expected any more. What numbers are called that are
   * over is kept, so that an encoder that goes on after all sends nothing twice.
   */
  Instant forgetting(boolean expected, Instant lastSegmentAt) {
    Instant said = followed == null ? null : followed.saidAt();
    return expected || !candidates.isEmpty() || sectionAt != null
        ? Stream.of(lastSegmentAt, said, candidates.latestAt(), sectionAt)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElseThrow()
            .plus(PushedSegments.KEPT)
        : Instant.MAX;
  }

  /** What may come at the end is waited for no longer than what is missing elsewhere. */
  Instant end(Duration sinceSaid) {
    if (hasEnded()) {
      return now;
    }
    boolean saidNow = followed != null && followed.saidAt().equals(now);
    Duration waited = saidNow ? Duration.ZERO : sinceSaid;
    return running().filter(pushed -> pushed.end().isPresent()).isPresent()
        ? now.plus(gapLimit).minus(waited)
        : Instant.MAX;
  }

  /** When a playlist may take the session over: not while it is being pushed as another. */
  Instant claim() {
    var claim = new Claim(candidates, stored, now);
    return candidates.toList().stream()
        .filter(said -> !isFollowed(said))
        .map(claim::due)
        .map(due -> due.isBefore(pushedUntil()) ? pushedUntil() : due)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** The playlists that may take the session over. */
  List<PushedPlaylist> claimants() {
    return isPushing()
        ? List.of()
        : candidates.toList().stream().filter(said -> !isFollowed(said)).toList();
  }

  /**
   * Whether the stream is pushed, and its playlist has brought something new lately. That it is at
   * its end changes nothing: the variants of an encoder end together.
   */
  boolean isPushing() {
    return now.isBefore(pushedUntil());
  }

  private Instant pushedUntil() {
    return running().map(pushed -> pushed.saidAt().plus(gapLimit)).orElse(Instant.MIN);
  }

  boolean isFollowed(PushedPlaylist said) {
    return running().filter(pushed -> pushed.playlist().equals(said.path())).isPresent();
  }
}
