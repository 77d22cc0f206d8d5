package dev.chalkstream.media.mp4;

/**
 * Media, {@code mdat} (ISO/IEC 14496-12, section 8.1.1).
 *
 * @param large whether its header has a size of 64 bits, which is kept, since fragments count on
 *     how many bytes it has
 * @param data the samples, not copied
 */
public record MediaData(boolean large, Bytes data) implements Box {

  /** Its type. */
  public static final String TYPE = "mdat";

  /** Reads one. */
  public static MediaData decode(BoxReader in) {
    return new MediaData(in.isLarge(), in.rest());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return (long) BoxHeader.length(large) + data.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, large);
    out.bytes(data);
  }
}
