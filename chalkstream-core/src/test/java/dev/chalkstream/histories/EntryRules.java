package dev.chalkstream.histories;

import dev.chalkstream.audit.MediaRules;
import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.audit.ReadSegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a segment when it is listed, measured against what its broadcaster knows: it
 * was uploaded, it stands in the order of its run, what is missing before it is marked, and a
 * discontinuity stands where the media break off or a run begins or resumes, and nowhere else.
 */
final class EntryRules {

  /** Of chunks with the same bytes. */
  private static final Comparator<Chunk> LIKELIEST =
      Comparator.comparing((Chunk chunk) -> chunk.listings >= most(chunk))
          .thenComparing(chunk -> !chunk.acknowledged)
          .thenComparingLong(chunk -> chunk.sequence);

  private static final int MAX_GAPS = 16;

  /** In microseconds: half a second, and what timestamps are off at the cuts in both directions. */
  private static final long MAX_DRIFT = 1_000_000;

  private static final Duration DATE_PRECISION = Duration.ofMillis(1);

  private final Truth truth;
  private final List<Entry> gaps = new ArrayList<>();
  private final Set<Page> formerPages = new HashSet<>();
  private @Nullable Entry lastChunk;
  private @Nullable Entry last;
  private long drift;
  private boolean resumed;
  private boolean expired;
  private boolean fresh = true;

  /** The least target duration before a segment is listed, in microseconds. */
  private long targetBefore;

  /** The target duration of the revision that lists it. */
  private long targetAfter;

  EntryRules(Truth truth) {
    this.truth = truth;
  }

  /** What is listed next, resumes an ended broadcast. */
  void ended() {
    resumed = true;
  }

  /** What is listed next, stands alone. */
  void expired() {
    resumed = true;
    expired = true;
  }

  void begin(@Nullable ReadPlaylist before, ReadPlaylist after) {
    targetAfter = after.targetDuration() * 1_000_000;
    targetBefore = before == null ? 0 : before.targetDuration() * 1_000_000;
  }

  /** Takes the next listed segment. */
  Entry list(ReadSegment segment, Instant now) {
    Chunk chunk = segment.gap() ? null : attribute(segment);
    // The end of what has expired is forgotten.
    Entry former = expired ? null : last;
    Instant start = startOf(segment, former);
    Entry entry = new Entry(segment, chunk, now, start);
    if (chunk == null) {
      listGap(entry);
    } else {
      listChunk(entry, chunk);
      checkDrift(entry, chunk);
      checkStart(entry, chunk, former);
      lastChunk = entry;
      gaps.clear();
      targetBefore = Math.max(targetBefore, (segment.micros() + 500_000) / 1_000_000 * 1_000_000);
    }
    last = entry;
    resumed = false;
    expired = false;
    truth.resumedUnseen = false;
    fresh = false;
    return entry;
  }

  /** How often a chunk may be listed: without named runs a late retry may begin a run. */
  static int most(Chunk chunk) {
    return chunk.page.run == null ? chunk.attempts : 1;
  }

  private Chunk attribute(ReadSegment segment) {
    truth.check(segment.name().matches("[0-9a-f]{64}(-[0-9a-v]{16})?\\.(ts|m4s)"), segment.uri());
    List<Chunk> candidates = truth.uploaded(segment.name().substring(0, 64));
    truth.check(!candidates.isEmpty(), segment + " was never uploaded");
    Entry before = lastChunk;
    Chunk former = before == null ? null : before.chunk;
    Chunk chunk =
        candidates.stream()
            .filter(each -> former != null && each.page == former.page)
            .filter(each -> former != null && each.sequence == former.sequence + gaps.size() + 1)
            .findFirst()
            .orElseGet(() -> candidates.stream().min(LIKELIEST).orElseThrow());
    chunk.listings++;
    truth.check(chunk.mayBeListed(segment.micros()), segment + " has a wrong EXTINF");
    truth.check(
        chunk.keyFrame || !truth.profile.independent(), segment + " begins with no key frame");
    return chunk;
  }

  /** What is listed adds up to what plays, as long as the media go on. */
  private void checkDrift(Entry entry, Chunk chunk) {
    Entry before = lastChunk;
    Chunk former = before == null ? null : before.chunk;
    boolean goesOn = gaps.isEmpty() && !expired && !entry.segment.discontinuity();
    if (before == null || former == null || !goesOn) {
      drift = 0;
      return;
    }
    drift += before.segment.micros() - chunk.microsFrom(former);
    truth.check(Math.abs(drift) <= MAX_DRIFT, "what is listed is off by " + drift + ": " + entry);
  }

  private void listGap(Entry gap) {
    truth.check(lastChunk != null, "a gap before the first segment: " + gap);
    truth.check(!resumed || gap.segment.discontinuity(), "resumed without a discontinuity: " + gap);
    boolean mustNot = !resumed && !maybeResumed();
    truth.check(!(mustNot && gap.segment.discontinuity()), "a needless discontinuity: " + gap);
    gaps.add(gap);
  }

