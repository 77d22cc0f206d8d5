package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.util.Optional;

/**
 * What the numbers of pictures mean, {@code colr} (ISO/IEC 14496-12, section 12.1.5).
 *
 * @param colourType in which way it is said: {@code nclx}, or by a profile
 * @param data what is said
 */
public record ColourInformation(String colourType, Bytes data) implements Box {

  /** Its type. */
  public static final String TYPE = "colr";

  /** Said by code points. */
  public static final String CODE_POINTS = "nclx";

  private static final int CODE_POINTS_SIZE = 7;

  /** Of pictures whose colours are said by code points. */
  public static ColourInformation of(Colour colour) {
    var out = new BoxWriter(CODE_POINTS_SIZE);
    out.uint16(colour.primaries());
    out.uint16(colour.transfer());
    out.uint16(colour.matrix());
    out.flag(colour.fullRange());
    out.bits(Byte.SIZE - 1, 0);
    return new ColourInformation(CODE_POINTS, Bytes.of(out.toBytes()));
  }

  /** Reads one. */
  public static ColourInformation decode(BoxReader in) {
    return new ColourInformation(in.fourCc(), in.rest());
  }

  /** The code points, or empty if it is not said by them. */
  public Optional<Colour> colour() {
    if (!colourType.equals(CODE_POINTS) || data.length() != CODE_POINTS_SIZE) {
      return Optional.empty();
    }
    int primaries = data.get(0) << Byte.SIZE | data.get(1);
    int transfer = data.get(2) << Byte.SIZE | data.get(3);
    int matrix = data.get(4) << Byte.SIZE | data.get(5);
    return Optional.of(new Colour(primaries, transfer, matrix, data.get(6) >= 1 << 7));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return HEADER + Integer.BYTES + (long) data.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.fourCc(colourType);
    out.bytes(data);
  }
}
