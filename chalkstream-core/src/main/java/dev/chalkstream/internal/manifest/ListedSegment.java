package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a stream's playlist, as it is kept.
 *
 * @param name the stored segment, or null for a gap
 * @param run the ordinal of the run that it belongs to
 * @param sequence its number within the run
 * @param bytes its size, 0 for a gap
 * @param duration how long it plays, in whole microseconds
 * @param discontinuity whether a discontinuity stands before it
 * @param start the wall-clock time of its first sample
 * @param listedAt when it was listed, in manifest time
 * @param tags further lines that stand before it in the playlist
 */
public record ListedSegment(
    @Nullable SegmentName name,
    int run,
    long sequence,
    long bytes,
    Duration duration,
    boolean discontinuity,
    Instant start,
    Instant listedAt,
    List<String> tags) {

  /** About how many bytes of memory one without tags takes up. */
  static final int HELD_BYTES = 384;

  public ListedSegment {
    tags = List.copyOf(tags);
  }

  /** An entry without tags. */
  public ListedSegment(
      @Nullable SegmentName name,
      int run,
      long sequence,
      long bytes,
      Duration duration,
      boolean discontinuity,
      Instant start,
      Instant listedAt) {
    this(name, run, sequence, bytes, duration, discontinuity, start, listedAt, List.of());
  }

  /** About how many bytes of memory some take up. */
  public static long heldBytes(List<ListedSegment> segments) {
    long bytes = 0;
    for (ListedSegment segment : segments) {
      bytes += HELD_BYTES + Markers.heldBytes(segment.tags);
    }
    return bytes;
  }

  public boolean isGap() {
    return name == null;
  }

  /** When its last sample ends. */
  public Instant end() {
    return start.plus(duration);
  }
}
