package dev.chalkstream.histories;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.audit.ReadPlaylist;
import java.time.Instant;
import java.util.Objects;

/** What broadcasters were told, measured against what has become of their segments. */
final class Answers {

  private final Truth truth;
  private final Listings listings;

  Answers(Truth truth, Listings listings) {
    this.truth = truth;
    this.listings = listings;
  }

  void sending(Chunk chunk) {
    Instant now = truth.clock.instant();
    chunk.firstTried = chunk.firstTried == null ? now : chunk.firstTried;
    chunk.attempts++;
  }

  void accepted(Chunk chunk, IngestResult result) {
    truth.check(
        chunk.keyFrame || !truth.profile.independent(), "taken without a key frame: " + chunk);
    if (result == IngestResult.UNCHANGED) {
      // A node may meet its own write, of which it was not told that it happened.
      boolean retried = chunk.attempts > 1 || truth.profile.faults() > 0;
      truth.check(retried, "taken for a retry: " + chunk);
    } else {
      truth.resumedUnseen |= result == IngestResult.WAITING && truth.isSilent();
      truth.took();
    }
    if (result == IngestResult.LISTED) {
      truth.check(chunk.listings > 0, "said to be listed: " + chunk);
    }
    chunk.acknowledged = true;
  }

  void rejected(Chunk chunk, Reason reason) {
    boolean justified =
        switch (reason) {
          case SEQUENCE_TAKEN -> hasRival(chunk);
          case SLOT_CLOSED -> chunk.page.run == null || maybeGone(chunk);
          case RUN_SUPERSEDED -> chunk.page.run != null && hasOtherRun(chunk);
          case NOT_INDEPENDENT -> !chunk.keyFrame && truth.profile.independent();
          case OTHER_CONTAINER -> hasOtherContainer(chunk);
          case TOO_MANY_WAITING -> truth.profile.maxWaiting() < 1_024;
          default -> false;
        };
    truth.check(justified, chunk + " is rejected: " + reason);
  }

  /** What is complete may have expired, although nobody has written it down. */
  private boolean maybeGone(Chunk chunk) {
    ReadPlaylist current = listings.current();
    boolean over = truth.isSilent() || (current != null && current.ended());
    return !listings.isListed(chunk) || over;
  }

  private boolean hasRival(Chunk chunk) {
    return truth.chunks.stream()
        .filter(other -> other.attempts > 0 && other.sequence == chunk.sequence)
        .filter(other -> Objects.equals(other.page.run, chunk.page.run))
        .anyMatch(other -> !other.digest.equals(chunk.digest));
  }

  private boolean hasOtherRun(Chunk chunk) {
    return truth.chunks.stream().anyMatch(other -> other.attempts > 0 && other.page != chunk.page);
  }

  private boolean hasOtherContainer(Chunk chunk) {
    return truth.chunks.stream()
        .anyMatch(other -> other.attempts > 0 && other.isFragmented() != chunk.isFragmented());
  }

  /** At the end of a history, when nothing waits any more. */
  void checkAll() {
    ReadPlaylist current = listings.current();
    truth.check(current == null || current.ended(), "it is over, and not complete");
    for (Chunk chunk : truth.chunks) {
      truth.check(
          !chunk.acknowledged || chunk.listings > 0, "acknowledged and never listed: " + chunk);
      truth.check(
          chunk.listings <= EntryRules.most(chunk),
          chunk + " is listed " + chunk.listings + " times");
    }
  }
}
