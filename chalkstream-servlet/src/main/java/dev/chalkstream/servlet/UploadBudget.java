package dev.chalkstream.servlet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes uploads take up in memory, and how many they may. Where that is not enough,
 * uploads that stand still give way, so that nobody keeps others out for longer than {@link
 * #STANDSTILL} without sending; but only if that makes room. Safe for many threads.
 */
final class UploadBudget {

  /** After how long without getting on an upload has to give way to others. */
  static final Duration STANDSTILL = Duration.ofSeconds(2);

  /** An upload that is in memory, as far as it has come. Called by any thread. */
  interface Holder {

    /** When it has got on by some more than single bytes. */
    Instant gotOnAt();

    /**
     * Seizes it, unless it is being read or is whole: until {@link #giveWay} or {@link #goOn}, by
     * the same thread, it does not change.
     */
    boolean seize();

    /** Lets go of its memory for good, now that it is seized. */
    void giveWay();

    /** Takes up the reading again. */
    void goOn();

    /** Whether it waits for nobody outside, so that it will give back all that it has taken. */
    default boolean endsByItself() {
      return false;
    }
  }

  /** What has become of the wish for room. */
  enum Outcome {
    TAKEN,
    LATER,
    NEVER
  }

  private record Waiting(long bytes, Runnable later) {}

  private final long limit;
  private final InstantSource clock;

  /**
   * How many bytes each has. Not asked of the holders, which give back a moment after they have let
   * go: what they will give back would seem to be less than it is.
   */
  private final Map<Holder, Long> holders = new IdentityHashMap<>();

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long held;

  UploadBudget(long limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** How many bytes may be in memory. */
  long limit() {
    return limit;
  }

  /**
   * Takes room for more bytes of an upload.
   *
   * @param bytes how many
   * @param inTheEnd how many more it will have taken at its greatest, as far as that is known;
   *     those included. Nobody gives way to an upload that would be turned away later all the same
   * @return whether there was room
   */
  synchronized boolean take(long bytes, long inTheEnd, Holder holder) {
    if (held + bytes > limit && !makeRoom(held + bytes - limit, held + inTheEnd - limit, holder)) {
      return false;
    }
    held += bytes;
    holders.merge(holder, bytes, Long::sum);
    return true;
  }

  /**
   * Takes room as {@link #take(long, long, Holder)} does, or waits for it: but only for what ends
   * by itself, and not for those who may keep what they have.
   *
   * @param later is run once, on a thread of its own, when it is worth another try; null if nobody
   *     can wait
   */
  synchronized Outcome take(long bytes, long inTheEnd, Holder holder, @Nullable Runnable later) {
    if (take(bytes, inTheEnd, holder)) {
      return Outcome.TAKEN;
    }
    if (later == null || !willHaveRoom(bytes, willBeGivenBack())) {
      return Outcome.NEVER;
    }
    waiting.addLast(new Waiting(bytes, later));
    return Outcome.LATER;
  }

  private boolean willHaveRoom(long bytes, long givenBack) {
    return held + bytes - givenBack <= limit;
  }

  private long willBeGivenBack() {
    long all = 0;
    for (Map.Entry<Holder, Long> entry : holders.entrySet()) {
      all += entry.getKey().endsByItself() ? entry.getValue() : 0;
    }
    return all;
  }

  private long heldBy(Holder holder) {
    return holders.getOrDefault(holder, 0L);
  }

  /** Lets those try again for whom there is room, and those for whom there will be none. */
  private void wake() {
    if (waiting.isEmpty()) {
      return;
    }
    long room = limit - held;
    long givenBack = willBeGivenBack();
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting next = each.next();
      boolean fits = next.bytes() <= room;
      if (fits || !willHaveRoom(next.bytes(), givenBack)) {
        each.remove();
        room -= fits ? next.bytes() : 0;
        CompletableFuture.runAsync(next.later());
      }
    }
  }

  /** The largest go first, so that as few as possible go; and none if all are not enough. */
  private boolean makeRoom(long missingNow, long missingInTheEnd, Holder taker) {
    Instant latest = now().minus(STANDSTILL);
    List<Holder> idle =
        holders.keySet().stream()
            .filter(holder -> !holder.equals(taker) && !holder.gotOnAt().isAfter(latest))
            .sorted(Comparator.comparingLong(this::heldBy).reversed())
            .toList();
    List<Holder> seized = new ArrayList<>();
    long room = 0;
    for (Holder holder : idle) {
      if (room < missingInTheEnd && holder.seize()) {
        seized.add(holder);
        room += heldBy(holder);
      }
    }
    long missing = room < missingInTheEnd ? 0 : missingNow;
    for (Holder holder : seized) {
      if (missing > 0) {
        missing -= heldBy(holder);
        holder.giveWay();
      } else {
        holder.goOn();
      }
    }
    return room >= missingInTheEnd;
  }

  /** Gives back some of what an upload has taken. */
  synchronized void giveBack(long bytes, Holder holder) {
    held -= bytes;
    holders.computeIfPresent(holder, (same, all) -> all - bytes);
    wake();
  }

  /** Gives back all that an upload has taken; again, it changes nothing. */
  synchronized void giveBackAll(Holder holder) {
    Long all = holders.remove(holder);
    held -= all == null ? 0 : all;
    wake();
  }

  /** The bytes in memory at this moment. */
  synchronized long held() {
    return held;
  }
}
