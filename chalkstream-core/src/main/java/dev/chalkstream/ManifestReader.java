package dev.chalkstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.chalkstream.hls.TargetDuration;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests, strictly: what is not exactly as {@link ManifestWriter} writes it is an error.
 */
final class ManifestReader {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private ManifestReader() {}

  /**
   * Reads a manifest.
   *
   * @throws IOException if the bytes cannot be read or are no manifest
   */
  static Manifest read(InputStream in) throws IOException {
    try (JsonParser parser = JSON.createParser(in)) {
      return manifest(JsonFields.readDocument(parser));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException("a value in the manifest is out of its range", e);
    }
  }

  private static Manifest manifest(JsonFields fields) throws IOException {
    long format = fields.number("format");
    if (format != ManifestWriter.FORMAT) {
      throw new IOException(
          "the manifest has format "
              + format
              + ", and this version of Chalkstream knows "
              + ManifestWriter.FORMAT);
    }
    var manifest =
        new Manifest(
            fields.number("revision"),
            fields.string("writer"),
            instant(fields, "time"),
            Duration.ofMillis(fields.number("retentionMillis")),
            Duration.ofMillis(fields.number("completionTimeoutMillis")),
            fields.bool("complete"),
            instant(fields, "startedAt"),
            instant(fields, "lastSegmentAt"),
            targetDuration(fields.optionalNumber("targetDuration")),
            fields.number("mediaSequence"),
            fields.number("discontinuitySequence"),
            micros(fields, "longestPlaylistMicros"),
            run(fields.object("run")),
            fields.array("supersededRuns", String.class),
            listed(fields.array("listed", JsonFields.class)),
            waiting(fields.array("waiting", JsonFields.class)),
            unlisted(fields.array("unlisted", JsonFields.class)));
    fields.end();
    return manifest;
  }

  private static Run run(JsonFields fields) throws IOException {
    OptionalLong missingSince = fields.optionalNumber("missingSince");
    var run =
        new Run(
            Math.toIntExact(fields.number("ordinal")),
            fields.optionalString("id").orElse(null),
            fields.optionalNumber("first").orElse(Run.NOTHING_LISTED),
            fields.number("next"),
            missingSince.isPresent() ? Instant.ofEpochMilli(missingSince.getAsLong()) : null,
            fields.bool("discontinuity"));
    fields.end();
    return run;
  }

  private static List<ListedSegment> listed(List<JsonFields> array) throws IOException {
    List<ListedSegment> segments = new ArrayList<>(array.size());
    for (JsonFields fields : array) {
      segments.add(
          new ListedSegment(
              fields.optionalString("name").map(SegmentName::parse).orElse(null),
              Math.toIntExact(fields.number("run")),
              fields.number("sequence"),
              fields.number("bytes"),
              micros(fields, "durationMicros"),
              fields.bool("discontinuity"),
              Instant.EPOCH.plus(fields.number("startMicros"), ChronoUnit.MICROS),
              instant(fields, "listedAt")));
      fields.end();
    }
    return segments;
  }

  private static List<WaitingSegment> waiting(List<JsonFields> array) throws IOException {
    List<WaitingSegment> segments = new ArrayList<>(array.size());
    for (JsonFields fields : array) {
      segments.add(
          new WaitingSegment(
              SegmentName.parse(fields.string("name")),
              fields.number("sequence"),
              fields.number("bytes"),
              micros(fields, "durationMicros"),
              instant(fields, "arrivedAt")));
      fields.end();
    }
    return segments;
  }

  private static List<UnlistedSegment> unlisted(List<JsonFields> array) throws IOException {
    List<UnlistedSegment> segments = new ArrayList<>(array.size());
    for (JsonFields fields : array) {
      segments.add(
          new UnlistedSegment(
              SegmentName.parse(fields.string("name")), instant(fields, "deleteAt")));
      fields.end();
    }
    return segments;
  }

  private static @Nullable TargetDuration targetDuration(OptionalLong seconds) {
    return seconds.isPresent()
        ? TargetDuration.ofSeconds(Math.toIntExact(seconds.getAsLong()))
        : null;
  }

  private static Instant instant(JsonFields fields, String name) throws IOException {
    return Instant.ofEpochMilli(fields.number(name));
  }

  private static Duration micros(JsonFields fields, String name) throws IOException {
    return Duration.of(fields.number(name), ChronoUnit.MICROS);
  }
}
