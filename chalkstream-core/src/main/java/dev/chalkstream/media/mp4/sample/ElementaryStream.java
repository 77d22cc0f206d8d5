package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxTypes;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.util.Optional;

/**
 * What a decoder of an MPEG-4 stream has to know, {@code esds} (ISO/IEC 14496-14, section 6.7.2).
 *
 * @param descriptors a descriptor of the stream with others in it (ISO/IEC 14496-1, section 7.2.6),
 *     kept as they are, since the same can be written in several ways
 */
public record ElementaryStream(Bytes descriptors) implements Box {

  /** Its type. */
  public static final String TYPE = "esds";

  static final int NEWEST = 0;

  private static final int STREAM = 3;
  private static final int DECODER = 4;
  private static final int SPECIFIC = 5;
  private static final int SYNC_LAYER = 6;
  private static final int LENGTH_BYTES = 4;
  private static final int AUDIO = 5;
  private static final int FILE_FORMAT = 2;
  private static final int DECODER_FIELDS = 13;

  /**
   * A decoder.
   *
   * @param objectType which codec, such as 0x40 for MPEG-4 audio
   * @param maxBitRate bits in any one second
   * @param averageBitRate bits a second, or 0 if that varies
   * @param specific what only a decoder of that codec understands, or nothing
   */
  public record Decoder(int objectType, long maxBitRate, long averageBitRate, Bytes specific) {

    /** The object type of MPEG-4 audio. */
    public static final int MPEG4_AUDIO = 0x40;
  }

  /** Of sound; the specific information has at most 80 bytes. */
  public static ElementaryStream of(Decoder decoder) {
    int specific = decoder.specific().length();
    int config = DECODER_FIELDS + 2 + specific;
    int stream = 3 + 2 + config + 3;
    var out = new BoxWriter(2 + stream);
    descriptor(STREAM, stream, out);
    out.zeros(3);
    descriptor(DECODER, config, out);
    out.uint8(decoder.objectType());
    out.bits(6, AUDIO);
    out.bits(2, 1);
    out.uint24(0);
    out.uint32(decoder.maxBitRate());
    out.uint32(decoder.averageBitRate());
    descriptor(SPECIFIC, specific, out);
    out.bytes(decoder.specific());
    descriptor(SYNC_LAYER, 1, out);
    out.uint8(FILE_FORMAT);
    return new ElementaryStream(Bytes.of(out.toBytes()));
  }

  private static void descriptor(int tag, int length, BoxWriter out) {
    out.uint8(tag);
    out.bits(1, 0);
    out.bits(7, length);
  }

  /** Reads one. */
  public static ElementaryStream decode(BoxReader in) {
    in.bytes(Integer.BYTES);
    var stream = new ElementaryStream(in.rest());
    if (!in.hasFailed() && stream.decoder().isEmpty()) {
      in.fail("does not describe a decoder");
    }
    return stream;
  }

  /** The decoder that it describes, or empty if it describes none. */
  public Optional<Decoder> decoder() {
    var in = new BoxReader(descriptors, BoxTypes.none());
    BoxReader stream = find(STREAM, in);
    stream.uint16();
    boolean depends = stream.flag();
    boolean hasAddress = stream.flag();
    boolean hasClock = stream.flag();
    stream.skip(5);
    stream.bytes(depends ? Short.BYTES : 0);
    stream.bytes(hasAddress ? stream.uint8() : 0);
    stream.bytes(hasClock ? Short.BYTES : 0);
    BoxReader decoder = find(DECODER, stream);
    int objectType = decoder.uint8();
    decoder.bytes(Integer.BYTES);
    long max = decoder.uint32();
    long average = decoder.uint32();
    Bytes specific = decoder.hasMore() ? find(SPECIFIC, decoder).rest() : Bytes.EMPTY;
    return in.hasFailed()
        ? Optional.empty()
        : Optional.of(new Decoder(objectType, max, average, specific));
  }

  /** A reader of the next descriptor of a kind; it is an error if there is none. */
  private static BoxReader find(int tag, BoxReader in) {
    while (in.hasMore()) {
      int found = in.uint8();
      Bytes content = in.table(length(in), 1);
      if (found == tag) {
        return in.within(content);
      }
    }
    in.fail("lacks a descriptor");
    return in;
  }

  /** A length with 7 bits a byte, the highest first. */
  private static int length(BoxReader in) {
    int length = 0;
    boolean more = true;
    for (int i = 0; i < LENGTH_BYTES && more; i++) {
      more = in.flag();
      length = length << 7 | in.bits(7);
    }
    return length;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + (long) descriptors.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, 0);
    out.bytes(descriptors);
  }
}
