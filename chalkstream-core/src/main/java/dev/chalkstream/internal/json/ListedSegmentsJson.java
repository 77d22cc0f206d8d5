package dev.chalkstream.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Micros;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Listed segments as a JSON array. What follows from the segment before is left out: the same run,
 * the next number, a start at the end, the same initialization section. So an entry costs hardly
 * more than its digest.
 */
public final class ListedSegmentsJson {

  private static final long MOST_MICROS = Micros.of(Limits.ENTRY);

  private ListedSegmentsJson() {}

  /** Writes the array; its field name stands already. */
  public static void write(JsonGenerator out, List<ListedSegment> segments) throws IOException {
    out.writeStartArray();
    ListedSegment before = null;
    for (ListedSegment segment : segments) {
      write(out, segment, before);
      before = segment;
    }
    out.writeEndArray();
  }

  private static void write(
      JsonGenerator out, ListedSegment segment, @Nullable ListedSegment before) throws IOException {
    boolean sameRun = before != null && before.run() == segment.run();
    out.writeStartObject();
    if (segment.name() != null) {
      out.writeStringField("name", segment.name().toString());
      out.writeNumberField("bytes", segment.bytes());
    }
    SegmentName section = segment.section();
    if (section != null && (before == null || !section.equals(before.section()))) {
      out.writeStringField("section", section.toString());
    }
    out.writeNumberField("micros", segment.micros());
    if (!sameRun) {
      out.writeNumberField("run", segment.run());
    }
    if (before == null || !sameRun || segment.sequence() != before.sequence() + 1) {
      out.writeNumberField("sequence", segment.sequence());
    }
    if (segment.discontinuity()) {
      out.writeBooleanField("discontinuity", true);
    }
    if (before == null || segment.startMicros() != before.endMicros()) {
      out.writeNumberField("start", segment.startMicros());
    }
    if (before == null || segment.listedAtMicros() != before.listedAtMicros()) {
      out.writeNumberField("listedAt", segment.listedAt().toEpochMilli());
    }
    TagsJson.write(out, segment.tags());
    out.writeEndObject();
  }

  /** Reads the elements of an array. */
  public static List<ListedSegment> read(List<JsonFields> array) throws IOException {
    List<ListedSegment> segments = new ArrayList<>(array.size());
    ListedSegment before = null;
    for (JsonFields fields : array) {
      ListedSegment segment = read(fields, before);
      if (before != null && !isInOrder(before, segment)) {
        throw new IOException("the 'run' and 'sequence' of the segments are not in order");
      }
      before = segment;
      segments.add(before);
    }
    return segments;
  }

  private static boolean isInOrder(ListedSegment before, ListedSegment after) {
    return before.run() < after.run()
        || (before.run() == after.run() && before.sequence() < after.sequence());
  }

  private static ListedSegment read(JsonFields fields, @Nullable ListedSegment before)
      throws IOException {
    SegmentName name = fields.optionalSegment("name").orElse(null);
    long bytes = name == null ? 0 : fields.number("bytes", Limits.NUMBER);
    SegmentName section = fields.optionalSegment("section").orElse(null);
    int micros = (int) fields.number("micros", MOST_MICROS);
    OptionalLong run = fields.optionalNumber("run", Integer.MAX_VALUE - 1);
    OptionalLong sequence = fields.optionalNumber("sequence", Limits.SEQUENCE);
    OptionalLong start = fields.optionalNumber("start", Limits.TIME_MICROS);
    OptionalLong listedAt = fields.optionalNumber("listedAt", Limits.TIME_MILLIS);
    if (before == null
        && (run.isEmpty() || sequence.isEmpty() || start.isEmpty() || listedAt.isEmpty())) {
      throw new IOException("the first segment has no 'run', 'sequence', 'start' or 'listedAt'");
    }
    var segment =
        new ListedSegment(
            name,
            section == null && before != null ? before.section() : section,
            before == null || run.isPresent() ? (int) run.orElseThrow() : before.run(),
            before == null || sequence.isPresent() ? sequence.orElseThrow() : before.sequence() + 1,
            bytes,
            micros,
            fields.optionalBool("discontinuity"),
            before == null || start.isPresent() ? start.orElseThrow() : before.endMicros(),
            before == null || listedAt.isPresent()
                ? listedAt.orElseThrow() * 1_000
                : before.listedAtMicros(),
            TagsJson.read(fields));
    fields.end();
    return segment;
  }
}
