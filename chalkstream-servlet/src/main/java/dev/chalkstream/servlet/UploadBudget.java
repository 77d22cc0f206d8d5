package dev.chalkstream.servlet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    /** How many bytes of the budget it has taken. */
    long held();

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
  }

  private final long limit;
  private final InstantSource clock;
  private final Set<Holder> holders = new HashSet<>();
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
    holders.add(holder);
    return true;
  }

  /** The largest go first, so that as few as possible go; and none if all are not enough. */
  private boolean makeRoom(long missingNow, long missingInTheEnd, Holder taker) {
    Instant latest = now().minus(STANDSTILL);
    List<Holder> idle =
        holders.stream()
            .filter(holder -> !holder.equals(taker) && !holder.gotOnAt().isAfter(latest))
            .sorted(Comparator.comparingLong(Holder::held).reversed())
            .toList();
    List<Holder> seized = new ArrayList<>();
    long room = 0;
    for (Holder holder : idle) {
      if (room < missingInTheEnd && holder.seize()) {
        seized.add(holder);
        room += holder.held();
      }
    }
    long missing = room < missingInTheEnd ? 0 : missingNow;
    for (Holder holder : seized) {
      if (missing > 0) {
        missing -= holder.held();
        holder.giveWay();
      } else {
        holder.goOn();
      }
    }
    return room >= missingInTheEnd;
  }

  /** Gives back some of what an upload has taken. */
  synchronized void giveBack(long bytes) {
    held -= bytes;
  }

  /** Gives back all that an upload has taken. */
  synchronized void giveBackAll(long bytes, Holder holder) {
    holders.remove(holder);
    held -= bytes;
  }

  /** The bytes in memory at this moment. */
  synchronized long held() {
    return held;
  }
}
