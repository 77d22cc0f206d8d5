package dev.chalkstream.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.hls.DateRange;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.PlaylistReader;
import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.PushedTags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The marks of playlists in stored documents: fields that are written only where there are such.
 */
final class TagsJson {

  private static final String TAGS = "tags";
  private static final String CUT = "tagsCut";

  private TagsJson() {}

  static void write(JsonGenerator out, List<String> tags) throws IOException {
    write(out, TAGS, tags);
  }

  private static void write(JsonGenerator out, String field, List<String> tags) throws IOException {
    if (!tags.isEmpty()) {
      out.writeArrayFieldStart(field);
      for (String tag : tags) {
        out.writeString(tag);
      }
      out.writeEndArray();
    }
  }

  static void write(JsonGenerator out, PushedTags tags) throws IOException {
    write(out, TAGS, tags.lines());
    if (tags.cut()) {
      out.writeBooleanField(CUT, true);
    }
  }

  /** Writes the field {@code markers}. */
  static void write(JsonGenerator out, Markers markers) throws IOException {
    if (!markers.isEmpty()) {
      out.writeObjectFieldStart("markers");
      write(out, "ranges", markers.ranges().stream().map(DateRange::line).toList());
      write(out, "pending", markers.pending());
      out.writeEndObject();
    }
  }

  static List<String> read(JsonFields fields) throws IOException {
    return read(fields, TAGS, PlaylistReader.MAX_LINE_LENGTH);
  }

  private static List<String> read(JsonFields fields, String field, int mostCharacters)
      throws IOException {
    List<String> tags = fields.optionalArray(field, String.class);
    for (String tag : tags) {
      if (!MediaPlaylist.isTag(tag) || tag.length() > mostCharacters) {
        throw new IOException("the field '" + field + "' has what is no tag");
      }
    }
    return tags;
  }

  static PushedTags readPushed(JsonFields fields) throws IOException {
    return new PushedTags(read(fields), fields.optionalBool(CUT));
  }

  static Markers readMarkers(Optional<JsonFields> optional) throws IOException {
    if (optional.isEmpty()) {
      return Markers.NONE;
    }
    JsonFields fields = optional.get();
    List<DateRange> ranges = new ArrayList<>();
    for (String line : read(fields, "ranges", Markers.MAX_RANGE_LENGTH)) {
      ranges.add(range(line));
    }
    var markers = new Markers(ranges, read(fields, "pending", PlaylistReader.MAX_LINE_LENGTH));
    fields.end();
    return markers;
  }

  /** Strictly: what is stored is as it is written. */
  private static DateRange range(String line) throws IOException {
    List<String> leftOut = new ArrayList<>();
    try {
      DateRange range = DateRange.parse(line, leftOut::add);
      if (leftOut.isEmpty() && range.startDate().isPresent()) {
        return range;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the field 'ranges' has what is no date range", e);
    }
    throw new IOException("the field 'ranges' has what is no whole date range");
  }
}
