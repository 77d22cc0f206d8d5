package dev.chalkstream.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.internal.manifest.StoredSegment;
import java.io.IOException;

/** What is kept of a segment that lies in the store, as fields of a JSON object. */
final class StoredSegmentJson {

  private StoredSegmentJson() {}

  /** Writes the fields into the object that is being written. */
  static void write(JsonGenerator out, StoredSegment segment) throws IOException {
    out.writeStringField("name", segment.name().toString());
    SegmentName section = segment.section();
    if (section != null) {
      out.writeStringField("section", section.toString());
    }
    out.writeNumberField("bytes", segment.bytes());
    out.writeFieldName("media");
    MediaInfoJson.write(out, segment.media());
  }

  static StoredSegment read(JsonFields fields) throws IOException {
    return new StoredSegment(
        fields.segment("name"),
        fields.optionalSegment("section").orElse(null),
        fields.number("bytes", Limits.NUMBER),
        MediaInfoJson.read(fields.object("media")));
  }
}
