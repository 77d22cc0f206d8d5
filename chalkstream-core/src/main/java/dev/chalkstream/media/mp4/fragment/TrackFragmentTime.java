package dev.chalkstream.media.mp4.fragment;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * When the first sample of a track in a fragment is decoded, {@code tfdt} (ISO/IEC 14496-12,
 * section 8.8.12).
 *
 * @param version 1 if the time has 64 bits, else 0
 * @param baseMediaDecodeTime in the timescale of the track, edits not counted; from 0 to 2^63 - 1
 */
public record TrackFragmentTime(int version, long baseMediaDecodeTime) implements Box {

  /** Its type. */
  public static final String TYPE = "tfdt";

  static final int NEWEST = 1;

  /** A time with 64 bits. */
  public static TrackFragmentTime of(long baseMediaDecodeTime) {
    return new TrackFragmentTime(1, baseMediaDecodeTime);
  }

  /** Reads one. */
  public static TrackFragmentTime decode(BoxReader in) {
    int version = in.uint8();
    in.uint24();
    return new TrackFragmentTime(version, in.unsigned(version));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + (long) BoxWriter.wide(version);
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, version, 0);
    out.unsigned(version, baseMediaDecodeTime);
  }
}
