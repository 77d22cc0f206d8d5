package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.ParentBox;
import java.util.List;

/**
 * Subtitles as WebVTT, {@code wvtt} (ISO/IEC 14496-30, section 7.5).
 *
 * @param dataReference where the samples are, from 1
 * @param children the head of the WebVTT file, and what else there is to say
 */
public record WebVttSampleEntry(int dataReference, List<Box> children) implements ParentBox {

  /** Its type. */
  public static final String TYPE = "wvtt";

  private static final int RESERVED = 6;

  /** Copies the list. */
  public WebVttSampleEntry {
    children = List.copyOf(children);
  }

  /** Reads one. */
  public static WebVttSampleEntry decode(BoxReader in) {
    in.bytes(RESERVED);
    return new WebVttSampleEntry(in.uint16(), in.boxes());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return HEADER + RESERVED + Short.BYTES + ParentBox.size(children);
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.zeros(RESERVED);
    out.uint16(dataReference);
    out.boxes(children);
  }
}
