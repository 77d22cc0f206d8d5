package dev.chalkstream.servlet;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many have asked for one stream lately. Up to a limit everyone is known. Beyond it only those
 * are whose number ends in so many zero bits, and each stands for all who share the other endings,
 * so that memory is bounded and the count is an estimate. Safe for many threads.
 */
final class StreamAudience {

  /** So many are known of one stream; an estimate from half as many is off by about 2 %. */
  static final int SAMPLE = 4_096;

  /** Below that part of the sample it may become finer again. */
  private static final int FEW = 4;

  private final Map<Long, Long> lastSeen = new LinkedHashMap<>(16, 0.75f, true);

  /** Each who is counted stands for 2 to this power. */
  private int level;

  /** Lower than the level while it becomes finer: the new ones count when all of them have come. */
  private int admitted;

  private long finerSince;
  private long window;

  /**
   * Notes that a viewer has asked.
   *
   * @param key the viewer
   * @param now the time in milliseconds
   * @param newWindow for how long that counts, in milliseconds
   * @param sample how many may be known
   * @return by how many more are known than before
   */
  synchronized int add(ViewerKeys.Key key, long now, long newWindow, int sample) {
    int before = lastSeen.size();
    window = newWindow;
    forget(now);
    if (key.former() != key.present()) {
      lastSeen.remove(key.former());
    }
    if (isSampled(key.present(), admitted)) {
      lastSeen.put(key.present(), now);
    }
    while (lastSeen.size() > sample) {
      coarsen();
    }
    refine(now, sample);
    return lastSeen.size() - before;
  }

  /** Forgets whose time is over. */
  synchronized void sweep(long now) {
    forget(now);
  }

  /** How many have asked within the window. */
  synchronized long count(long now) {
    long counted =
        lastSeen.entrySet().stream()
            .filter(viewer -> !isOver(viewer.getValue(), now))
            .filter(viewer -> isSampled(viewer.getKey(), level))
            .count();
    return counted << level;
  }

  /** For how long a request counts, in milliseconds. */
  synchronized long window() {
    return window;
  }

  synchronized int known() {
    return lastSeen.size();
  }

  /** The first are those who have not asked for longest. */
  private void forget(long now) {
    var oldest = lastSeen.values().iterator();
    while (oldest.hasNext() && isOver(oldest.next(), now)) {
      oldest.remove();
    }
  }

  /** What lies in the future was seen before the clock was set back. */
  private boolean isOver(long seen, long now) {
    return seen > now || now - seen >= window;
  }

  private void coarsen() {
    admitted++;
    level = Math.max(level, admitted);
    lastSeen.keySet().removeIf(key -> !isSampled(key, admitted));
  }

  private void refine(long now, int sample) {
    if (admitted < level && Math.abs(now - finerSince) >= window) {
      level = admitted;
    }
    if (level > 0 && admitted == level && lastSeen.size() < sample / FEW) {
      admitted--;
      finerSince = now;
    }
  }

  private static boolean isSampled(long key, int zeros) {
    return Long.numberOfTrailingZeros(key) >= zeros;
  }
}
