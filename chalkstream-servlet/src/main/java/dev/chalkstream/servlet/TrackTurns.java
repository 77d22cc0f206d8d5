package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * In which order the bodies are taken that bring one track: as their first bytes came. An encoder
 * opens the next request when the one before is sent, and need not wait for its answer. One that
 * stands still, because its connection is dead or the encoder is waiting for its camera, holds up
 * nobody. Safe for many threads.
 */
final class TrackTurns {

  /** A body that has not got on for so long does not hold up those behind it. */
  static final Duration STANDSTILL = Duration.ofMillis(500);

  private static final long AGAIN_MILLIS = 50;

  private record Key(StreamId stream, String track) {}

  private final InstantSource clock;
  private final Map<Key, List<Turn>> tracks = new HashMap<>();

  TrackTurns(InstantSource clock) {
    this.clock = clock;
  }

  /** The place of a body whose first bytes have not come. */
  Turn begin(StreamId stream, String track) {
    return new Turn(new Key(stream, track));
  }

  /** How many tracks something is kept of. */
  synchronized int size() {
    return tracks.size();
  }

  /** The place of a body among those of its track. */
  final class Turn {

    private final Key key;
    private Instant gotOnAt = Instant.MIN;
    private boolean taking;
    private boolean ended;

    private Turn(Key key) {
      this.key = key;
    }

    /**
     * Whether bytes that have come may be taken now. If so, {@link #taken} is to be called.
     *
     * @param later is run once, on a thread of its own, when it is worth another try
     */
    boolean mayTake(Runnable later) {
      synchronized (TrackTurns.this) {
        if (ended) {
          return true;
        }
        List<Turn> turns = tracks.computeIfAbsent(key, fresh -> new ArrayList<>());
        if (!turns.contains(this)) {
          turns.add(this);
        }
        gotOnAt = clock.instant();
        Instant idle = gotOnAt.minus(STANDSTILL);
        boolean mustWait = false;
        for (Turn turn : turns) {
          boolean before = turns.indexOf(turn) < turns.indexOf(this);
          mustWait |= turn != this && (turn.taking || before && turn.gotOnAt.isAfter(idle));
        }
        taking = !mustWait;
      }
      if (!taking) {
        CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS).execute(later);
      }
      return taking;
    }

    /** Notes that what has come is taken. */
    void taken() {
      synchronized (TrackTurns.this) {
        taking = false;
        gotOnAt = clock.instant();
      }
    }

    /** Gives the place up; again, it changes nothing. */
    void end() {
      synchronized (TrackTurns.this) {
        taking = false;
        ended = true;
        List<Turn> turns = tracks.get(key);
        if (turns != null) {
          turns.remove(this);
          if (turns.isEmpty()) {
            tracks.remove(key);
          }
        }
      }
    }
  }
}
