package dev.chalkstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chalkstream.hls.TargetDuration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFormatTest {

  private static final Instant T = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final SegmentName NAME = new SegmentName(StreamScript.digest("a"), 7);

  private static Manifest full() {
    return new Manifest(
        42,
        "cafe",
        T.plusSeconds(9),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        true,
        T,
        T.plusSeconds(8),
        TargetDuration.ofSeconds(2),
        1_000_000_007L,
        3,
        Duration.ofSeconds(700),
        new Run(4, "run \"é\"", 0, 17, T.plusSeconds(5), true),
        List.of("older", "old"),
        List.of(
            new ListedSegment(
                NAME, 3, 16, 4_700_000_000L, Duration.ofNanos(1_960_001_000), true, T, T),
            new ListedSegment(null, 3, 17, 0, Duration.ofSeconds(2), false, T.plusMillis(1), T)),
        List.of(new WaitingSegment(NAME, 19, 188, Duration.ofSeconds(2), T)),
        List.of(new UnlistedSegment(NAME.withCopy(0), T.plusSeconds(600))));
  }

  static Manifest roundTrip(Manifest manifest) {
    try {
      Manifest read = ManifestReader.read(new ByteArrayInputStream(ManifestWriter.write(manifest)));
      assertThat(read).isEqualTo(manifest);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json() {
    return new String(ManifestWriter.write(full()), StandardCharsets.UTF_8);
  }

  private static void assertRefused(String json, String complaint) {
    assertThat(json).as("the test must change something").isNotEqualTo(json());
    var in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    assertThatIOException()
        .isThrownBy(() -> ManifestReader.read(in))
        .withStackTraceContaining(complaint);
  }

  @Test
  void aManifestIsReadBackAsItWasWritten() {
    roundTrip(full());
  }

  @Test
  void aManifestOfANewerFormatIsRefusedByName() {
    assertRefused(json().replace("\"format\":1", "\"format\":2"), "format 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "revision",
        "writer",
        "time",
        "retentionMillis",
        "complete",
        "startedAt",
        "mediaSequence",
        "run",
        "next",
        "listed",
        "durationMicros",
        "startMicros",
        "waiting",
        "arrivedAt",
        "unlisted",
        "deleteAt"
      })
  void aFieldThatIsMissingOrUnknownIsRefused(String field) {
    assertRefused(json().replace("\"" + field + "\":", "\"" + field + "s\":"), "'" + field + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "\"revision\":42 \"revision\":\"42\" wrong_type",
        "\"revision\":42 \"revision\":-42 negative",
        "\"revision\":42 \"revision\":4.2 unexpected_JSON",
        "\"revision\":42 \"revision\":99999999999999999999 out_of_range",
        "\"complete\":true \"complete\":null unexpected_JSON",
        "\"complete\":true \"complete\":true,\"complete\":true Duplicate_field",
        "\"ordinal\":4 \"ordinal\":4294967296 out_of_its_range",
        "\"targetDuration\":2 \"targetDuration\":0 out_of_its_range",
        "\"supersededRuns\":[\"older\" \"supersededRuns\":[1 wrong_type",
        "-7.ts -07.ts out_of_its_range"
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
