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

  /** The last time that it may have taken one. */
  Instant lastMaybeTaken = Instant.EPOCH;

  /** How often it has taken a segment, or may have. */
  long takings;

  /** When the latest revision of the stream was written. */
  Instant lastRevised = Instant.EPOCH;

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

  /** The store has taken a segment. */
  void took() {
    lastTaken = clock.instant();
    maybeTook();
  }

  /** The store may have taken a segment. */
  void maybeTook() {
    lastMaybeTaken = clock.instant();
    takings++;
  }

  /** Whether nothing has surely been taken for so long that the stream may be complete. */
  boolean isSilent() {
    return isSilentSince(lastTaken);
  }

  /** Whether a node that looks at the stream must know that it is complete. */
  boolean mustBeComplete(TestNode node) {
    Instant known = node.silentSince;
    return isSilentSince(lastMaybeTaken.isAfter(known) ? lastMaybeTaken : known);
  }

  private boolean isSilentSince(Instant last) {
    Duration least = Duration.ofSeconds(3 * targetSeconds);
    Duration timeout = profile.completionTimeout();
    return !clock.instant().isBefore(last.plus(least.compareTo(timeout) > 0 ? least : timeout));
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
