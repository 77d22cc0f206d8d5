package dev.chalkstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * When the passing of time changes what is kept of the pushes, calculated from that: for a manifest
 * and for one that is being changed alike. {@link Instant#MAX} is never.
 *
 * @param followed the playlist that is followed
 * @param candidates the playlists that are not
 * @param stored what no playlist has named yet
 * @param gapLimit within what time after the last the next segment should be there
 * @param now the time for which it is calculated
 */
record PushDeadlines(
    Followed followed,
    Candidates candidates,
    PushedSegments stored,
    Duration gapLimit,
    Instant now) {

  /**
   * The playlist by which a stream is pushed.
   *
   * @param running whether the stream is in the run that it numbers
   * @param path what the encoder calls it
   * @param saidAt when it last brought something new
   * @param end the number behind its last, or {@link Pushes#NO_END}
   * @param opened whether it was once not at its end, or had more than one entry
   * @param next the number that is listed next
   */
  record Followed(
      boolean running, String path, Instant saidAt, long end, boolean opened, long next) {

    /**
     * Whether all has come, and nothing more will. An end in the very first playlist, with the only
     * segment, is believed only when nothing has come for a while: some encoders write one into
     * every playlist.
     */
    boolean hasEnded() {
      return opened && awaitsEnd() && next >= end;
    }

    private boolean awaitsEnd() {
      return running && end != Pushes.NO_END;
    }
  }

  /**
   * When anything changes.
   *
   * @param live whether the stream is
   * @param sinceSaid for how long it is known what was pushed last
   * @param expected whether anything is
   * @param lastSegmentAt when the last segment came
   */
  Instant first(boolean live, Duration sinceSaid, boolean expected, Instant lastSegmentAt) {
    Instant ended = live ? end(sinceSaid) : forgetting(expected, lastSegmentAt);
    return Stream.of(stored.due(), claim(), ended).min(Comparator.naturalOrder()).orElseThrow();
  }

  /**
   * Once nothing has come for long, nothing is expected any more. What numbers are called that are
   * over is kept, so that an encoder that goes on after all sends nothing twice.
   */
  Instant forgetting(boolean expected, Instant lastSegmentAt) {
    return expected || !candidates.isEmpty()
        ? Stream.of(lastSegmentAt, followed.saidAt(), candidates.latestAt())
            .max(Comparator.naturalOrder())
            .orElseThrow()
            .plus(PushedSegments.KEPT)
        : Instant.MAX;
  }

  /** What may come at the end is waited for no longer than what is missing elsewhere. */
  Instant end(Duration sinceSaid) {
    if (followed.hasEnded()) {
      return now;
    }
    Duration waited = followed.saidAt().equals(now) ? Duration.ZERO : sinceSaid;
    return followed.awaitsEnd() ? now.plus(gapLimit).minus(waited) : Instant.MAX;
  }

  /** When a playlist may take the session over: not while it is being pushed as another. */
  Instant claim() {
    var claim = new Claim(candidates, stored, now);
    return candidates.toList().stream()
        .filter(said -> !isFollowed(said))
        .map(claim::due)
        .map(due -> followed.running() && due.isBefore(pushedUntil()) ? pushedUntil() : due)
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
    return followed.running() && now.isBefore(pushedUntil());
  }

  private Instant pushedUntil() {
    return followed.saidAt().plus(gapLimit);
  }

  boolean isFollowed(PushedPlaylist said) {
    return followed.running() && followed.path().equals(said.path());
  }
}
