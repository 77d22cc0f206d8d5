package dev.chalkstream.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must hold between a playlist and a later one of the same stream (section 6.2 of the HLS
 * draft), with the departures that are documented: a resumption takes EXT-X-ENDLIST away again, and
 * who goes over from the waiting room to the live picture may find another target duration and
 * type.
 */
public final class ChangeRules {

  private static final int MIN_TARGET_DURATIONS = 3;

  private final ReadPlaylist before;
  private final ReadPlaylist after;
  private final List<String> violations = new ArrayList<>();

  private ChangeRules(ReadPlaylist before, ReadPlaylist after) {
    this.before = before;
    this.after = after;
  }

  /** Which rules the way from one playlist to another breaks, in words. */
  public static List<String> violations(ReadPlaylist before, ReadPlaylist after) {
    var rules = new ChangeRules(before, after);
    rules.checkNumbers();
    if (before.isWaitingRoom()) {
      rules.checkFromWaitingRoom();
    } else {
      rules.check(!after.isWaitingRoom(), "it goes back to the waiting room");
      rules.checkHeader();
      rules.checkTargetDuration();
      rules.checkEnd();
    }
    rules.checkSegments();
    rules.checkFront();
    return rules.violations;
  }

  private void checkNumbers() {
    check(after.mediaSequence() >= before.mediaSequence(), "the media sequence goes back");
    check(after.nextNumber() >= before.nextNumber(), "segments are taken away from the end");
    check(
        after.discontinuitySequence() >= before.discontinuitySequence(),
        "the discontinuity sequence goes back");
    check(after.version() == before.version() || startsAnew(), "EXT-X-VERSION changes");
    check(after.isFragmented() == before.isFragmented() || startsAnew(), "the container changes");
  }

  /** Whether nothing is left of what players know: neither segments nor their container. */
  private boolean startsAnew() {
    return after.mediaSequence() >= before.nextNumber();
  }

  private void checkFromWaitingRoom() {
    if (after.isWaitingRoom()) {
      checkHeader();
      check(after.targetDuration() == before.targetDuration(), "the target duration changes");
      return;
    }
    check(after.mediaSequence() > before.nextNumber(), "the numbers do not rise above the room's");
    check(
        after.discontinuitySequence() > before.discontinuitySequence(),
        "the discontinuity sequence does not rise above the room's");
  }

  private void checkHeader() {
    check(after.type().equals(before.type()), "EXT-X-PLAYLIST-TYPE changes");
    check(
        after.independentSegments() == before.independentSegments(),
        "EXT-X-INDEPENDENT-SEGMENTS changes");
    check(
        !before.type().equals("EVENT") || after.mediaSequence() == before.mediaSequence(),
        "an EVENT loses segments");
  }

  /** It rises with a longer segment only, and no higher than that asks for. */
  private void checkTargetDuration() {
    long needed =
        after.segments().stream()
            .filter(segment -> segment.number() >= before.nextNumber())
            .mapToLong(ReadSegment::roundedSeconds)
            .max()
            .orElse(0);
    boolean seesAll = after.mediaSequence() <= before.nextNumber();
    long now = after.targetDuration();
    check(
        now == before.targetDuration()
            || (now > before.targetDuration() && (now == needed || !seesAll)),
        "the target duration goes from " + before.targetDuration() + " to " + now);
  }

  private void checkEnd() {
    if (!before.ended()) {
      return;
    }
    check(
        !after.ended() || after.nextNumber() > before.nextNumber() || isSame(),
        "an ended playlist changes");
    after.segments().stream()
        .filter(segment -> segment.number() == before.nextNumber())
        .forEach(next -> check(next.discontinuity(), "it is resumed without a discontinuity"));
  }

  private boolean isSame() {
    return before.text().equals(after.text());
  }

  /** A segment keeps everything that was said of it for as long as it is listed. */
  private void checkSegments() {
    Map<Long, Instant> dates = dates(before);
    Map<Long, Instant> datesNow = dates(after);
    for (ReadSegment now : after.segments()) {
      if (now.number() >= before.nextNumber() || now.number() < before.mediaSequence()) {
        continue;
      }
      ReadSegment then = before.segments().get((int) (now.number() - before.mediaSequence()));
      check(
          now.uri().equals(then.uri())
              && now.micros() == then.micros()
              && now.gap() == then.gap()
              && now.discontinuity() == then.discontinuity(),
          then + " becomes " + now);
      check(now.map().equals(then.map()), "another map: " + then + " becomes " + now);
      Instant from = dates.get(now.number());
      Instant to = datesNow.get(now.number());
      check(
          from != null && to != null && Duration.between(from, to).abs().toMillis() <= 1,
          now.number() + " moves from " + from + " to " + to);
    }
  }

  private static Map<Long, Instant> dates(ReadPlaylist playlist) {
    Map<Long, Instant> dates = new TreeMap<>();
    Instant next = Instant.MIN;
    for (ReadSegment segment : playlist.segments()) {
      boolean fresh = segment.discontinuity() || dates.isEmpty();
      Instant start = fresh ? segment.date().orElse(next) : next;
      dates.put(segment.number(), start);
      next = start.equals(Instant.MIN) ? start : start.plusNanos(segment.micros() * 1_000);
    }
    return dates;
  }

  private void checkFront() {
    long removed = after.mediaSequence() - before.mediaSequence();
    if (removed <= 0 || before.isWaitingRoom()) {
      return;
    }
    long discontinuities =
        before.segments().stream().limit(removed).filter(ReadSegment::discontinuity).count();
    long risen = after.discontinuitySequence() - before.discontinuitySequence();
    boolean sawAll = removed <= before.segments().size();
    check(
        sawAll ? risen == discontinuities : risen >= discontinuities,
        discontinuities + " discontinuities are removed, and their number rises by " + risen);
    boolean expiredMeanwhile = after.mediaSequence() >= before.nextNumber();
    long least = MIN_TARGET_DURATIONS * 1_000_000L * before.targetDuration();
    check(expiredMeanwhile || after.micros() >= least, "less than three target durations are left");
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      violations.add(otherwise);
    }
  }
}
