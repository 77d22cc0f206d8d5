package dev.chalkstream.internal.json;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Rendition;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.StoredSection;
import dev.chalkstream.internal.manifest.Tail;
import dev.chalkstream.internal.manifest.UnlistedPage;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.manifest.Window;
import dev.chalkstream.media.Container;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests, strictly: what is not exactly as {@link ManifestWriter} writes it is an error.
 */
public final class ManifestReader {

  private static final long FIRST_FORMAT = 1;

  private ManifestReader() {}

  /**
   * Reads a manifest.
   *
   * @throws IOException if the bytes are no manifest that this library can have written
   */
  public static Manifest read(byte[] json) throws IOException {
    Manifest manifest = manifest(JsonFields.parse(json));
    ManifestCheck.check(manifest);
    return manifest;
  }

  private static Manifest manifest(JsonFields fields) throws IOException {
    long format = fields.number("format", Limits.NUMBER);
    if (format != ManifestWriter.FORMAT) {
      throw new IOException(
          "the manifest has format "
              + format
              + ", and this version of Chalkstream knows "
              + ManifestWriter.FORMAT
              + " only");
    }
    var manifest =
        new Manifest(
            new Manifest.Stamp(
                fields.number("revision", Limits.NUMBER),
                fields.string("writer"),
                fields.instant("time")),
            terms(fields.object("terms")),
            life(fields),
            new Manifest.Runs(
                run(fields.object("run")), fields.array("supersededRuns", String.class)),
            renditions(fields.array("renditions", JsonFields.class)),
            ledger(fields.object("ledger")),
            PushesJson.read(fields.optionalObject("pushes")));
    fields.end();
    return manifest;
  }

  private static Manifest.Life life(JsonFields fields) throws IOException {
    return new Manifest.Life(
        fields.constant("state", StreamStatus.State.class),
        fields.instant("startedAt"),
        fields.instant("liveSince"),
        fields.instant("lastSegmentAt"),
        targetDuration(fields.optionalNumber("targetDuration", Limits.ENTRY.toSeconds())));
  }

  private static SortedMap<String, Rendition> renditions(List<JsonFields> array)
      throws IOException {
    SortedMap<String, Rendition> renditions = new TreeMap<>();
    for (JsonFields fields : array) {
      String name = fields.string("rendition");
      var rendition =
          new Rendition(
              fields.constant("container", Container.class),
              window(fields.object("window")),
              waiting(fields.array("waiting", JsonFields.class)),
              tail(fields.optionalObject("tail")),
              sections(fields.optionalArray("sections", JsonFields.class)));
      fields.end();
      if (!Rendition.isName(name) || renditions.put(name, rendition) != null) {
        throw new IOException("the field 'rendition' is no name, or one that is there twice");
      }
    }
    if (!renditions.containsKey(Rendition.MAIN) || renditions.size() > Rendition.MOST) {
      throw new IOException("the field 'renditions' has none, too many, or not 'main'");
    }
    return renditions;
  }

  private static List<StoredSection> sections(List<JsonFields> array) throws IOException {
    List<StoredSection> sections = new ArrayList<>(array.size());
    for (JsonFields fields : array) {
      SegmentName name = fields.segment("name");
      long last = fields.optionalNumber("last", Limits.NUMBER).orElse(StoredSection.UNLISTED);
      sections.add(new StoredSection(name, last));
      fields.end();
    }
    return sections;
  }

  private static Manifest.Terms terms(JsonFields fields) throws IOException {
    var terms =
        new Manifest.Terms(
            fields.millis("retentionMillis", Limits.SPAN),
            fields.millis("completionTimeoutMillis", Limits.SPAN),
            fields.bool("independentSegments"),
            fields.integer("gapLimitPercent", 1_000_000),
            fields.bool("marksGaps"));
    fields.end();
    return terms;
  }

  private static Window window(JsonFields fields) throws IOException {
    var window =
        new Window(
            fields.number("mediaSequence", Limits.NUMBER),
            fields.number("discontinuitySequence", Limits.NUMBER),
            fields.number("headSequence", Limits.NUMBER),
            fields.micros("micros", Limits.SPAN),
            fields.number("bytes", Limits.NUMBER),
            fields.number("discontinuities", Limits.NUMBER),
            fields.micros("longestMicros", Limits.SPAN),
            ListedSegmentsJson.read(fields.array("head", JsonFields.class)),
            TagsJson.readMarkers(fields.optionalObject("markers")));
    fields.end();
    return window;
  }

  private static Run run(JsonFields fields) throws IOException {
    OptionalLong missingSince = fields.optionalNumber("missingSince", Limits.TIME_MILLIS);
    var run =
        new Run(
            fields.integer("ordinal", Integer.MAX_VALUE - 1),
            fields.optionalString("id").orElse(null),
            fields.optionalNumber("first", Limits.SEQUENCE).orElse(Run.NOTHING_LISTED),
            fields.number("next", Limits.SEQUENCE),
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
              StoredSegmentJson.read(fields),
              fields.number("sequence", Limits.SEQUENCE),
              fields.micros("micros", Limits.ENTRY),
              fields.instant("arrivedAt"),
              fields.optionalBool("discontinuity"),
              PushesJson.start(fields),
              TagsJson.readPushed(fields)));
      fields.end();
    }
    return segments;
  }

  private static @Nullable Tail tail(Optional<JsonFields> optional) throws IOException {
    if (optional.isEmpty()) {
      return null;
    }
    JsonFields fields = optional.get();
    var tail =
        new Tail(
            MediaInfoJson.read(fields.object("media")),
            fields.micros("micros", Limits.ENTRY),
            fields.signedMicros("driftMicros", Tail.MAX_DRIFT));
    fields.end();
    return tail;
  }

  private static Manifest.Ledger ledger(JsonFields fields) throws IOException {
    List<UnlistedSegment> segments = new ArrayList<>();
    for (JsonFields entry : fields.array("segments", JsonFields.class)) {
      segments.add(new UnlistedSegment(entry.file("name"), entry.instant("due")));
      entry.end();
    }
    List<UnlistedPage> pages = new ArrayList<>();
    for (JsonFields entry : fields.array("pages", JsonFields.class)) {
      pages.add(new UnlistedPage(entry.number("first", Limits.NUMBER), entry.instant("due")));
      entry.end();
    }
    long takenDownIn = fields.optionalNumber("takenDownIn", Limits.NUMBER).orElse(0);
    fields.end();
    return new Manifest.Ledger(segments, pages, takenDownIn);
  }

  private static @Nullable TargetDuration targetDuration(OptionalLong seconds) throws IOException {
    if (seconds.isEmpty()) {
      return null;
    }
    if (seconds.getAsLong() == 0) {
      throw new IOException("the field 'targetDuration' is 0");
    }
    return TargetDuration.ofSeconds((int) seconds.getAsLong());
  }
}
