package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * What holds for the samples of a track unless a fragment says otherwise, {@code trex} (ISO/IEC
 * 14496-12, section 8.8.3).
 *
 * @param trackId the track
 * @param descriptionIndex which of the sample descriptions, from 1
 * @param duration of a sample, in the timescale of the track
 * @param sampleSize of a sample, in bytes
 * @param sampleFlags of a sample, as section 8.8.3.1 has them
 */
public record TrackExtends(
    long trackId, long descriptionIndex, long duration, long sampleSize, int sampleFlags)
    implements Box {

  /** Its type. */
  public static final String TYPE = "trex";

  static final int NEWEST = 0;

  /** Of a track whose fragments say it all. */
  public static TrackExtends of(long trackId) {
    return new TrackExtends(trackId, 1, 0, 0, 0);
  }

  /** Reads one. */
  public static TrackExtends decode(BoxReader in) {
    in.bytes(Integer.BYTES);
    return new TrackExtends(in.uint32(), in.uint32(), in.uint32(), in.uint32(), in.int32());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + 5 * Integer.BYTES;
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, 0);
    out.uint32(trackId);
    out.uint32(descriptionIndex);
    out.uint32(duration);
    out.uint32(sampleSize);
    out.int32(sampleFlags);
  }
}
