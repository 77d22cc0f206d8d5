package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * A track, {@code tkhd} (ISO/IEC 14496-12, section 8.3.2).
 *
 * @param version 1 if times have 64 bits, else 0
 * @param flags 1 if it is enabled, 2 if it is part of the presentation, 4 if of the preview
 * @param created when it was made, in seconds since the beginning of 1904
 * @param modified when it was changed last, in seconds since the beginning of 1904
 * @param trackId its number, from 1
 * @param duration in the timescale of the movie, not counting fragments, or -1 if not known
 * @param layer tracks with lower numbers are nearer to the viewer
 * @param alternateGroup tracks of one group, other than 0, are alternatives
 * @param volume how loud it is to be played, with 8 bits behind the point
 * @param matrix how its pictures are placed
 * @param width how wide they are shown, with 16 bits behind the point
 * @param height how high they are shown, with 16 bits behind the point
 */
public record TrackHeader(
    int version,
    int flags,
    long created,
    long modified,
    long trackId,
    long duration,
    int layer,
    int alternateGroup,
    int volume,
    Matrix matrix,
    long width,
    long height)
    implements Box {

  /** Its type. */
  public static final String TYPE = "tkhd";

  /** Of a track that is enabled and part of the presentation. */
  public static final int ENABLED_IN_MOVIE = 3;

  static final int NEWEST = 1;

  private static final int FULL_VOLUME = 1 << 8;
  private static final int RESERVED = 2 * Integer.BYTES;

  /** Of pictures with a size in pixels, whose samples are in fragments. */
  public static TrackHeader ofPictures(long trackId, int width, int height) {
    long wide = (long) width << 16;
    long high = (long) height << 16;
    return new TrackHeader(
        0, ENABLED_IN_MOVIE, 0, 0, trackId, 0, 0, 0, 0, Matrix.UNITY, wide, high);
  }

  /** Of sound whose samples are in fragments. */
  public static TrackHeader ofSound(long trackId) {
    return new TrackHeader(
        0, ENABLED_IN_MOVIE, 0, 0, trackId, 0, 0, 0, FULL_VOLUME, Matrix.UNITY, 0, 0);
  }

  /** Reads one. */
  public static TrackHeader decode(BoxReader in) {
    int version = in.uint8();
    int flags = in.uint24();
    long created = in.unsigned(version);
    long modified = in.unsigned(version);
    long trackId = in.uint32();
    in.bytes(Integer.BYTES);
    long duration = in.duration(version);
    in.bytes(RESERVED);
    int layer = in.int16();
    int group = in.int16();
    int volume = in.int16();
    in.bytes(Short.BYTES);
    Matrix matrix = Matrix.decode(in);
    long width = in.uint32();
    long height = in.uint32();
    return new TrackHeader(
        version, flags, created, modified, trackId, duration, layer, group, volume, matrix, width,
        height);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER
        + 3L * BoxWriter.wide(version)
        + 2 * Integer.BYTES
        + RESERVED
        + 4 * Short.BYTES
        + Matrix.SIZE
        + 2 * Integer.BYTES;
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, version, flags);
    out.unsigned(version, created);
    out.unsigned(version, modified);
    out.uint32(trackId);
    out.zeros(Integer.BYTES);
    out.duration(version, duration);
    out.zeros(RESERVED);
    out.int16(layer);
    out.int16(alternateGroup);
    out.int16(volume);
    out.zeros(Short.BYTES);
    matrix.encode(out);
    out.uint32(width);
    out.uint32(height);
  }
}
