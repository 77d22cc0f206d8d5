package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * What a track carries, {@code hdlr} (ISO/IEC 14496-12, section 8.4.3).
 *
 * @param component 0, or {@code mhlr} as a number, which QuickTime calls all handlers of media
 * @param handlerType such as {@link #VIDEO}
 * @param name for people, with the zero that ends it, which some writers leave out
 */
public record Handler(int component, String handlerType, Bytes name) implements Box {

  /** Its type. */
  public static final String TYPE = "hdlr";

  /** Of pictures. */
  public static final String VIDEO = "vide";

  /** Of sound. */
  public static final String AUDIO = "soun";

  /** Of subtitles. */
  public static final String SUBTITLE = "subt";

  /** Of text, such as WebVTT. */
  public static final String TEXT = "text";

  /** Of metadata with times. */
  public static final String METADATA = "meta";

  static final int NEWEST = 0;

  private static final int RESERVED = 3 * Integer.BYTES;

  /** Of a type, with a name. */
  public static Handler of(String handlerType, String name) {
    return new Handler(0, handlerType, Bytes.of((name + '\0').getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads one. */
  public static Handler decode(BoxReader in) {
    in.bytes(Integer.BYTES);
    int component = in.int32();
    String handlerType = in.fourCc();
    in.bytes(RESERVED);
    return new Handler(component, handlerType, in.rest());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + 2 * Integer.BYTES + RESERVED + (long) name.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, 0);
    out.int32(component);
    out.fourCc(handlerType);
    out.zeros(RESERVED);
    out.bytes(name);
  }
}
