package dev.chalkstream.histories;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What encoders have pushed and no playlist has named yet, as far as that can be known from
 * outside. Where there is little room, what is not named gives way to what comes.
 */
final class UnnamedSegments {

  /** Less than nodes keep what is not named, by as much as their clocks may be off. */
  private static final Duration SURELY_KEPT = Duration.ofMinutes(5);

  private final Truth truth;

  /** What is surely stored, and since when. */
  private final Map<Chunk, Instant> sure = new HashMap<>();

  /** What may be stored, and how often it had been listed when it was pushed last. */
  private final Map<Chunk, Integer> possible = new HashMap<>();

  /** How often there may have been more than there was room for. */
  private long crowds;

  /** A push of a segment, and what was known before it. */
  record Push(
      Chunk chunk, Map<Chunk, Instant> sure, Map<Chunk, Integer> possible, long crowdsBefore) {}

  UnnamedSegments(Truth truth) {
    this.truth = truth;
  }

  /** A segment is about to be pushed; that may end without an answer. */
  Push begin(Chunk chunk) {
    var push = new Push(chunk, Map.copyOf(sure), Map.copyOf(possible), crowds);
    possible.put(chunk, chunk.listings);
    if (mayBeFull()) {
      crowds++;
      sure.clear();
    }
    return push;
  }

  /** A segment has been stored. */
  void store(Push push) {
    sure.put(push.chunk, truth.clock.instant());
  }

  /** A push has surely changed nothing, because the same bytes are stored or listed already. */
  void keep(Push push) {
    sure.putAll(push.sure);
    possible.putAll(push.possible);
    possible.keySet().retainAll(push.possible.keySet());
  }

  /** A push has surely changed nothing, because it was rejected. */
  void reject(Push push) {
    keep(push);
    possible.remove(push.chunk);
  }

  /** Others have come during a push, and nobody knows which of them has given way to which. */
  void overtake(Push push) {
    if (lacksRoom(push)) {
      sure.clear();
    }
  }

  /** Whether during a push there may have been more than there was room for. */
  boolean lacksRoom(Push push) {
    return crowds != push.crowdsBefore;
  }

  private boolean mayBeFull() {
    return possible.keySet().stream().filter(this::mayHave).count() > truth.profile.maxWaiting();
  }

  /** Whether a segment may be stored: one that has been listed since it was pushed is not. */
  boolean mayHave(Chunk chunk) {
    Integer listings = possible.get(chunk);
    return listings != null && listings == chunk.listings;
  }

  /** Whether a segment is surely stored. */
  boolean surelyHas(Chunk chunk) {
    Instant since = sure.get(chunk);
    return since != null && truth.clock.instant().isBefore(since.plus(SURELY_KEPT));
  }
}
