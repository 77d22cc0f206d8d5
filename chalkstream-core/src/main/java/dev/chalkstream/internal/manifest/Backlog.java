package dev.chalkstream.internal.manifest;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.text.PushPath;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackClock;

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
   * So many bytes of a manifest may tell of what waits. Transport streams with a picture and a
   * sound take less than 1,000 bytes each, so that more than 1,024 of them fit.
   */
  public static final int MAX_NOTED = 1 << 20;

  private static final int SEGMENT = 256;
  private static final int SECTION = 128;
  private static final int TRACK = 360;

  /** What tells of a track takes so much more if its timestamps have 64 bits. */
  private static final int LONG_TIMESTAMPS = 112;

  public static Backlog of(WaitingSegment segment) {
    Backlog plain = of(segment.stored());
    return new Backlog(1, plain.bytes, plain.noted + segment.tags().bytes());
  }

  public static Backlog of(PushedSegment segment) {
    Backlog plain = of(segment.stored());
    return new Backlog(1, plain.bytes, plain.noted + PushPath.bytes(segment.path()));
  }

  /** One segment. */
  public static Backlog of(StoredSegment segment) {
    long noted = SEGMENT + (segment.section() == null ? 0 : SECTION);
    for (MediaTrack track : segment.media().tracks()) {
      noted += TRACK + (hasLongTimestamps(track) ? LONG_TIMESTAMPS : 0);
    }
    return new Backlog(1, segment.bytes(), noted);
  }

  private static boolean hasLongTimestamps(MediaTrack track) {
    return track.timing().filter(timing -> !timing.clock().equals(TrackClock.MPEG_TS)).isPresent();
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
