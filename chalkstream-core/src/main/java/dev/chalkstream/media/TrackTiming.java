package dev.chalkstream.media;

import java.time.Duration;

/**
 * The timestamps of a track in one segment, in ticks of the track's clock. Immutable.
 *
 * @param clock what the ticks are
 * @param shown when its frames are shown: from the smallest presentation timestamp, which with
 *     reordered frames need not be that of the first frame in the segment, to the largest and one
 *     frame
 * @param decoded when its frames are decoded: from the first decoding timestamp to the last and one
 *     frame
 * @param frames how long its frames last
 * @param durationTicks how long the track plays, leaving out jumps of its timestamps; at least 0,
 *     and at most 2^30 seconds (34 years)
 */
public record TrackTiming(
    TrackClock clock, Span shown, Span decoded, Frames frames, long durationTicks) {

  /**
   * From when to when, in ticks. Timestamps in a transport stream have 33 bits and start again at 0
   * after 26.5 hours. There the first is below 2^33, and the end counts on from it, so it is never
   * less than the first. Timestamps of 64 bits do not start again: both are from 0 to 2^63 - 1, and
   * the end is less than the first only if the timestamps jump back within the segment. Immutable.
   *
   * @param first the timestamp of the first frame
   * @param end the timestamp of the last frame, and one frame
   */
  public record Span(long first, long end) {}

  /**
   * How long frames last, in ticks: each at least 0, and at most 2^30 seconds. Immutable.
   *
   * @param usual how long a frame usually lasts, or 0 if a single frame does not tell
   * @param shortest the shortest time from one frame to the next
   * @param longest the longest time from one frame to the next
   */
  public record Frames(long usual, long shortest, long longest) {}

  /**
   * Makes the timing of a track.
   *
   * @param clock what the ticks are
   * @param shown when its frames are shown
   * @param decoded when its frames are decoded
   * @param frames how long its frames last
   * @param durationTicks how long the track plays
   * @throws IllegalArgumentException if a timestamp or a number of ticks is out of its range
   */
  public TrackTiming {
    if (!clock.admits(shown)) {
      throw new IllegalArgumentException("shown: " + shown + " by " + clock);
    }
    if (!clock.admits(decoded)) {
      throw new IllegalArgumentException("decoded: " + decoded + " by " + clock);
    }
    if (!clock.admits(frames.usual())
        || !clock.admits(frames.shortest())
        || !clock.admits(frames.longest())) {
      throw new IllegalArgumentException(frames + " by " + clock);
    }
    if (!clock.admits(durationTicks)) {
      throw new IllegalArgumentException("duration: " + durationTicks + " ticks by " + clock);
    }
  }

  /**
   * When the first frame is shown.
   *
   * @return the first tick of {@link #shown}
   */
  public long firstPts() {
    return shown.first();
  }

  /**
   * When the last frame has been shown.
   *
   * @return the tick after the last of {@link #shown}
   */
  public long endPts() {
    return shown.end();
  }

  /**
   * When the first frame is decoded.
   *
   * @return the first tick of {@link #decoded}
   */
  public long firstDts() {
    return decoded.first();
  }

  /**
   * When the last frame has been decoded.
   *
   * @return the tick after the last of {@link #decoded}
   */
  public long endDts() {
    return decoded.end();
  }

  /**
   * How long a frame usually lasts.
   *
   * @return ticks, or 0 if a single frame does not tell
   */
  public long frameTicks() {
    return frames.usual();
  }

  /**
   * The shortest time from one frame to the next.
   *
   * @return ticks
   */
  public long shortestFrameTicks() {
    return frames.shortest();
  }

  /**
   * The longest time from one frame to the next.
   *
   * @return ticks
   */
  public long longestFrameTicks() {
    return frames.longest();
  }

  /**
   * How long the track plays, leaving out jumps of its timestamps.
   *
   * @return the duration, to the nanosecond below
   */
  public Duration duration() {
    return clock.toDuration(durationTicks);
  }

  /** From the end of the segment before to the beginning of this, by timestamps of one clock. */
  long ticksSinceEndOf(TrackTiming previous) {
    return clock.distance(previous.endPts(), firstPts());
  }

  /** From the beginning of the segment before to the beginning of this. */
  long ticksSinceStartOf(TrackTiming previous) {
    return clock.distance(previous.firstPts(), firstPts());
  }

  /**
   * How much later than another track of the segment, which may have another clock, this begins.
   */
  Duration timeSinceStartOf(TrackTiming other) {
    return clock.equals(other.clock)
        ? clock.toDuration(ticksSinceStartOf(other))
        : clock.toDuration(firstPts()).minus(other.clock.toDuration(other.firstPts()));
  }

  /**
   * Whether these timestamps go on from those of the segment before. Half a frame of video or a
   * frame of audio may be off, and more where the frames themselves come as irregularly. Timestamps
   * of either sort suffice: where a segment is cut between reordered frames, those of presentation
   * overlap. Both have the same clock.
   */
  boolean continues(TrackTiming previous, boolean audio) {
    long frame = previous.frameTicks() > 0 ? previous.frameTicks() : frameTicks();
    long tolerance = audio ? frame : frame / 2;
    long early = frame - Math.min(shortestOr(frame), previous.shortestOr(frame));
    long late = Math.max(longestFrameTicks(), previous.longestFrameTicks()) - frame;
    if (previous.frameTicks() == 0) {
      late = maxIrregularity();
    }
    long least = -tolerance - Math.max(early, 0);
    long most = tolerance + Math.min(Math.max(late, 0), maxIrregularity());
    return isBetween(least, ticksSinceEndOf(previous), most)
        || isBetween(least, ticksDecodedSince(previous), most);
  }

  /** Whether these timestamps begin behind the last of the segment before, be it long after. */
  boolean isBehind(TrackTiming previous) {
    long least = -Math.max(previous.frameTicks(), clock.rounding());
    return ticksSinceEndOf(previous) >= least || ticksDecodedSince(previous) >= least;
  }

  /** Whether the frames come without holes, so that they tell how long the last one lasts. */
  boolean isEven() {
    return frameTicks() > 0
        && longestFrameTicks() - frameTicks() <= frameTicks() + clock.rounding();
  }

  /**
   * From the last decoding timestamp of the segment before, and one frame, to the first of this.
   */
  private long ticksDecodedSince(TrackTiming previous) {
    return clock.distance(previous.endDts(), firstDts());
  }

  /** However irregular a track is, a longer hole than a second is no part of it. */
  private long maxIrregularity() {
    return clock.timescale();
  }

  private static boolean isBetween(long least, long value, long most) {
    return value >= least && value <= most;
  }

  private long shortestOr(long frame) {
    return frameTicks() > 0 ? shortestFrameTicks() : frame;
  }
}
