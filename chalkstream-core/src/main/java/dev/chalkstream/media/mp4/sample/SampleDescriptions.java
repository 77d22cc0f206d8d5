package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.ParentBox;
import java.util.List;

/**
 * How the samples of a track are coded, {@code stsd} (ISO/IEC 14496-12, section 8.5.2).
 *
 * @param children the sample entries, which fragments number from 1
 */
public record SampleDescriptions(List<Box> children) implements ParentBox {

  /** Its type. */
  public static final String TYPE = "stsd";

  static final int NEWEST = 0;

  /** Copies the list. */
  public SampleDescriptions {
    children = List.copyOf(children);
  }

  /** Reads one. */
  public static SampleDescriptions decode(BoxReader in) {
    in.bytes(Integer.BYTES);
    return new SampleDescriptions(in.counted(in.uint32(), in.boxes(SampleBoxes.ENTRIES)));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + Integer.BYTES + ParentBox.size(children);
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, 0, 0);
    out.uint32(children.size());
    out.boxes(children);
  }
}
