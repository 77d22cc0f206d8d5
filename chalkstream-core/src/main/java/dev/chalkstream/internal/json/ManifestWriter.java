package dev.chalkstream.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Micros;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.manifest.Rendition;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.StoredSection;
import dev.chalkstream.internal.manifest.Tail;
import dev.chalkstream.internal.manifest.UnlistedPage;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.manifest.Window;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes manifests as JSON, in the format that {@link ManifestReader} reads. */
public final class ManifestWriter {

  /** Changes when a reader of the former format would misunderstand. */
  static final int FORMAT = 6;

  private static final JsonFactory JSON = new JsonFactory();
  private static final int SEGMENT_LENGTH = 160;

  private final JsonGenerator out;

  private ManifestWriter(JsonGenerator out) {
    this.out = out;
  }

  public static byte[] write(Manifest manifest) {
    int segments = manifest.ledger().segments().size();
    for (Rendition rendition : manifest.renditions().values()) {
      segments += rendition.window().head().size() + rendition.waiting().size();
    }
    var bytes = new ByteArrayOutputStream(1_024 + SEGMENT_LENGTH * segments);
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      new ManifestWriter(generator).manifest(manifest);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private void manifest(Manifest manifest) throws IOException {
    out.writeStartObject();
    boolean pushed = !manifest.pushes().equals(Pushes.NONE);
    out.writeNumberField("format", FORMAT);
    out.writeNumberField("revision", manifest.revision());
    out.writeStringField("writer", manifest.writer());
    instant("time", manifest.time());
    terms(manifest.terms());
    out.writeStringField("state", manifest.state().name());
    instant("startedAt", manifest.startedAt());
    instant("liveSince", manifest.liveSince());
    instant("lastSegmentAt", manifest.lastSegmentAt());
    TargetDuration targetDuration = manifest.targetDuration();
    if (targetDuration != null) {
      out.writeNumberField("targetDuration", targetDuration.seconds());
    }
    run(manifest.run());
    out.writeArrayFieldStart("supersededRuns");
    for (String id : manifest.supersededRuns()) {
      out.writeString(id);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("renditions");
    for (Map.Entry<String, Rendition> each : manifest.renditions().entrySet()) {
      rendition(each.getKey(), each.getValue());
    }
    out.writeEndArray();
    ledger(manifest.ledger());
    if (pushed) {
      out.writeFieldName("pushes");
      PushesJson.write(out, manifest.pushes());
    }
    out.writeEndObject();
  }

  private void terms(Manifest.Terms terms) throws IOException {
    out.writeObjectFieldStart("terms");
    out.writeNumberField("retentionMillis", terms.retention().toMillis());
    out.writeNumberField("completionTimeoutMillis", terms.completionTimeout().toMillis());
    out.writeBooleanField("independentSegments", terms.independentSegments());
    out.writeNumberField("gapLimitPercent", terms.gapLimitPercent());
    out.writeBooleanField("marksGaps", terms.marksGaps());
    out.writeEndObject();
  }

  private void rendition(String name, Rendition rendition) throws IOException {
    out.writeStartObject();
    out.writeStringField("rendition", name);
    out.writeStringField("container", rendition.container().name());
    window(rendition.window());
    out.writeArrayFieldStart("waiting");
    for (WaitingSegment segment : rendition.waiting()) {
      waiting(segment);
    }
    out.writeEndArray();
    Tail tail = rendition.tail();
    if (tail != null) {
      tail(tail);
    }
    if (!rendition.sections().isEmpty()) {
      sections(rendition.sections());
    }
    out.writeEndObject();
  }

  private void sections(List<StoredSection> sections) throws IOException {
    out.writeArrayFieldStart("sections");
    for (StoredSection section : sections) {
      out.writeStartObject();
      out.writeStringField("name", section.name().toString());
      if (section.last() != StoredSection.UNLISTED) {
        out.writeNumberField("last", section.last());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void window(Window window) throws IOException {
    out.writeObjectFieldStart("window");
    out.writeNumberField("mediaSequence", window.mediaSequence());
    out.writeNumberField("discontinuitySequence", window.discontinuitySequence());
    out.writeNumberField("headSequence", window.headSequence());
    out.writeNumberField("micros", Micros.of(window.duration()));
    out.writeNumberField("bytes", window.bytes());
    out.writeNumberField("discontinuities", window.discontinuities());
    out.writeNumberField("longestMicros", Micros.of(window.longestPlaylist()));
    out.writeFieldName("head");
    ListedSegmentsJson.write(out, window.head());
    TagsJson.write(out, window.markers());
    out.writeEndObject();
  }

  private void run(Run run) throws IOException {
    out.writeObjectFieldStart("run");
    out.writeNumberField("ordinal", run.ordinal());
    String id = run.id();
    if (id != null) {
      out.writeStringField("id", id);
    }
    if (run.hasListed()) {
      out.writeNumberField("first", run.first());
    }
    out.writeNumberField("next", run.next());
    Instant missingSince = run.missingSince();
    if (missingSince != null) {
      instant("missingSince", missingSince);
    }
    out.writeBooleanField("discontinuity", run.discontinuity());
    out.writeEndObject();
  }

  private void waiting(WaitingSegment segment) throws IOException {
    out.writeStartObject();
    StoredSegmentJson.write(out, segment.stored());
    out.writeNumberField("sequence", segment.sequence());
    out.writeNumberField("micros", Micros.of(segment.duration()));
    instant("arrivedAt", segment.arrivedAt());
    PushesJson.said(out, segment.discontinuity(), segment.start());
    TagsJson.write(out, segment.tags());
    out.writeEndObject();
  }

  private void tail(Tail tail) throws IOException {
    out.writeObjectFieldStart("tail");
    out.writeFieldName("media");
    MediaInfoJson.write(out, tail.media());
    out.writeNumberField("micros", Micros.of(tail.duration()));
    out.writeNumberField("driftMicros", Micros.of(tail.drift()));
    out.writeEndObject();
  }

  private void ledger(Manifest.Ledger ledger) throws IOException {
    out.writeObjectFieldStart("ledger");
    out.writeArrayFieldStart("segments");
    for (UnlistedSegment segment : ledger.segments()) {
      out.writeStartObject();
      out.writeStringField("name", segment.name().toString());
      instant("due", segment.due());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("pages");
    for (UnlistedPage page : ledger.pages()) {
      out.writeStartObject();
      out.writeNumberField("first", page.first());
      instant("due", page.due());
      out.writeEndObject();
    }
    out.writeEndArray();
    if (ledger.takenDownIn() > 0) {
      out.writeNumberField("takenDownIn", ledger.takenDownIn());
    }
    out.writeEndObject();
  }

  private void instant(String field, Instant instant) throws IOException {
    out.writeNumberField(field, instant.toEpochMilli());
  }
}
