package dev.chalkstream.media.mp4;

/**
 * A box that is passed on as it is, since nothing here needs to know what is in it, or since its
 * type or version is not known.
 *
 * @param type its four-character code
 * @param large whether its header has a size of 64 bits, which is kept, since others count on how
 *     many bytes it has
 * @param payload all that follows the header
 */
public record OpaqueBox(String type, boolean large, Bytes payload) implements Box {

  /** Of any type, with a header of the usual length. */
  public OpaqueBox(String type, Bytes payload) {
    this(type, false, payload);
  }

  @Override
  public long size() {
    return (long) BoxHeader.length(large) + payload.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, large);
    out.bytes(payload);
  }
}
