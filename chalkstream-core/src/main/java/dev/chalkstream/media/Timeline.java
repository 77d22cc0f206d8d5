package dev.chalkstream.media;

import java.util.Arrays;
import java.util.Optional;

/** Gathers the timestamps of a track's frames in the order in which they stand in the segment. */
final class Timeline {

  /** Two frames that are further apart do not belong to one timeline: the clock was set. */
  private static final long MAX_STEP = 10 * TrackTiming.TICKS_PER_SECOND;

  private static final int INITIAL_CAPACITY = 64;

  /** So many frames are measured together; only nonsense has more, and must not fill the memory. */
  static final int MAX_FRAMES = 1 << 16;

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

  /** Adds a frame by its timestamps, of which only the lower 33 bits count. */
  void add(long presented, long decoded) {
    long dts = count == 0 ? decoded : lastDts + TrackTiming.distance(lastDts, decoded);
    if (count == MAX_FRAMES || (count > 0 && Math.abs(dts - lastDts) > MAX_STEP)) {
      closeStretch(0);
    }
    if (!begun && count == 0) {
      firstDts = dts;
    }
    if (count == pts.length) {
      pts = Arrays.copyOf(pts, 2 * count);
    }
    pts[count++] = dts + TrackTiming.distance(dts, presented);
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
    long first = firstPts & TrackTiming.WRAP - 1;
    long firstDecoded = firstDts & TrackTiming.WRAP - 1;
    return Optional.of(
        new TrackTiming(
            new TrackTiming.Span(first, first + (endPts - first & TrackTiming.WRAP - 1)),
            new TrackTiming.Span(
                firstDecoded,
                firstDecoded + (lastDts + frame - firstDecoded & TrackTiming.WRAP - 1)),
            new TrackTiming.Frames(
                frame, shortest == Long.MAX_VALUE ? frame : shortest, Math.max(longest, frame)),
            duration));
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
    endPts = pts[count - 1] + frame;
    duration += endPts - pts[0];
    count = 0;
  }

  private void measureFrames() {
    long[] steps = new long[count - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = pts[i + 1] - pts[i];
    }
    Arrays.sort(steps);
    long least = steps[0];
    long most = steps[steps.length - 1];
    shortest = Math.min(shortest, least);
    longest = Math.max(longest, most);
    long total = pts[count - 1] - pts[0];
    frame =
        most - least <= TrackTiming.ROUNDING
            ? Math.round((double) total / steps.length)
            : steps[steps.length / 2];
  }
}
