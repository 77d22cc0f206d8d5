package dev.chalkstream.internal.manifest;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.text.PushPath;
import dev.chalkstream.media.MediaInfo;

/**
 * How much of a stream waits to be listed: for an earlier segment, or for a playlist that names it.
 * Immutable.
 *
 * @param segments the number of segments
 * @param bytes how many bytes they have
 * @param noted how many bytes of the manifest tell of them, at most
 */
public record Backlog(int segments, long bytes, long noted) {

  public static final Backlog NONE = new Backlog(0, 0, 0);

  /**
   * So many bytes of a manifest may tell of what waits. Segments with a picture and a sound take
   * less than 900 bytes each, so that more than 1,024 of them fit.
   */
  public static final int MAX_NOTED = 1 << 20;

  private static final int SEGMENT = 256;
  private static final int TRACK = 360;

  public static Backlog of(WaitingSegment segment) {
    Backlog plain = of(segment.bytes(), segment.media());
    return new Backlog(1, segment.bytes(), plain.noted + segment.tags().bytes());
  }

  public static Backlog of(PushedSegment segment) {
    Backlog plain = of(segment.bytes(), segment.media());
    return new Backlog(1, segment.bytes(), plain.noted + PushPath.bytes(segment.path()));
  }

  /** One segment. */
  public static Backlog of(long bytes, MediaInfo media) {
    return new Backlog(1, bytes, SEGMENT + (long) TRACK * media.tracks().size());
  }

  public Backlog plus(Backlog other) {
    return new Backlog(segments + other.segments, bytes + other.bytes, noted + other.noted);
  }

  public Backlog minus(Backlog other) {
    return new Backlog(segments - other.segments, bytes - other.bytes, noted - other.noted);
  }

  /** Whether so much more may wait too. */
  public boolean admits(Backlog more, StreamPolicy policy) {
    Backlog all = plus(more);
    return all.segments <= policy.maxWaitingSegments()
        && all.bytes <= policy.maxWaitingBytes()
        && all.noted <= MAX_NOTED;
  }
}
