package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.ParentBox;
import java.util.List;

/**
 * Subtitles as XML documents, such as TTML, {@code stpp} (ISO/IEC 14496-12, section 12.6.3).
 *
 * @param dataReference where the samples are, from 1
 * @param namespace the namespaces of the documents, with blanks between them
 * @param schemaLocation where their schemas are, or empty
 * @param mimeTypes the media types of what belongs to the documents, or empty
 * @param children what else there is to say
 */
public record XmlSampleEntry(
    int dataReference,
    String namespace,
    String schemaLocation,
    String mimeTypes,
    List<Box> children)
    implements ParentBox {

  /** Its type. */
  public static final String TYPE = "stpp";

  private static final int RESERVED = 6;

  /** Copies the list. */
  public XmlSampleEntry {
    children = List.copyOf(children);
  }

  /** Reads one. */
  public static XmlSampleEntry decode(BoxReader in) {
    in.bytes(RESERVED);
    return new XmlSampleEntry(in.uint16(), in.string(), in.string(), in.string(), in.boxes());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return HEADER
        + RESERVED
        + Short.BYTES
        + (long) BoxWriter.size(namespace)
        + BoxWriter.size(schemaLocation)
        + BoxWriter.size(mimeTypes)
        + ParentBox.size(children);
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.zeros(RESERVED);
    out.uint16(dataReference);
    out.string(namespace);
    out.string(schemaLocation);
    out.string(mimeTypes);
    out.boxes(children);
  }
}