  private void listChunk(Entry entry, Chunk chunk) {
    Entry before = lastChunk;
    Chunk former = before == null ? null : before.chunk;
    if (former == null) {
      boolean room = truth.profile.hasWaitingRoom();
      truth.check(entry.segment.discontinuity() == room, "the stream's first segment: " + entry);
      return;
    }
    checkSections(entry, chunk, former);
    boolean sameRun =
        chunk.page.run == null ? chunk.sequence > former.sequence : chunk.page == former.page;
    if (sameRun) {
      checkOrder(entry, chunk, former);
    } else {
      checkNewRun(entry, chunk, former);
    }
  }

  private void checkSections(Entry entry, Chunk chunk, Chunk former) {
    if (chunk.section != null && former.section != null && !expired) {
      boolean discontinuity =
          entry.segment.discontinuity()
              || gaps.stream().anyMatch(gap -> gap.segment.discontinuity());
      truth.check(
          MediaRules.ofChange(former.section.bytes, chunk.section.bytes, discontinuity),
          former + " then " + entry);
    }
  }

  private void checkNewRun(Entry entry, Chunk chunk, Chunk former) {
    truth.check(entry.segment.discontinuity(), "a run without a discontinuity: " + entry);
    truth.check(gaps.isEmpty(), "gaps between two runs: " + gaps + entry);
    if (chunk.page.run != null) {
      formerPages.add(former.page);
      truth.check(!formerPages.contains(chunk.page), "a run that was over goes on: " + entry);
    }
  }

  private void checkOrder(Entry entry, Chunk chunk, Chunk former) {
    long missing = chunk.sequence - former.sequence - 1;
    String where = former + " then " + gaps + " then " + entry;
    truth.check(missing >= 0, "not in order: " + where);
    boolean unmarked = missing > 0 && (missing > MAX_GAPS || expired || !truth.profile.marksGaps());
    truth.check(gaps.size() == (unmarked ? 0 : missing), "wrong gaps: " + where);
    boolean discontinuity = entry.segment.discontinuity();
    if (unmarked || (resumed && gaps.isEmpty())) {
      truth.check(discontinuity, "no discontinuity: " + where);
    } else if (missing == 0) {
      boolean breaks = !chunk.continues(former);
      truth.check(!breaks || discontinuity, "the media break off: " + where);
      truth.check(breaks || !discontinuity || maybeResumed(), "they do not break off: " + where);
    } else {
      checkAroundGaps(chunk, former, discontinuity, where);
    }
  }

  /** Only where there is no doubt whether timestamps so far apart can be believed. */
  private void checkAroundGaps(Chunk chunk, Chunk former, boolean discontinuity, String where) {
    if (gaps.get(0).segment.discontinuity()) {
      // What was before a resumption has nothing to do with what comes after.
      truth.check(!discontinuity, "a second discontinuity: " + where);
      return;
    }
    long each = chunk.ticksSince(former) * 100 / 9 / gaps.size();
    boolean sameFormat = chunk.hasTracksOf(former);
    long shorter = Math.min(chunk.listedMicros, former.listedMicros);
    if (!sameFormat || each < shorter * 4 / 10 || each > targetAfter * 2) {
      truth.check(discontinuity, "the media break off behind a gap: " + where);
    }
    if (sameFormat && each >= shorter * 6 / 10 && each <= targetBefore * 95 / 100) {
      truth.check(!discontinuity, "the media go on behind a gap: " + where);
      long apart = chunk.ticksSince(former) * 100 / 9;
      long played = gaps.stream().mapToLong(gap -> gap.segment.micros()).sum();
      truth.check(Math.abs(apart - played) <= gaps.size(), "gaps play " + played + " of " + apart);
    }
  }

  /** A completion and a resumption in one revision leave no EXT-X-ENDLIST that one could see. */
  private boolean maybeResumed() {
    boolean ending = truth.completions > 0;
    return fresh || ending || truth.resumedUnseen || truth.isSilent();
  }

  private Instant startOf(ReadSegment segment, @Nullable Entry former) {
    if (former != null && !segment.discontinuity()) {
      return former.end();
    }
    Instant date = segment.date().orElseThrow();
    truth.check(
        former == null || !date.plus(DATE_PRECISION).isBefore(former.end()),
        "a date before the end of the segment before: " + segment);
    return date;
  }

  /** At the beginning and at a discontinuity, when the segment began that arrived when it did. */
  private void checkStart(Entry entry, Chunk chunk, @Nullable Entry former) {
    Instant tried = chunk.firstTried;
    boolean twins = truth.uploaded(chunk.digest).size() > 1;
    if (twins
        || tried == null
        || !truth.datesAreExact()
        || (former != null && !entry.segment.discontinuity())) {
      return;
    }
    Instant least = tried.minusNanos(chunk.listedMicros * 1_000);
    Instant most = entry.listedAt.minusNanos(chunk.listedMicros * 1_000);
    Instant end = former == null ? Instant.MIN : former.end();
    least = least.isBefore(end) ? end : least;
    most = most.isBefore(end) ? end : most;
    truth.check(
        !entry.start.isBefore(least.minus(DATE_PRECISION))
            && !entry.start.isAfter(most.plus(DATE_PRECISION)),
        entry + " is dated " + entry.start + ", not between " + least + " and " + most);
  }
}
