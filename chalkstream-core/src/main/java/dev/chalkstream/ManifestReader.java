package dev.chalkstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.media.MediaInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    if (format != ManifestWriter.FORMAT && format != ManifestWriter.FORMAT_WITH_PUSHES) {
      throw new IOException(
          "the manifest has format "
              + format
              + ", and this version of Chalkstream knows those up to "
              + ManifestWriter.FORMAT_WITH_PUSHES);
    }
    var manifest =
        new Manifest(
            fields.number("revision"),
            fields.string("writer"),
            fields.instant("time"),
            terms(fields.object("terms")),
            StreamStatus.State.valueOf(fields.string("state")),
            fields.instant("startedAt"),
            fields.instant("liveSince"),
            fields.instant("lastSegmentAt"),
            targetDuration(fields.optionalNumber("targetDuration")),
            window(fields.object("window")),
            run(fields.object("run")),
            fields.array("supersededRuns", String.class),
            waiting(fields.array("waiting", JsonFields.class)),
            tail(fields.optionalObject("tail")),
            ledger(fields.object("ledger")),
            PushesJson.read(fields.optionalObject("pushes")));
    fields.end();
    return manifest;
  }

  private static Manifest.Terms terms(JsonFields fields) throws IOException {
    var terms =
        new Manifest.Terms(
            Duration.ofMillis(fields.number("retentionMillis")),
            Duration.ofMillis(fields.number("completionTimeoutMillis")),
            fields.bool("independentSegments"),
            Math.toIntExact(fields.number("gapLimitPercent")),
            fields.bool("marksGaps"));
    fields.end();
    return terms;
  }

  private static Manifest.Window window(JsonFields fields) throws IOException {
    var window =
        new Manifest.Window(
            fields.number("mediaSequence"),
            fields.number("discontinuitySequence"),
            fields.number("headSequence"),
            fields.micros("micros"),
            fields.number("bytes"),
            fields.number("discontinuities"),
            fields.micros("longestMicros"),
            ListedSegmentsJson.read(fields.array("head", JsonFields.class)));
    fields.end();
    return window;
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

  private static List<WaitingSegment> waiting(List<JsonFields> array) throws IOException {
    List<WaitingSegment> segments = new ArrayList<>(array.size());
    for (JsonFields fields : array) {
      segments.add(
          new WaitingSegment(
              SegmentName.parse(fields.string("name")),
              fields.number("sequence"),
              fields.number("bytes"),
              fields.micros("micros"),
              fields.instant("arrivedAt"),
              MediaInfoJson.read(fields.object("media")),
              fields.optionalBool("discontinuity"),
              PushesJson.start(fields)));
      fields.end();
    }
    return segments;
  }

  private static @Nullable MediaInfo tail(Optional<JsonFields> fields) throws IOException {
    return fields.isPresent() ? MediaInfoJson.read(fields.get()) : null;
  }

  private static Manifest.Ledger ledger(JsonFields fields) throws IOException {
    List<UnlistedSegment> segments = new ArrayList<>();
    for (JsonFields entry : fields.array("segments", JsonFields.class)) {
      segments.add(
          new UnlistedSegment(
              SegmentName.parse(entry.string("name")),
              entry.instant("due"),
              entry.optionalBool("deleted")));
      entry.end();
    }
    List<UnlistedPage> pages = new ArrayList<>();
    for (JsonFields entry : fields.array("pages", JsonFields.class)) {
      pages.add(
          new UnlistedPage(
              entry.number("first"), entry.instant("due"), entry.optionalBool("deleted")));
      entry.end();
    }
    fields.end();
    return new Manifest.Ledger(segments, pages);
  }

  private static @Nullable TargetDuration targetDuration(OptionalLong seconds) {
    return seconds.isPresent()
        ? TargetDuration.ofSeconds(Math.toIntExact(seconds.getAsLong()))
        : null;
  }
}
