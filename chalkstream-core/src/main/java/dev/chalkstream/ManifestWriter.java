package dev.chalkstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.hls.TargetDuration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Writes manifests as JSON, in the format that {@link ManifestReader} reads. */
final class ManifestWriter {

  /** Changes when a reader of the former format would misunderstand. */
  static final int FORMAT = 1;

  private static final JsonFactory JSON = new JsonFactory();
  private static final int SEGMENT_LENGTH = 224;

  private final JsonGenerator out;

  private ManifestWriter(JsonGenerator out) {
    this.out = out;
  }

  static byte[] write(Manifest manifest) {
    int entries = manifest.listed().size() + manifest.waiting().size() + manifest.unlisted().size();
    var bytes = new ByteArrayOutputStream(1_024 + SEGMENT_LENGTH * entries);
    try (JsonGenerator generator = JSON.createGenerator(bytes)) {
      new ManifestWriter(generator).manifest(manifest);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private void manifest(Manifest manifest) throws IOException {
    out.writeStartObject();
    out.writeNumberField("format", FORMAT);
    out.writeNumberField("revision", manifest.revision());
    out.writeStringField("writer", manifest.writer());
    instant("time", manifest.time());
    out.writeNumberField("retentionMillis", manifest.retention().toMillis());
    out.writeNumberField("completionTimeoutMillis", manifest.completionTimeout().toMillis());
    out.writeBooleanField("complete", manifest.complete());
    instant("startedAt", manifest.startedAt());
    instant("lastSegmentAt", manifest.lastSegmentAt());
    TargetDuration targetDuration = manifest.targetDuration();
    if (targetDuration != null) {
      out.writeNumberField("targetDuration", targetDuration.seconds());
    }
    out.writeNumberField("mediaSequence", manifest.mediaSequence());
    out.writeNumberField("discontinuitySequence", manifest.discontinuitySequence());
    micros("longestPlaylistMicros", manifest.longestPlaylist());
    run(manifest.run());
    out.writeArrayFieldStart("supersededRuns");
    for (String id : manifest.supersededRuns()) {
      out.writeString(id);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("listed");
    for (ListedSegment segment : manifest.listed()) {
      listed(segment);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("waiting");
    for (WaitingSegment segment : manifest.waiting()) {
      waiting(segment);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("unlisted");
    for (UnlistedSegment segment : manifest.unlisted()) {
      unlisted(segment);
    }
    out.writeEndArray();
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

  private void listed(ListedSegment segment) throws IOException {
    out.writeStartObject();
    name(segment.name());
    out.writeNumberField("run", segment.run());
    out.writeNumberField("sequence", segment.sequence());
    out.writeNumberField("bytes", segment.bytes());
    micros("durationMicros", segment.duration());
    out.writeBooleanField("discontinuity", segment.discontinuity());
    out.writeNumberField("startMicros", ChronoUnit.MICROS.between(Instant.EPOCH, segment.start()));
    instant("listedAt", segment.listedAt());
    out.writeEndObject();
  }

  private void waiting(WaitingSegment segment) throws IOException {
    out.writeStartObject();
    name(segment.name());
    out.writeNumberField("sequence", segment.sequence());
    out.writeNumberField("bytes", segment.bytes());
    micros("durationMicros", segment.duration());
    instant("arrivedAt", segment.arrivedAt());
    out.writeEndObject();
  }

  private void unlisted(UnlistedSegment segment) throws IOException {
    out.writeStartObject();
    name(segment.name());
    instant("deleteAt", segment.deleteAt());
    out.writeEndObject();
  }

  /** A gap has no name. */
  private void name(@Nullable SegmentName name) throws IOException {
    if (name != null) {
      out.writeStringField("name", name.toString());
    }
  }

  private void instant(String field, Instant instant) throws IOException {
    out.writeNumberField(field, instant.toEpochMilli());
  }

  private void micros(String field, Duration duration) throws IOException {
    out.writeNumberField(field, duration.dividedBy(ChronoUnit.MICROS.getDuration()));
  }
}
