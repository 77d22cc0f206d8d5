package dev.chalkstream.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every single playlist must fulfil. */
public final class FormatRules {

  /** Dates are written in milliseconds. */
  private static final Duration DATE_PRECISION = Duration.ofMillis(1);

  private final ReadPlaylist playlist;
  private final List<String> violations = new ArrayList<>();

  private FormatRules(ReadPlaylist playlist) {
    this.playlist = playlist;
  }

  /** What is wrong with a playlist, in words. */
  public static List<String> violations(String text) {
    try {
      return violations(ReadPlaylist.parse(text));
    } catch (RuntimeException e) {
      return List.of("unreadable: " + e.getMessage());
    }
  }

  /** What is wrong with a playlist that was read, in words. */
  public static List<String> violations(ReadPlaylist playlist) {
    var rules = new FormatRules(playlist);
    rules.checkHeader();
    rules.checkDurations();
    rules.checkDates();
    return rules.violations;
  }

  private void checkHeader() {
    check(playlist.version() == 6, "EXT-X-VERSION is not 6");
    check(playlist.targetDuration() >= 1, "EXT-X-TARGETDURATION is not positive");
    check(playlist.mediaSequence() >= 0, "there is no EXT-X-MEDIA-SEQUENCE");
    check(playlist.discontinuitySequence() >= 0, "there is no EXT-X-DISCONTINUITY-SEQUENCE");
    check(!playlist.segments().isEmpty(), "nothing is listed");
    check(
        playlist.type().isEmpty() || playlist.type().equals("EVENT"),
        "EXT-X-PLAYLIST-TYPE is " + playlist.type());
  }

  private void checkDurations() {
    for (ReadSegment segment : playlist.segments()) {
      check(
          segment.roundedSeconds() <= playlist.targetDuration(),
          segment.number() + " is longer than the target duration");
    }
  }

  /** At the top and at every discontinuity, and consistent with the durations in between. */
  private void checkDates() {
    @Nullable Instant expected = null;
    boolean poster = playlist.isWaitingRoom();
    for (ReadSegment segment : playlist.segments()) {
      Instant date = segment.date().orElse(null);
      boolean fresh = expected == null || segment.discontinuity();
      if (fresh) {
        check(date != null, segment.number() + " has no EXT-X-PROGRAM-DATE-TIME");
      }
      if (date != null && expected != null) {
        Duration off = Duration.between(expected, date);
        boolean onTime = off.abs().compareTo(DATE_PRECISION) <= 0;
        boolean mayWait = segment.discontinuity() && !poster;
        boolean later = off.compareTo(DATE_PRECISION.negated()) >= 0;
        check(
            mayWait ? later : onTime, segment.number() + " is dated " + date + ", not " + expected);
      }
      Instant start = fresh ? date : expected;
      expected = start == null ? null : start.plusNanos(segment.micros() * 1_000);
    }
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      violations.add(otherwise);
    }
  }
}
