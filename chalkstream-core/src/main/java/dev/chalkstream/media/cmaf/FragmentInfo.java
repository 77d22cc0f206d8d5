package dev.chalkstream.media.cmaf;

import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackTiming;
import java.util.Optional;

/**
 * What is inside a segment of fragmented MP4. Immutable.
 *
 * @param media what a segment of any container has: its tracks, and how they begin and end
 * @param keyFrames how many pictures are key frames
 * @param firstKeyFrame where the first of them is in the segment, or empty if there is none
 */
public record FragmentInfo(MediaInfo media, long keyFrames, Optional<ByteRange> firstKeyFrame) {

  /**
   * How many pictures a second are shown.
   *
   * @return the rate, or empty if not all pictures are shown for equally long, or there are none
   */
  public Optional<FrameRate> frameRate() {
    return media.tracks().stream()
        .filter(track -> track.kind() == MediaTrack.Kind.VIDEO)
        .flatMap(track -> track.timing().stream())
        .findFirst()
        .filter(timing -> timing.frameTicks() > 0)
        .filter(timing -> timing.shortestFrameTicks() == timing.longestFrameTicks())
        .map(FragmentInfo::frameRate);
  }

  private static FrameRate frameRate(TrackTiming timing) {
    return FrameRate.of(timing.clock().timescale(), timing.frameTicks());
  }
}
