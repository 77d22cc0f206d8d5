package dev.chalkstream.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Micros;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedRun;
import dev.chalkstream.internal.manifest.PushedSection;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.PushedTags;
import dev.chalkstream.internal.manifest.PushedTrack;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.manifest.Rendition;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.manifest.Tail;
import dev.chalkstream.internal.manifest.UnlistedPage;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.manifest.Window;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.TrackTiming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ManifestFormatTest {

  private static final Instant T = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final SegmentName NAME = StreamScript.name(StreamScript.digest("a"), 7);
  private static final SegmentName OTHER_NAME = StreamScript.name(StreamScript.digest("a"), 3);

  private static final SegmentName SECTION = StreamScript.section("i");

  private static final MediaInfo MEDIA =
      new MediaInfo(
          List.of(
              new MediaTrack(
                  256,
                  MediaTrack.Kind.VIDEO,
                  "avc1.64001f",
                  MediaTrack.Format.ofPicture(1280, 720),
                  Optional.of(
                      new TrackTiming(
                          TrackClock.MPEG_TS,
                          new TrackTiming.Span(1, 2),
                          new TrackTiming.Span(3, 4),
                          new TrackTiming.Frames(5, 6, 7),
                          8))),
              new MediaTrack(
                  257,
                  MediaTrack.Kind.AUDIO,
                  "mp4a.40.2",
                  MediaTrack.Format.ofSound(48_000, 2),
                  Optional.empty())),
          true);

  private static Manifest full() {
    var listed =
        new ListedSegment(NAME, 3, 16, 4_700_000_000L, Duration.ofNanos(1_960_001_000), true, T, T);
    var gap = new ListedSegment(null, 3, 17, 0, Duration.ofSeconds(2), false, listed.end(), T);
    var jump =
        new ListedSegment(
            NAME, 4, 0, 188, Duration.ofSeconds(2), true, T.plusSeconds(7), T.plusSeconds(8));
    return new Manifest(
        new Manifest.Stamp(42, "cafe", T.plusSeconds(9)),
        new Manifest.Terms(Duration.ofMinutes(10), Duration.ofSeconds(30), true, 150, false),
        new Manifest.Life(
            StreamStatus.State.COMPLETE,
            T,
            T.plusSeconds(1),
            T.plusSeconds(8),
            TargetDuration.ofSeconds(2)),
        new Manifest.Runs(
            new Run(4, "run \"é\"", 0, 17, T.plusSeconds(5), true), List.of("older", "old")),
        new Rendition(
            Container.MPEG_TS,
            new Window(
                1_000_000_007L,
                3,
                1_000_000_250L,
                Duration.ofSeconds(600),
                5_000_000_000L,
                2,
                Duration.ofSeconds(700),
                List.of(listed, gap, jump)),
            List.of(
                new WaitingSegment(
                    new StoredSegment(NAME, 188, MEDIA), 19, Duration.ofSeconds(2), T)),
            new Tail(MEDIA, Duration.ofSeconds(2), Duration.ofMillis(-250))),
        new Manifest.Ledger(
            List.of(new UnlistedSegment(OTHER_NAME, T.plusSeconds(600))),
            List.of(new UnlistedPage(1_000_000_000L, T.plusSeconds(700))),
            41),
        Pushes.NONE);
  }

  /** The same with what an encoder has pushed. */
  private static Manifest pushed() {
    Manifest full = full();
    var expected =
        new PushedEntry(
            20, "a/20.m4s", Duration.ofSeconds(2), true, false, T, PushedTags.NONE, "a/init.mp4");
    var gap = new PushedEntry(21, "a/21.ts", Duration.ofSeconds(3), false, true, null);
    var waiting =
        new WaitingSegment(
            new StoredSegment(NAME, 188, MEDIA),
            19,
            Duration.ofSeconds(2),
            T,
            true,
            T.plusNanos(1_000),
            PushedTags.of(List.of("#EXT-X-CUE-OUT:\"é\"")));
    return with(
        full,
        List.of(waiting),
        new Pushes(
            new PushedRun(
                4,
                "a/out.m3u8",
                T.plusSeconds(3),
                T.plusSeconds(7),
                OptionalLong.of(22),
                5,
                true,
                true),
            List.of(new PushedSegment("a/22.ts", new StoredSegment(OTHER_NAME, 376, MEDIA), T)),
            List.of(expected, gap),
            new TreeMap<>(Map.of(18L, "a/18.ts")),
            List.of(
                new PushedPlaylist("a/out.m3u8", 2, true, List.of(gap)),
                new PushedPlaylist("b/out.m3u8", 3, false, List.of(expected))),
            T.plusSeconds(9),
            Set.of("b/#.ts"),
            List.of(new PushedSection("a/init.mp4", SECTION, T.plusSeconds(1))),
            List.of(
                new PushedTrack(
                    "stream0",
                    SegmentName.of(StreamScript.digest("a"), MediaFile.INITIALIZATION)))));
  }

  public static Manifest roundTrip(Manifest manifest) {
    try {
      Manifest read = ManifestReader.read(ManifestWriter.write(manifest));
      assertThat(read).isEqualTo(manifest);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A manifest as it is read back, with other pushes. */
  public static Manifest reread(Manifest manifest, Pushes pushes) {
    Manifest other = with(manifest, manifest.waiting(), pushes);
    try {
      return ManifestReader.read(ManifestWriter.write(other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Manifest with(Manifest full, List<WaitingSegment> waiting, Pushes pushes) {
    Rendition main = full.main();
    return new Manifest(
        full.stamp(),
        full.terms(),
        full.life(),
        full.runs(),
        new Rendition(main.container(), main.window(), waiting, main.tail()),
        full.ledger(),
        pushes);
  }

  private static String json() {
    return new String(ManifestWriter.write(full()), StandardCharsets.UTF_8);
  }

  private static void assertRefused(String json, String complaint) {
    assertThat(json).as("the test must change something").isNotEqualTo(json());
    byte[] in = json.getBytes(StandardCharsets.UTF_8);
    assertThatIOException()
        .isThrownBy(() -> ManifestReader.read(in))
        .withStackTraceContaining(complaint);
  }

  @Test
  void aManifestIsReadBackAsItWasWritten() {
    roundTrip(full());
    roundTrip(pushed());
  }

  /** Encoders give such dates, and nanoseconds end in 2262. */
  @Test
  void aDateInTheYear9998IsReadBack() {
    Instant late = Instant.parse("9998-12-31T23:59:59.999999Z");
    assertThat(Micros.toInstant(Micros.of(late))).isEqualTo(late);
    assertThat(Micros.of(Instant.EPOCH.minusNanos(1_000))).isEqualTo(-1);
  }

  @Test
  void aManifestOfANewerFormatIsRefusedByName() {
    assertRefused(json().replace("\"format\":6", "\"format\":7"), "format 7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "revision",
        "writer",
        "time",
        "retentionMillis",
        "independentSegments",
        "state",
        "startedAt",
        "liveSince",
        "mediaSequence",
        "run",
        "next",
        "head",
        "micros",
        "longestMicros",
        "headSequence",
        "renditions",
        "rendition",
        "container",
        "waiting",
        "keyFrame",
        "codec",
        "firstPts",
        "arrivedAt",
        "ledger",
        "pages",
        "due"
      })
  void aFieldThatIsMissingOrUnknownIsRefused(String field) {
    assertRefused(json().replace("\"" + field + "\":", "\"" + field + "s\":"), "'" + field + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "\"revision\":42 \"revision\":\"42\" wrong_type",
        "\"revision\":42 \"revision\":-42 not_from_0_to",
        "\"revision\":42 \"revision\":4.2 unexpected_JSON",
        "\"driftMicros\":-250000 \"driftMicros\":-301000001 'driftMicros'",
        "\"driftMicros\":-250000 \"driftMicros\":301000001 'driftMicros'",
        "\"revision\":42 \"revision\":99999999999999999999 out_of_range",
        "\"independentSegments\":true \"independentSegments\":null unexpected_JSON",
        "\"independentSegments\":true \"independentSegments\":true,\"independentSegments\":true Duplicate_field",
        "\"ordinal\":4 \"ordinal\":4294967296 'ordinal'",
        "\"COMPLETE\" \"FINISHED\" 'state'",
        "\"targetDuration\":2 \"targetDuration\":0 'targetDuration'",
        "\"rendition\":\"main\" \"rendition\":\"Main\" 'rendition'",
        "\"rendition\":\"main\" \"rendition\":\"other\" 'renditions'",
        "\"container\":\"MPEG_TS\" \"container\":\"AVI\" 'container'",
        "\"supersededRuns\":[\"older\" \"supersededRuns\":[1 wrong_type",
        "-0000000000000007.ts -000000000000007.ts 'name'",
        "-0000000000000007.ts .ts 'name'"
      },
      quoteCharacter = '^')
  void aValueThatCannotBeIsRefused(String good, String bad, String complaint) {
    assertRefused(json().replace(good, bad), complaint.replace('_', ' '));
  }

  @Test
  void whatIsCutOffOrFollowedBySomethingIsRefused() {
    assertRefused(json().substring(0, json().length() - 1), "end-of-input");
    assertRefused(json() + "{}", "behind the JSON object");
    assertRefused("[]", "not a JSON object");
    assertRefused("", "not a JSON object");
  }
}
