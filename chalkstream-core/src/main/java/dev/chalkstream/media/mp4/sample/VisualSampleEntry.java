package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ParentBox;
import java.util.List;

/**
 * How pictures are coded (ISO/IEC 14496-12, section 12.1.3).
 *
 * @param type the codec, such as {@code avc1}
 * @param dataReference where the samples are, from 1
 * @param width in pixels
 * @param height in pixels
 * @param horizontalResolution pixels an inch, with 16 bits behind the point
 * @param verticalResolution pixels an inch, with 16 bits behind the point
 * @param frameCount frames in each sample
 * @param compressor 32 bytes: a length, and a name for people
 * @param depth 24 for pictures in colour without transparency
 * @param children the configuration of the codec, and what else there is to say
 */
public record VisualSampleEntry(
    String type,
    int dataReference,
    int width,
    int height,
    long horizontalResolution,
    long verticalResolution,
    int frameCount,
    Bytes compressor,
    int depth,
    List<Box> children)
    implements ParentBox {

  private static final int RESERVED = 6;
  private static final int PREDEFINED = 16;
  private static final int COMPRESSOR = 32;
  private static final long RESOLUTION = 72 << 16;
  private static final int DEPTH = 24;
  private static final int FIELDS = 78;

  /** Copies the list. */
  public VisualSampleEntry {
    children = List.copyOf(children);
  }

  /** Of pictures in colour. */
  public static VisualSampleEntry of(String type, int width, int height, Box... children) {
    return new VisualSampleEntry(
        type,
        1,
        width,
        height,
        RESOLUTION,
        RESOLUTION,
        1,
        Bytes.zeros(COMPRESSOR),
        DEPTH,
        List.of(children));
  }

  /** Reads one. */
  public static VisualSampleEntry decode(BoxReader in) {
    in.bytes(RESERVED);
    int dataReference = in.uint16();
    in.bytes(PREDEFINED);
    int width = in.uint16();
    int height = in.uint16();
    long horizontal = in.uint32();
    long vertical = in.uint32();
    in.bytes(Integer.BYTES);
    int frames = in.uint16();
    Bytes compressor = in.bytes(COMPRESSOR);
    int depth = in.uint16();
    in.bytes(Short.BYTES);
    return new VisualSampleEntry(
        in.type(),
        dataReference,
        width,
        height,
        horizontal,
        vertical,
        frames,
        compressor,
        depth,
        in.boxes());
  }

  @Override
  public long size() {
    return HEADER + FIELDS + ParentBox.size(children);
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.zeros(RESERVED);
    out.uint16(dataReference);
    out.zeros(PREDEFINED);
    out.uint16(width);
    out.uint16(height);
    out.uint32(horizontalResolution);
    out.uint32(verticalResolution);
    out.zeros(Integer.BYTES);
    out.uint16(frameCount);
    out.bytes(compressor, COMPRESSOR);
    out.uint16(depth);
    out.int16(-1);
    out.boxes(children);
  }
}
