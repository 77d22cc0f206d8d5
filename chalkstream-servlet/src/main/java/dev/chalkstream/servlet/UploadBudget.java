package dev.chalkstream.servlet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of uploads are in memory, and how many may be. Where that is not enough, uploads
 * that stand still give way, so that nobody keeps others out for longer than {@link #STANDSTILL}
 * without sending. Safe for many threads.
 */
final class UploadBudget {

  /** After how long without getting on an upload has to give way to others. */
  static final Duration STANDSTILL = Duration.ofSeconds(2);

  /** An upload that is in memory, as far as it has come. Called by any thread. */
  interface Holder {

    /** How many bytes it takes up. */
    long held();

    /** When it has got on by some more than single bytes. */
    Instant gotOnAt();

    /** Lets go of its memory for good, unless it is being read or is whole. */
    void giveWay();
  }

  private final long limit;
  private final InstantSource clock;
  private final AtomicLong held = new AtomicLong();
  private final Set<Holder> holders = ConcurrentHashMap.newKeySet();

  UploadBudget(long limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** Takes room for more bytes of an upload; returns whether there was any. */
  boolean take(long bytes, Holder holder) {
    if (!take(bytes) && !(makeRoom(bytes, holder) && take(bytes))) {
      return false;
    }
    holders.add(holder);
    return true;
  }

  private boolean take(long bytes) {
    long before = held.getAndUpdate(now -> now + bytes <= limit ? now + bytes : now);
    return before + bytes <= limit;
  }

  /** The largest go first, so that as few as possible go; and none if all were not enough. */
  private boolean makeRoom(long bytes, Holder taker) {
    Instant latest = now().minus(STANDSTILL);
    // Noted once, as they may change meanwhile.
    List<Map.Entry<Holder, Long>> idle =
        holders.stream()
            .filter(holder -> !holder.equals(taker) && !holder.gotOnAt().isAfter(latest))
            .map(holder -> Map.entry(holder, holder.held()))
            .sorted(Map.Entry.<Holder, Long>comparingByValue().reversed())
            .toList();
    if (held() - idle.stream().mapToLong(Map.Entry::getValue).sum() + bytes > limit) {
      return false;
    }
    for (Map.Entry<Holder, Long> entry : idle) {
      entry.getKey().giveWay();
      if (held() + bytes <= limit) {
        return true;
      }
    }
    return false;
  }

  /** Gives back all that an upload has taken. */
  void giveBack(long bytes, Holder holder) {
    holders.remove(holder);
    held.addAndGet(-bytes);
  }

  /** The bytes in memory at this moment. */
  long held() {
    return held.get();
  }
}
