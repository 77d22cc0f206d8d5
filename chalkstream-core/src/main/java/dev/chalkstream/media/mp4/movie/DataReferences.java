package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ParentBox;
import java.util.List;

/**
 * Where the samples of a track are, {@code dref} (ISO/IEC 14496-12, section 8.7.2).
 *
 * @param children the places, which sample descriptions number from 1
 */
public record DataReferences(List<Box> children) implements ParentBox {

  /** Its type. */
  public static final String TYPE = "dref";

  /** The samples are in the same file. */
  public static final DataReferences SAME_FILE =
      new DataReferences(List.of(new DataEntryUrl(DataEntryUrl.SAME_FILE, Bytes.EMPTY)));

  static final int NEWEST = 0;

  /** Copies the list. */
  public DataReferences {
    children = List.copyOf(children);
  }

  /** Reads one. */
  public static DataReferences decode(BoxReader in) {
    in.bytes(Integer.BYTES);
    return new DataReferences(in.counted(in.uint32(), in.boxes()));
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
