package dev.chalkstream.media;

import java.time.Duration;

/**
 * The timestamps of a track in one segment, in ticks of 1/90000 s. Immutable.
 *
 * @param shown when its frames are shown: from the smallest presentation timestamp, which with
 *     reordered frames need not be that of the first frame in the segment, to the largest and one
 *     frame
 * @param decoded when its frames are decoded: from the first decoding timestamp to the last and one
 *     frame
 * @param frames how long its frames last
 * @param durationTicks how long the track plays, leaving out jumps of its timestamps
 */
public record TrackTiming(Span shown, Span decoded, Frames frames, long durationTicks) {

  /**
   * From when to when, in ticks. Timestamps in a transport stream have 33 bits and start again at 0
   * after 26.5 hours. Here the first is below 2^33, and the end counts on from there, so it is
   * never less than the first. Immutable.
   *
   * @param first the timestamp of the first frame
   * @param end the timestamp of the last frame, and one frame
   */
  public record Span(long first, long end) {}

  /**
   * How long frames last, in ticks. Immutable.
   *
   * @param usual how long a frame usually lasts, or 0 if a single frame does not tell
   * @param shortest the shortest time from one frame to the next
   * @param longest the longest time from one frame to the next
   */
  public record Frames(long usual, long shortest, long longest) {}

  /** Ticks in a second. */
  public static final long TICKS_PER_SECOND = 90_000;

  /** Timestamps start again at 0 after so many ticks. */
  static final long WRAP = 1L << 33;

  /** Differences up to this come from timestamps that were rounded to milliseconds on the way. */
  static final long ROUNDING = 2 * TICKS_PER_SECOND / 1000;

  /** However irregular a track is, a longer hole than this is no part of it. */
  private static final long MAX_IRREGULARITY = TICKS_PER_SECOND;

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
    return toDuration(durationTicks);
  }

  static Duration toDuration(long ticks) {
    return Duration.ofNanos(ticks * 100_000 / 9);
  }

  /** To the nearest tick. */
  static long toTicks(Duration duration) {
    long ticks = Math.multiplyExact(duration.getSeconds(), TICKS_PER_SECOND);
    return ticks + Math.round(duration.getNano() * 9 / 100_000.0);
  }

  /** The way from one timestamp to another, the shorter way round. */
  static long distance(long from, long to) {
    long ahead = to - from & WRAP - 1;
    return ahead < WRAP / 2 ? ahead : ahead - WRAP;
  }

  /**
   * Whether these timestamps go on from those of the segment before. Half a frame of video or a
   * frame of audio may be off, and more where the frames themselves come as irregularly. Timestamps
   * of either sort suffice: where a segment is cut between reordered frames, those of presentation
   * overlap.
   */
  boolean continues(TrackTiming previous, boolean audio) {
    long frame = previous.frameTicks() > 0 ? previous.frameTicks() : frameTicks();
    long tolerance = audio ? frame : frame / 2;
    long early = frame - Math.min(shortestOr(frame), previous.shortestOr(frame));
    long late = Math.max(longestFrameTicks(), previous.longestFrameTicks()) - frame;
    if (previous.frameTicks() == 0) {
      late = MAX_IRREGULARITY;
    }
    long least = -tolerance - Math.max(early, 0);
    long most = tolerance + Math.min(Math.max(late, 0), MAX_IRREGULARITY);
    return isBetween(least, distance(previous.endPts(), firstPts()), most)
        || isBetween(least, distance(previous.endDts(), firstDts()), most);
  }

  /** Whether these timestamps begin behind the last of the segment before, be it long after. */
  boolean isBehind(TrackTiming previous) {
    long least = -Math.max(previous.frameTicks(), ROUNDING);
    return distance(previous.endPts(), firstPts()) >= least
        || distance(previous.endDts(), firstDts()) >= least;
  }

  /** Whether the frames come without holes, so that they tell how long the last one lasts. */
  boolean isEven() {
    return frameTicks() > 0 && longestFrameTicks() <= 2 * frameTicks() + ROUNDING;
  }

  private static boolean isBetween(long least, long value, long most) {
    return value >= least && value <= most;
  }

  private long shortestOr(long frame) {
    return frameTicks() > 0 ? shortestFrameTicks() : frame;
  }
}
