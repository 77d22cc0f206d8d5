package dev.chalkstream.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.internal.manifest.Micros;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedRun;
import dev.chalkstream.internal.manifest.PushedSection;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.PushedTrack;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.text.PushPath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What encoders have pushed, as a JSON object. */
final class PushesJson {

  private PushesJson() {}

  /** Writes the object; its field name stands already. */
  static void write(JsonGenerator out, Pushes pushes) throws IOException {
    out.writeStartObject();
    PushedRun followed = pushes.followed();
    if (followed != null) {
      followed(out, followed);
    }
    out.writeArrayFieldStart("stored");
    for (PushedSegment segment : pushes.stored()) {
      stored(out, segment);
    }
    out.writeEndArray();
    entries(out, "expected", pushes.expected());
    out.writeArrayFieldStart("known");
    for (Map.Entry<Long, String> name : pushes.known().entrySet()) {
      out.writeStartObject();
      out.writeNumberField("sequence", name.getKey());
      out.writeStringField("path", name.getValue());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("candidates");
    for (PushedPlaylist candidate : pushes.candidates()) {
      candidate(out, candidate);
    }
    out.writeEndArray();
    Instant consideredAt = pushes.consideredAt();
    if (consideredAt != null) {
      out.writeNumberField("consideredAt", consideredAt.toEpochMilli());
    }
    out.writeArrayFieldStart("refused");
    for (String shape : pushes.refused()) {
      out.writeString(shape);
    }
    out.writeEndArray();
    sections(out, pushes.sections());
    tracks(out, pushes.tracks());
    out.writeEndObject();
  }

  private static void sections(JsonGenerator out, List<PushedSection> sections) throws IOException {
    if (sections.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("sections");
    for (PushedSection section : sections) {
      out.writeStartObject();
      out.writeStringField("path", section.path());
      out.writeStringField("name", section.name().toString());
      out.writeNumberField("arrivedAt", section.arrivedAt().toEpochMilli());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void tracks(JsonGenerator out, List<PushedTrack> tracks) throws IOException {
    if (tracks.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("tracks");
    for (PushedTrack track : tracks) {
      out.writeStartObject();
      out.writeStringField("track", track.track());
      out.writeStringField("section", track.section().toString());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void followed(JsonGenerator out, PushedRun followed) throws IOException {
    out.writeNumberField("run", followed.run());
    out.writeStringField("playlist", followed.playlist());
    out.writeNumberField("begunAt", followed.begunAt().toEpochMilli());
    out.writeNumberField("saidAt", followed.saidAt().toEpochMilli());
    if (followed.end().isPresent()) {
      out.writeNumberField("end", followed.end().getAsLong());
    }
    out.writeNumberField("length", followed.length());
    if (followed.opened()) {
      out.writeBooleanField("opened", true);
    }
    if (followed.endless()) {
      out.writeBooleanField("endless", true);
    }
  }

  private static void stored(JsonGenerator out, PushedSegment segment) throws IOException {
    out.writeStartObject();
    out.writeStringField("path", segment.path());
    StoredSegmentJson.write(out, segment.stored());
    out.writeNumberField("arrivedAt", segment.arrivedAt().toEpochMilli());
    out.writeEndObject();
  }

  private static void candidate(JsonGenerator out, PushedPlaylist said) throws IOException {
    out.writeStartObject();
    out.writeStringField("path", said.path());
    out.writeNumberField("targetDuration", said.targetSeconds());
    out.writeBooleanField("ended", said.ended());
    entries(out, "entries", said.entries());
    out.writeEndObject();
  }

  private static void entries(JsonGenerator out, String field, List<PushedEntry> entries)
      throws IOException {
    out.writeArrayFieldStart(field);
    for (PushedEntry entry : entries) {
      out.writeStartObject();
      out.writeNumberField("sequence", entry.sequence());
      out.writeStringField("path", entry.path());
      out.writeNumberField("micros", Micros.of(entry.duration()));
      if (entry.gap()) {
        out.writeBooleanField("gap", true);
      }
      said(out, entry.discontinuity(), entry.start());
      if (entry.map() != null) {
        out.writeStringField("map", entry.map());
      }
      TagsJson.write(out, entry.tags());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** What a broadcaster may say of a segment beside its duration, where it does. */
  static void said(JsonGenerator out, boolean discontinuity, @Nullable Instant start)
      throws IOException {
    if (discontinuity) {
      out.writeBooleanField("discontinuity", true);
    }
    if (start != null) {
      out.writeNumberField("start", Micros.of(start));
    }
  }

  /** Reads the object, if there is one. */
  static Pushes read(Optional<JsonFields> optional) throws IOException {
    if (optional.isEmpty()) {
      return Pushes.NONE;
    }
    JsonFields fields = optional.get();
    PushedRun followed = followed(fields);
    List<PushedPlaylist> candidates =
        candidates(fields.optionalArray("candidates", JsonFields.class));
    var pushes =
        new Pushes(
            followed,
            stored(fields.array("stored", JsonFields.class)),
            entries(fields.array("expected", JsonFields.class)),
            known(fields.array("known", JsonFields.class)),
            candidates,
            candidates.isEmpty() ? null : fields.instant("consideredAt"),
            new LinkedHashSet<>(fields.optionalArray("refused", String.class)),
            sections(fields.optionalArray("sections", JsonFields.class)),
            tracks(fields.optionalArray("tracks", JsonFields.class)));
    fields.end();
    return pushes;
  }

  private static @Nullable PushedRun followed(JsonFields fields) throws IOException {
    OptionalLong run = fields.optionalNumber("run", Integer.MAX_VALUE - 1);
    OptionalLong end = fields.optionalNumber("end", Limits.SEQUENCE);
    int length = (int) fields.optionalNumber("length", PushedPlaylist.MAX_ENTRIES).orElse(0);
    boolean opened = fields.optionalBool("opened");
    boolean endless = fields.optionalBool("endless");
    return run.isEmpty()
        ? null
        : new PushedRun(
            (int) run.getAsLong(),
            fields.string("playlist"),
            fields.instant("begunAt"),
            fields.instant("saidAt"),
            end,
            length,
            opened,
            endless);
  }

  private static List<PushedSegment> stored(List<JsonFields> array) throws IOException {
    List<PushedSegment> segments = new ArrayList<>(array.size());
    for (JsonFields fields : array) {
      segments.add(
          new PushedSegment(
              fields.string("path"), StoredSegmentJson.read(fields), fields.instant("arrivedAt")));
      fields.end();
    }
    return segments;
  }

  private static List<PushedSection> sections(List<JsonFields> array) throws IOException {
    List<PushedSection> sections = new ArrayList<>(array.size());
    for (JsonFields fields : array) {
      sections.add(
          new PushedSection(
              fields.string("path"), fields.segment("name"), fields.instant("arrivedAt")));
      fields.end();
    }
    return sections;
  }

  private static List<PushedTrack> tracks(List<JsonFields> array) throws IOException {
    List<PushedTrack> tracks = new ArrayList<>(array.size());
    for (JsonFields fields : array) {
      tracks.add(new PushedTrack(PushPath.orNone(fields.string("track")), fields.file("section")));
      fields.end();
    }
    return tracks;
  }

  private static SortedMap<Long, String> known(List<JsonFields> array) throws IOException {
    SortedMap<Long, String> names = new TreeMap<>();
    for (JsonFields fields : array) {
      names.put(fields.number("sequence", Limits.SEQUENCE), PushPath.orNone(fields.string("path")));
      fields.end();
    }
    return names;
  }

  private static List<PushedPlaylist> candidates(List<JsonFields> array) throws IOException {
    List<PushedPlaylist> candidates = new ArrayList<>(array.size());
    for (JsonFields fields : array) {
      candidates.add(candidate(fields));
    }
    return candidates;
  }

  private static PushedPlaylist candidate(JsonFields fields) throws IOException {
    String path = fields.string("path");
    int targetDuration = fields.integer("targetDuration", Integer.MAX_VALUE);
    if (targetDuration == 0) {
      throw new IOException("the field 'targetDuration' is 0");
    }
    var playlist =
        new PushedPlaylist(
            path,
            targetDuration,
            fields.bool("ended"),
            entries(fields.array("entries", JsonFields.class)));
    fields.end();
    return playlist;
  }

  private static List<PushedEntry> entries(List<JsonFields> array) throws IOException {
    List<PushedEntry> entries = new ArrayList<>(array.size());
    for (JsonFields fields : array) {
      entries.add(
          new PushedEntry(
              fields.number("sequence", Limits.SEQUENCE),
              PushPath.orNone(fields.string("path")),
              fields.micros("micros", Limits.ENTRY),
              fields.optionalBool("discontinuity"),
              fields.optionalBool("gap"),
              start(fields),
              TagsJson.readPushed(fields),
              fields.optionalString("map").map(PushPath::orNone).orElse(null)));
      fields.end();
    }
    return entries;
  }

  /** The field that {@link #said} writes. */
  static @Nullable Instant start(JsonFields fields) throws IOException {
    OptionalLong start = fields.optionalNumber("start", Limits.TIME_MICROS);
    return start.isPresent() ? Micros.toInstant(start.getAsLong()) : null;
  }
}
