package dev.chalkstream.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every single playlist must fulfil. */
public final class FormatRules {

  /** Dates are written in milliseconds. */
  private static final Duration DATE_PRECISION = Duration.ofMillis(1);

  /** Target durations that compare by rounding ask for it, as EXT-X-MAP does (section 8). */
  private static final long VERSION_OF_PACKETS = 6;

  /** What players know as that of EXT-X-MAP. */
  private static final long VERSION_OF_FRAGMENTS = 7;

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
    rules.checkMaps();
    return rules.violations;
  }

  private void checkHeader() {
    long version = playlist.isFragmented() ? VERSION_OF_FRAGMENTS : VERSION_OF_PACKETS;
    check(playlist.version() == version, "EXT-X-VERSION is not " + version);
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

  /**
   * An EXT-X-MAP applies to every segment of fragmented MP4 (section 3.1.2), gaps too, and to no
   * other; it stands where it changes, and nowhere else.
   */
  private void checkMaps() {
    Optional<String> before = Optional.empty();
    for (ReadSegment segment : playlist.segments()) {
      String named = segment.map().orElse("");
      String extension = segment.uri().endsWith(".m4a") ? ".m4a" : ".mp4";
      check(segment.isFragmented() == playlist.isFragmented(), "two containers: " + segment);
      check(segment.isFragmented() != named.isEmpty(), "a map too many or too few: " + segment);
      check(
          segment.gap() || named.isEmpty() || named.endsWith(extension),
          "a map of another kind: " + segment);
      check(
          segment.mapped() != segment.map().equals(before),
          "EXT-X-MAP stands where it does not change, or not where it does: " + segment);
      before = segment.map();
    }
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      violations.add(otherwise);
    }
  }
}
