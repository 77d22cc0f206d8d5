package dev.chalkstream.media;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a segment follows another, by the timestamps of their tracks together. One track may be late
 * where another tells that nothing is missing: pictures come when they change, and the last of a
 * segment is shown until the first of the next.
 */
final class Continuity {

  /** A track that is late begins no longer than this after another, or was late by no more. */
  private static final Duration MAX_LATENESS = Duration.ofSeconds(1);

  /** What other tracks, or words, say of the time between two segments counts beyond this. */
  private static final Duration IMPRECISION = Duration.ofMillis(500);

  /** What is said may be off by so much of the time that it explains. */
  private static final int INVERSE_IMPRECISION = 8;

  /** A track of both segments of which both have timestamps, by the same clock. */
  private record Step(boolean audio, TrackTiming before, TrackTiming after) {

    boolean isExact() {
      return after.continues(before, audio);
    }

    /** From the end of the one to the beginning of the other. */
    long ticksBetween() {
      return after.ticksSinceEndOf(before);
    }

    /** From the beginning of the one to the beginning of the other. */
    long ticksElapsed() {
      return after.ticksSinceStartOf(before);
    }

    Duration between() {
      return after.clock().toDuration(ticksBetween());
    }

    /** From when the one is listed to end to the beginning of the other. */
    long ticksSince(Duration listed) {
      return Ticks.minus(ticksElapsed(), after.clock().toTicks(listed));
    }

    /** Whether this track has gone on with another, with a hole at most. */
    boolean isLateBeside(Step other) {
      boolean shift =
          between().compareTo(MAX_LATENESS) <= 0
              || after.timeSinceStartOf(other.after).compareTo(MAX_LATENESS) <= 0;
      return shift && after.isBehind(before);
    }
  }

  private final MediaInfo previous;
  private final boolean sameTracks;
  private final List<Step> steps = new ArrayList<>();

  private Continuity(MediaInfo previous, MediaInfo next) {
    this.previous = previous;
    this.sameTracks =
        next.tracks().size() == previous.tracks().size()
            && next.tracks().stream()
                .allMatch(track -> previous.tracks().stream().anyMatch(track::isSameTrack));
    if (sameTracks) {
      add(MediaTrack.Kind.VIDEO, next);
      add(MediaTrack.Kind.AUDIO, next);
    }
  }

  /** How one segment follows another. */
  static Continuity of(MediaInfo previous, MediaInfo next) {
    return new Continuity(previous, next);
  }

  private void add(MediaTrack.Kind kind, MediaInfo next) {
    for (MediaTrack track : next.tracks()) {
      Optional<TrackTiming> before =
          previous.tracks().stream()
              .filter(track::isSameTrack)
              .findFirst()
              .flatMap(MediaTrack::timing);
      if (track.kind() == kind && track.timing().isPresent() && before.isPresent()) {
        steps.add(new Step(kind == MediaTrack.Kind.AUDIO, before.get(), track.timing().get()));
      }
    }
  }

  /** Whether the media go on: at least one track exactly, and none back or far ahead. */
  boolean goesOn() {
    return sameTracks
        && (steps.isEmpty() || steps.stream().filter(Step::isExact).anyMatch(this::isAccompanied));
  }

  private boolean isAccompanied(Step lead) {
    return steps.stream().allMatch(step -> step.isExact() || step.isLateBeside(lead));
  }

  /**
   * Whether the media go on where the segment before is listed with a duration. Where no sound
   * tells when it has ended, its last picture may be shown for as long as that.
   */
  boolean goesOn(Duration listed) {
    return goesOn() || (isExplainedBy(listed) && isAccompanied(steps.get(0)));
  }

  private boolean isExplainedBy(Duration listed) {
    boolean told = previous.endsWithSound() && steps.stream().anyMatch(Step::audio);
    if (!sameTracks || steps.isEmpty() || told) {
      return false;
    }
    Step lead = steps.get(0);
    long frame = lead.before.frameTicks();
    long hole = lead.ticksBetween();
    long off = Math.abs(lead.ticksSince(listed));
    boolean explained = off <= Math.max(frame, hole / INVERSE_IMPRECISION);
    return hole > 0 && (explained || hole <= frame + frame / 2);
  }

  /** How much time lies between the two, if it is more than none. */
  Optional<Duration> timeBetween(Duration listed) {
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    Step lead = steps.get(0);
    Duration between = lead.between();
    for (Step step : steps) {
      between = leastOf(between, step.between());
    }
    if (!previous.endsWithSound()) {
      between = leastOf(between, lead.after.clock().toDuration(lead.ticksSince(listed)));
    }
    return positive(between);
  }

  /** What the pictures say, unless something else says much less. */
  private static Duration leastOf(Duration pictures, Duration other) {
    return other.compareTo(pictures.minus(IMPRECISION)) < 0 ? other : pictures;
  }

  /** From the beginning of the one to that of the other, if any track tells. */
  Optional<Duration> timeElapsed() {
    return steps.stream()
        .findFirst()
        .map(lead -> lead.after.clock().toDuration(lead.ticksElapsed()))
        .flatMap(Continuity::positive);
  }

  private static Optional<Duration> positive(Duration time) {
    boolean more = !time.isNegative() && !time.isZero();
    return more ? Optional.of(TrackClock.bounded(time)) : Optional.empty();
  }
}
