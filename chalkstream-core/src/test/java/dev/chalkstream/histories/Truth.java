package dev.chalkstream.histories;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What really happened: which segments were made, tried and acknowledged, and when. */
final class Truth {

  final Profile profile;
  final WorldClock clock;
  final List<String> log = new ArrayList<>();
  final List<Chunk> chunks = new ArrayList<>();
  private final Map<String, List<Chunk>> byDigest = new HashMap<>();

  /** The last time that the store surely took a segment. */
  Instant lastTaken = Instant.EPOCH;

  /** The target duration that the playlist has last had. */
  long targetSeconds;

  /** How many broadcasters are saying that it is over. */
  int completions;

  /** Whether a segment that waits may have resumed what was complete, unseen by anyone. */
  boolean resumedUnseen;

  Truth(Profile profile, WorldClock clock) {
    this.profile = profile;
    this.clock = clock;
  }

  void note(String what) {
    Duration since = Duration.between(Instant.parse("2026-03-01T12:00:00Z"), clock.instant());
    log.add(since.toMillis() / 1000.0 + " " + what);
  }

  void made(Chunk chunk) {
    chunks.add(chunk);
    byDigest.computeIfAbsent(chunk.digest, digest -> new ArrayList<>()).add(chunk);
  }

  /** The chunks that have been uploaded, or may have been, with these bytes. */
  List<Chunk> uploaded(String digest) {
    return byDigest.getOrDefault(digest, List.of()).stream()
        .filter(chunk -> chunk.attempts > 0)
        .toList();
  }

  /**
   * By how much the time of a stream may be ahead of what it was: a store tells its time to the
   * second, and a node that cannot ask for it lags behind.
   */
  Duration tolerance() {
    return profile.skewed() || profile.faults() > 0 ? Duration.ofSeconds(4) : Duration.ofMillis(1);
  }

  /** Whether the dates of segments can be audited: a node that cannot ask for the time has none. */
  boolean datesAreExact() {
    return !profile.skewed() && profile.faults() == 0;
  }

  /** Whether nothing has been taken for so long that the stream is complete. */
  boolean isSilent() {
    Duration least = Duration.ofSeconds(3 * targetSeconds);
    Duration timeout = profile.completionTimeout();
    return !clock
        .instant()
        .isBefore(lastTaken.plus(least.compareTo(timeout) > 0 ? least : timeout));
  }

  void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  void check(List<String> violations, String where) {
    check(violations.isEmpty(), where + ": " + violations);
  }
}
