package dev.chalkstream.internal.sequence;

import dev.chalkstream.internal.manifest.PushedTrack;
import dev.chalkstream.internal.manifest.StoredSegment;

/**
 * A segment without a number, which is to be listed behind all that its track has sent before.
 *
 * @param stored the segment
 * @param track the track that it is of
 * @param begins whether the encoder has begun anew with it, so that it repeats nothing
 */
public record NextSegment(StoredSegment stored, PushedTrack track, boolean begins) {

  public NextSegment with(StoredSegment other) {
    return new NextSegment(other, track, begins);
  }
}
