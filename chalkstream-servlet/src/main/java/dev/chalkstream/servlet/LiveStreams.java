package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Which streams are being uploaded, and how fast. Nothing is kept of a stream that is not live and
 * could send as much as it may. Safe for many threads.
 */
final class LiveStreams {

  private static final long MINUTE_MILLIS = 60_000;
  private static final long LONGEST_RETRY_SECONDS = 30;
  private static final int FEW = 1_024;

  private static final class Entry {
    private int uploading;
    private Instant liveUntil = Instant.MIN;
    private Instant fullAt = Instant.MIN;
  }

  private final int maxPerMinute;
  private final int maxLive;
  private final Duration silence;
  private final InstantSource clock;
  private final Map<StreamId, Entry> entries = new HashMap<>();
  private int many = FEW;

  /**
   * Knows no streams yet.
   *
   * @param maxPerMinute how many uploads a stream may begin in a minute, or 0 for any number
   * @param maxLive how many streams may be live, or 0 for any number
   * @param silence after how long without a segment a stream is not live any more
   * @param clock says what time it is
   */
  LiveStreams(int maxPerMinute, int maxLive, Duration silence, InstantSource clock) {
    this.maxPerMinute = maxPerMinute;
    this.maxLive = maxLive;
    this.silence = silence;
    this.clock = clock;
  }

  /** Begins an upload, which {@link #end} ends. */
  synchronized void begin(StreamId stream) throws ProblemException {
    begin(stream, true);
  }

  /**
   * Begins the completion of a stream, which {@link #end} ends. Whoever may send no more for now
   * may end a live stream all the same.
   */
  synchronized void beginCompletion(StreamId stream) throws ProblemException {
    begin(stream, false);
  }

  private void begin(StreamId stream, boolean spendsWhileLive) throws ProblemException {
    if (maxPerMinute == 0 && maxLive == 0) {
      return;
    }
    Instant now = clock.instant();
    Entry known = entries.get(stream);
    boolean live = known != null && isLive(known, now);
    if (!live) {
      makeRoom(now);
    }
    Entry entry = entries.computeIfAbsent(stream, fresh -> new Entry());
    if (maxPerMinute > 0 && (spendsWhileLive || !live)) {
      spend(entry, now);
    }
    entry.uploading++;
  }

  /** Ends an upload; only one that was taken makes its stream live. */
  synchronized void end(StreamId stream, boolean taken) {
    Entry entry = entries.get(stream);
    if (entry != null) {
      entry.uploading--;
      if (taken) {
        entry.liveUntil = clock.instant().plus(silence);
      }
    }
  }

  synchronized void completed(StreamId stream) {
    Entry entry = entries.get(stream);
    if (entry != null) {
      entry.liveUntil = Instant.MIN;
    }
  }

  /** How many streams something is kept of. */
  synchronized int size() {
    return entries.size();
  }

  private void makeRoom(Instant now) throws ProblemException {
    if (maxLive == 0 && entries.size() < many) {
      return;
    }
    entries.values().removeIf(entry -> !isLive(entry, now) && !entry.fullAt.isAfter(now));
    many = Math.max(FEW, 2 * entries.size());
    if (maxLive > 0
        && entries.values().stream().filter(entry -> isLive(entry, now)).count() >= maxLive) {
      throw AccessProblems.tooManyStreams(Math.min(LONGEST_RETRY_SECONDS, silence.toSeconds()));
    }
  }

  private static boolean isLive(Entry entry, Instant now) {
    return entry.uploading > 0 || entry.liveUntil.isAfter(now);
  }

  /** Each upload puts off when the stream may send a whole minute's worth again. */
  private void spend(Entry entry, Instant now) throws ProblemException {
    Duration each = Duration.ofMillis(Math.max(1, MINUTE_MILLIS / maxPerMinute));
    Instant full = entry.fullAt.isAfter(now) ? entry.fullAt : now;
    Instant after = full.plus(each);
    Duration over = Duration.between(now.plus(each.multipliedBy(maxPerMinute)), after);
    if (over.compareTo(Duration.ZERO) > 0) {
      throw AccessProblems.tooFast(over.toSeconds() + 1);
    }
    entry.fullAt = after;
  }
}
