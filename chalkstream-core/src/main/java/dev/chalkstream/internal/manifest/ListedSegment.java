package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a stream's playlist, as it is kept. A node keeps many of them, so times and
 * durations are numbers of microseconds here.
 *
 * @param name the stored segment, or null for a gap
 * @param section the stored initialization section that the segment needs, or null for a container
 *     that has none; of a gap, that of the segment before
 * @param run the ordinal of the run that it belongs to
 * @param sequence its number within the run
 * @param bytes its size, 0 for a gap
 * @param micros how long it plays; {@link Limits#ENTRY} is a seventh of what fits in
 * @param discontinuity whether a discontinuity stands before it
 * @param startMicros the wall-clock time of its first sample, since 1970
 * @param listedAtMicros when it was listed, in manifest time, since 1970
 * @param tags further lines that stand before it in the playlist
 */
public record ListedSegment(
    @Nullable SegmentName name,
    @Nullable SegmentName section,
    int run,
    long sequence,
    long bytes,
    int micros,
    boolean discontinuity,
    long startMicros,
    long listedAtMicros,
    List<String> tags) {

  /** One without tags: 72 bytes, its name 32, the digest 48 (compressed oops); 8 of its page. */
  static final int HELD_BYTES = 160;

  public ListedSegment {
    tags = List.copyOf(tags);
  }

  /**
   * An entry whose times and duration are in whole microseconds; what is finer is cut off.
   *
   * @throws ArithmeticException if it plays for longer than half an hour and a bit
   */
  public ListedSegment(
      @Nullable SegmentName name,
      @Nullable SegmentName section,
      int run,
      long sequence,
      long bytes,
      Duration duration,
      boolean discontinuity,
      Instant start,
      Instant listedAt,
      List<String> tags) {
    this(
        name,
        section,
        run,
        sequence,
        bytes,
        Math.toIntExact(Micros.of(duration)),
        discontinuity,
        Micros.of(start),
        Micros.of(listedAt),
        tags);
  }

  /** An entry without tags, of a container that has no initialization sections. */
  public ListedSegment(
      @Nullable SegmentName name,
      int run,
      long sequence,
      long bytes,
      Duration duration,
      boolean discontinuity,
      Instant start,
      Instant listedAt) {
    this(name, null, run, sequence, bytes, duration, discontinuity, start, listedAt, List.of());
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

  /** How long it plays. */
  public Duration duration() {
    return Micros.toDuration(micros);
  }

  /** The wall-clock time of its first sample. */
  public Instant start() {
    return Micros.toInstant(startMicros);
  }

  /** When its last sample ends. */
  public Instant end() {
    return Micros.toInstant(endMicros());
  }

  /** When its last sample ends, since 1970. */
  public long endMicros() {
    return startMicros + micros;
  }

  /** When it was listed, in manifest time. */
  public Instant listedAt() {
    return Micros.toInstant(listedAtMicros);
  }
}
