package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentUpload;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a segment is listed to play: as is said, unless its timestamps tell that this is wrong,
 * or that it adds up to something wrong. Where they cannot tell, what is said counts: the last
 * picture of a segment without sound may be shown for long.
 */
public final class SegmentDurations {

  /** What is said if nothing is. */
  public static final Duration UNKNOWN = Duration.ZERO;

  /** What is said and what is found must be further apart than this, and than half of it. */
  private static final Duration LEAST_DISAGREEMENT = Duration.ofMillis(500);

  /**
   * What is listed and what the timestamps say may add up to so much of a difference, so that with
   * what a picture may last it is less than half a second.
   */
  private static final Duration MAX_DRIFT = Duration.ofMillis(400);

  /** So much of a difference tells that words are off, and not the cuts between segments. */
  private static final Duration EVIDENT_DRIFT = Duration.ofMillis(100);

  /** So much of a difference is not made up for, so that it goes on telling that. */
  private static final Duration KEPT_DRIFT = Duration.ofMillis(150);

  private SegmentDurations() {}

  /**
   * How long a segment plays by itself.
   *
   * @param said what its broadcaster says, or {@link #UNKNOWN}
   * @param usual how long it plays if neither words nor timestamps tell
   */
  public static Duration agreed(Duration said, MediaInfo media, Duration usual) {
    Optional<Duration> measured = found(media.duration());
    if (said.equals(UNKNOWN)) {
      Duration least = measured.orElse(usual);
      return media.isEven() || least.compareTo(usual) > 0 ? least : usual;
    }
    return measured
        .filter(found -> !mayLastLonger(said, found, media))
        .filter(found -> !agree(said, nearest(said, found, media)))
        .orElse(said);
  }

  /**
   * What is before a segment in its place.
   *
   * @param drift by how much longer the segments before it are listed to play than they do
   * @param seamless whether its tracks begin where those of the segment before end, so that no
   *     picture is shown for longer than the others
   */
  public record Place(Duration drift, boolean seamless) {

    /** Before the first segment, and behind a discontinuity or a gap. */
    public static final Place FIRST = new Place(Duration.ZERO, false);
  }

  /**
   * How long a segment is listed to play in its place.
   *
   * @param agreed what is {@linkplain #agreed agreed}
   * @param target the target duration, or null if none is fixed yet
   */
  public static Duration settled(
      Duration agreed, MediaInfo media, Place place, @Nullable TargetDuration target) {
    Optional<Duration> measured = found(media.duration());
    if (measured.isEmpty()) {
      return agreed;
    }
    Duration found = measured.get();
    Duration drift = place.drift();
    if (media.endsWithSound()) {
      return isMore(drift, MAX_DRIFT)
          ? evened(found, drift, shorter(found), found.plus(MAX_DRIFT), target)
          : isMisleading(agreed, found, drift) ? found : agreed;
    }
    boolean likely = place.seamless() && media.isEven();
    boolean less = agreed.compareTo(found) < 0;
    boolean wrong =
        isAbsurd(agreed, found, media, target)
            || ((likely || less) && isMisleading(agreed, found, drift));
    Duration word = wrong ? found : agreed;
    Duration least = likely ? shorter(found) : found;
    return isMore(drift, MAX_DRIFT.dividedBy(2))
        ? evened(word, drift, least, SegmentUpload.MAX_DURATION, target)
        : word;
  }

  /** Pictures alone do not tell for how long the last of them is shown. */
  private static boolean mayLastLonger(Duration said, Duration found, MediaInfo media) {
    return said.compareTo(found) > 0 && !media.endsWithSound();
  }

  /** Whether a word that pictures cannot disprove is far longer than anything suggests. */
  private static boolean isAbsurd(
      Duration said, Duration found, MediaInfo media, @Nullable TargetDuration target) {
    boolean usual = target != null && target.admits(said);
    return media.isEven() && !usual && !agree(said, found);
  }

  private static boolean agree(Duration said, Duration found) {
    Duration apart = said.minus(found).abs();
    return apart.compareTo(LEAST_DISAGREEMENT) <= 0 || apart.compareTo(said.dividedBy(2)) <= 0;
  }

  /** Whether a word is off as those before it were, so that together they would be off by much. */
  private static boolean isMisleading(Duration said, Duration found, Duration drift) {
    Duration off = said.minus(found);
    return isMore(drift, EVIDENT_DRIFT)
        && off.isNegative() == drift.isNegative()
        && isMore(off.plus(drift), MAX_DRIFT);
  }

  /** What makes up for what the segments before were off, as far as that may be. */
  private static Duration evened(
      Duration duration,
      Duration drift,
      Duration least,
      Duration most,
      @Nullable TargetDuration target) {
    Duration kept = drift.isNegative() ? KEPT_DRIFT.negated() : KEPT_DRIFT;
    Duration even = duration.minus(drift).plus(kept);
    if (even.compareTo(least) < 0) {
      return least;
    }
    Duration limit = most;
    if (target != null && !target.admits(most)) {
      // Half a second more rounds to the target duration, and a microsecond less than that.
      limit = target.toDuration().plusMillis(500).minusNanos(1_000);
    }
    Duration longest = limit.compareTo(duration) > 0 ? limit : duration;
    return even.compareTo(longest) < 0 ? even : longest;
  }

  /** The least that a segment may be listed with that plays for so long. */
  private static Duration shorter(Duration found) {
    Duration half = Micros.toDuration(Micros.of(found.dividedBy(2)));
    Duration less = found.minus(MAX_DRIFT);
    return less.compareTo(half) > 0 ? less : half;
  }

  /**
   * Between how long the pictures play and how long the sound does, what is nearest to a word: in a
   * segment of few pictures the sound of others may lie.
   */
  private static Duration nearest(Duration said, Duration found, MediaInfo media) {
    Duration pictures = found(media.duration(MediaTrack.Kind.VIDEO)).orElse(found);
    Duration sound = found(media.duration(MediaTrack.Kind.AUDIO)).orElse(found);
    boolean longer = sound.compareTo(pictures) > 0;
    Duration least = longer ? pictures : sound;
    Duration most = longer ? sound : pictures;
    if (said.compareTo(least) < 0) {
      return least;
    }
    return said.compareTo(most) > 0 ? most : said;
  }

  private static boolean isMore(Duration duration, Duration limit) {
    return duration.abs().compareTo(limit) > 0;
  }

  /** In whole microseconds, if a segment may play for so long. */
  private static Optional<Duration> found(Optional<Duration> exact) {
    return exact
        .map(duration -> Micros.toDuration(Micros.of(duration)))
        .filter(duration -> duration.compareTo(SegmentUpload.MAX_DURATION) <= 0)
        .filter(duration -> !duration.isZero());
  }
}
