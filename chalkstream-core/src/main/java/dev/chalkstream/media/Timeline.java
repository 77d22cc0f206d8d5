package dev.chalkstream.media;

import java.util.Arrays;
import java.util.Optional;

/** Gathers the timestamps of a track's frames in the order in which they stand in the segment. */
final class Timeline {

  /** Two frames that are further apart do not belong to one timeline: the clock was set. */
  private static final long MAX_STEP_SECONDS = 10;

  private static final int INITIAL_CAPACITY = 64;

  /** So many frames are measured together; only nonsense has more, and must not fill the memory. */
  static final int MAX_FRAMES = 1 << 16;

  private final TrackClock clock;
  private long[] pts = new long[INITIAL_CAPACITY];
  private int count;
  private long lastDts;

  private boolean begun;
  private long firstPts;
  private long firstDts;
  private long endPts;

  private long frame;
  private long shortest = Long.MAX_VALUE;
  private long longest;
  private long duration;

  Timeline(TrackClock clock) {
    this.clock = clock;
  }

  /**
   * Adds a frame by its timestamps. Of a clock of 33 bits only the lower 33 count; times before 0
   * of one of 64 bits are measured, and told as 0.
   */
  void add(long presented, long decoded) {
    long dts = count == 0 ? decoded : clock.near(lastDts, decoded);
    if (count == MAX_FRAMES || (count > 0 && isJump(dts))) {
      closeStretch(0);
    }
    if (!begun && count == 0) {
      firstDts = dts;
    }
    if (count == pts.length) {
      pts = Arrays.copyOf(pts, 2 * count);
    }
    pts[count++] = clock.near(dts, presented);
    lastDts = dts;
  }

  /**
   * Sums up.
   *
   * @param nominalFrame how long a frame lasts if a single one does not tell, or 0
   */
  Optional<TrackTiming> finish(long nominalFrame) {
    if (count == 0) {
      return Optional.empty();
    }
    closeStretch(nominalFrame);
    return Optional.of(
        new TrackTiming(
            clock,
            clock.span(firstPts, endPts),
            clock.span(firstDts, Ticks.plus(lastDts, frame)),
            new TrackTiming.Frames(
                bounded(frame),
                bounded(shortest == Long.MAX_VALUE ? frame : shortest),
                bounded(Math.max(longest, frame))),
            bounded(duration)));
  }

  private boolean isJump(long dts) {
    return Math.abs(Ticks.minus(dts, lastDts)) > MAX_STEP_SECONDS * clock.timescale();
  }

  private long bounded(long ticks) {
    return Math.min(ticks, clock.maxTicks());
  }

  /** Ends a part that is measured as one. */
  private void closeStretch(long nominalFrame) {
    Arrays.sort(pts, 0, count);
    if (count > 1) {
      measureFrames();
    } else if (frame == 0) {
      frame = nominalFrame;
    }
    if (!begun) {
      begun = true;
      firstPts = pts[0];
    }
    endPts = Ticks.plus(pts[count - 1], frame);
    duration = Ticks.plus(duration, Ticks.minus(endPts, pts[0]));
    count = 0;
  }

  private void measureFrames() {
    long[] steps = new long[count - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Ticks.minus(pts[i + 1], pts[i]);
    }
    Arrays.sort(steps);
    long least = steps[0];
    long most = steps[steps.length - 1];
    shortest = Math.min(shortest, least);
    longest = Math.max(longest, most);
    long total = Ticks.minus(pts[count - 1], pts[0]);
    frame =
        most - least <= clock.rounding()
            ? Ticks.divide(total, steps.length)
            : steps[steps.length / 2];
  }
}
