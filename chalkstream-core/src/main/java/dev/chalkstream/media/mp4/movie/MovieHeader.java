package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * What holds for all tracks, {@code mvhd} (ISO/IEC 14496-12, section 8.2.2).
 *
 * @param version 1 if times have 64 bits, else 0
 * @param created when it was made, in seconds since the beginning of 1904
 * @param modified when it was changed last, in seconds since the beginning of 1904
 * @param timescale how many units a second has
 * @param duration of the longest track in that unit, not counting fragments, or -1 if not known
 * @param rate how fast it is to be played, with 16 bits behind the point
 * @param volume how loud it is to be played, with 8 bits behind the point
 * @param matrix how its pictures are placed
 * @param nextTrackId larger than the number of any track
 */
public record MovieHeader(
    int version,
    long created,
    long modified,
    long timescale,
    long duration,
    int rate,
    int volume,
    Matrix matrix,
    long nextTrackId)
    implements Box {

  /** Its type. */
  public static final String TYPE = "mvhd";

  /** The newest version that is read. */
  static final int NEWEST = 1;

  private static final int RATE = 1 << 16;
  private static final int VOLUME = 1 << 8;
  private static final int RESERVED = 10;
  private static final int PREDEFINED = 24;

  /** Of a movie that consists of fragments. */
  public static MovieHeader of(long timescale, long nextTrackId) {
    return new MovieHeader(0, 0, 0, timescale, 0, RATE, VOLUME, Matrix.UNITY, nextTrackId);
  }

  /** Reads one. */
  public static MovieHeader decode(BoxReader in) {
    int version = in.uint8();
    in.uint24();
    long created = in.unsigned(version);
    long modified = in.unsigned(version);
    long timescale = in.uint32();
    long duration = in.duration(version);
    int rate = in.int32();
    int volume = in.int16();
    in.bytes(RESERVED);
    Matrix matrix = Matrix.decode(in);
    in.bytes(PREDEFINED);
    return new MovieHeader(
        version, created, modified, timescale, duration, rate, volume, matrix, in.uint32());
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
        + Short.BYTES
        + RESERVED
        + Matrix.SIZE
        + PREDEFINED
        + Integer.BYTES;
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, version, 0);
    out.unsigned(version, created);
    out.unsigned(version, modified);
    out.uint32(timescale);
    out.duration(version, duration);
    out.int32(rate);
    out.int16(volume);
    out.zeros(RESERVED);
    matrix.encode(out);
    out.zeros(PREDEFINED);
    out.uint32(nextTrackId);
  }
}
