package dev.chalkstream.media.cmaf;

import dev.chalkstream.media.mp4.fragment.TrackFragmentHeader;
import dev.chalkstream.media.mp4.movie.TrackExtends;

/**
 * What holds for a sample that does not say it itself.
 *
 * @param duration in the timescale of the track
 * @param size in bytes
 * @param flags as {@link dev.chalkstream.media.mp4.fragment.SampleFlags} has them
 */
public record SampleDefaults(long duration, long size, int flags) {

  /** Those of all fragments. */
  static SampleDefaults of(TrackExtends all) {
    return new SampleDefaults(all.duration(), all.sampleSize(), all.sampleFlags());
  }

  /** Those of one fragment. */
  SampleDefaults in(TrackFragmentHeader header) {
    return new SampleDefaults(
        header.has(TrackFragmentHeader.HAS_DURATION) ? header.duration() : duration,
        header.has(TrackFragmentHeader.HAS_SAMPLE_SIZE) ? header.sampleSize() : size,
        header.has(TrackFragmentHeader.HAS_SAMPLE_FLAGS) ? header.sampleFlags() : flags);
  }
}
