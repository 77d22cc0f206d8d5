package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;

/**
 * How long a movie is with its fragments, {@code mehd} (ISO/IEC 14496-12, section 8.8.2).
 *
 * @param version 1 if the duration has 64 bits, else 0
 * @param duration of the longest track, in the timescale of the movie
 */
public record MovieExtendsHeader(int version, long duration) implements Box {

  /** Its type. */
  public static final String TYPE = "mehd";

  static final int NEWEST = 1;

  /** Reads one. */
  public static MovieExtendsHeader decode(BoxReader in) {
    int version = in.uint8();
    in.uint24();
    return new MovieExtendsHeader(version, in.duration(version));
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
    out.duration(version, duration);
  }
}
