package dev.chalkstream.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.hls.DateRange;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedTags;
import dev.chalkstream.internal.push.PushedPlaylistReader;
import dev.chalkstream.internal.transition.StreamScript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much a pushed playlist says beside its segments, little of it is kept. */
class MarkerBoundsTest {

  private static final String TOO_MUCH = "its markers are too many or too long";

  private final StreamScript script = new StreamScript();

  private static String cue(int bytes) {
    return "#EXT-X-CUE-OUT:" + "x".repeat(bytes - "#EXT-X-CUE-OUT:".length());
  }

  private void push(int number, String... tags) {
    script.push("out" + number + ".ts", "s" + number);
    script.pushPlaylist(number, said(number, tags));
    script.pass(Duration.ofSeconds(2));
  }

  private static String said(int number, String... tags) {
    return String.join("\n", tags) + "\n#EXTINF:2,\nout" + number + ".ts";
  }

  private List<String> tags() {
    return script.playlist().segments().stream().flatMap(s -> s.tags().stream()).toList();
  }

  private int manifestBytes() {
    return ManifestWriter.write(script.manifest()).length;
  }

  /** A splice command has at most 4,093 bytes. */
  @Test
  void theLongestSpliceCommandIsPassedOn() {
    String range =
        "#EXT-X-DATERANGE:ID=\"a\",START-DATE=\"2026-03-01T12:00:00.000Z\",SCTE35-OUT=0x"
            + "F".repeat(8_186);
    push(0, range);
    push(1, "#EXT-X-DATERANGE:ID=\"a\",DURATION=2,SCTE35-IN=0x" + "E".repeat(8_186));

    assertThat(tags())
        .containsExactly(
            range,
            "#EXT-X-DATERANGE:ID=\"a\",START-DATE=\"2026-03-01T12:00:00.000Z\",DURATION=2,"
                + "SCTE35-IN=0x"
                + "E".repeat(8_186));
    assertThat(script.remarks()).isEmpty();
  }

  @Test
  void theMarksOfOneSegmentAreBounded() {
    push(0, cue(10_000), cue(6_000), cue(1_000), cue(20));
    push(1, cue(16_384));
    push(2, "#EXT-X-CUE-OUT:" + "\"".repeat(9_000));
    push(3, cue(20));

    assertThat(tags()).containsExactly(cue(10_000), cue(6_000), cue(20), cue(16_384), cue(20));
    assertThat(script.remarks()).hasSize(1).allMatch(remark -> remark.startsWith(TOO_MUCH));
  }

  @Test
  void theMarksOfAllThatIsListedAreBoundedAndLaterOnesAreTakenAgain() {
    script.policy(StreamPolicy.builder().retention(Duration.ofMinutes(1)).build());
    for (int n = 0; n < 25; n++) {
      push(n, cue(16_000));
    }
    assertThat(tags()).hasSize(Markers.MAX_BYTES / 16_000);
    assertThat(script.listing()).endsWith("24");
    assertThat(manifestBytes()).isLessThan(Markers.MAX_BYTES + 50_000);
    assertThat(script.remarks()).hasSize(1);

    for (int n = 25; n < 60; n++) {
      push(n);
    }
    push(60, cue(16_000));
    assertThat(tags()).containsExactly(cue(16_000));
  }

  /** Of all entries the newest tell; the manifest holds what is expected and what waits. */
  @Test
  void theMarksOfWhatIsToComeAreBounded() throws SegmentRejectedException {
    List<String> lines = new ArrayList<>();
    script.inMemory();
    for (int n = 0; n < 1_000; n++) {
      lines.add(said(n, cue(1_000)));
      if (n % 2 == 1) {
        script.push("out" + n + ".ts", "s" + n);
      }
    }
    String[] all = lines.toArray(String[]::new);
    script.pushPlaylist(0, all);

    PushedPlaylist read =
        PushedPlaylistReader.read("a.m3u8", "#EXTM3U\n" + String.join("\n", all)).orElseThrow();
    assertThat(read.entries().get(0).tags()).isEqualTo(new PushedTags(List.of(), true));
    assertThat(read.entries().get(999).tags().lines()).containsExactly(cue(1_000));
    assertThat(script.waiting()).hasSize(500);
    ManifestFormatTest.roundTrip(script.manifest());
    assertThat(manifestBytes()).isLessThan(2 * Markers.MAX_BYTES + 500_000);
    assertThat(script.manifest().heldBytes()).isGreaterThan(300_000);
  }

  @Test
  void manySmallPlaylistsDoNotAddUp() {
    script.inMemory();
    push(0);
    for (int n = 2; n < 300; n++) {
      script.push("out" + n + ".ts", "s" + n);
      script.pushPlaylist(n, said(n, cue(16_000)));
    }

    assertThat(manifestBytes()).isLessThan(Markers.MAX_BYTES + 300_000);
  }

  @Test
  void whatIsRememberedOfDateRangesIsBounded() {
    script.inMemory();
    String open = range(0, ",SCTE35-OUT=0xFC");
    push(0, open);
    for (int n = 1; n < 400; n++) {
      push(n, range(n, ",X-A=\"" + "a".repeat(n < 280 ? 20 : 900) + "\""));
    }

    List<DateRange> ranges = script.manifest().window().markers().ranges();
    assertThat(ranges).hasSizeBetween(50, Markers.MAX_RANGES);
    assertThat(ranges.get(0).line()).isEqualTo(open);
    assertThat(ranges.get(ranges.size() - 1).id()).isEqualTo("r399");
    assertThat(Markers.bytes(ranges.stream().map(DateRange::line).toList()))
        .isLessThanOrEqualTo(Markers.MAX_RANGE_BYTES);
  }

  private String range(int n, String rest) {
    return "#EXT-X-DATERANGE:ID=\"r"
        + n
        + "\",START-DATE=\""
        + script.now().toString().replaceFirst(":(\\d\\d)Z", ":$1.000Z")
        + "\""
        + rest;
  }

  @Test
  void pagesHoldTagsAndAreWeighedByThem() throws IOException {
    Instant start = script.now();
    var listed =
        new ListedSegment(
            StreamScript.name(StreamScript.digest("a")),
            null,
            0,
            0,
            188,
            Duration.ofSeconds(2),
            false,
            start,
            start,
            List.of("#EXT-X-CUE-OUT:\"é\"", cue(16_000)));

    assertThat(reread(List.of(listed))).containsExactly(listed);
    assertThat(ListedSegment.heldBytes(List.of(listed))).isGreaterThan(32_000);
  }

  private static List<ListedSegment> reread(List<ListedSegment> segments) throws IOException {
    return ListedSegmentsJson.read(
        JsonFields.parse(page(segments).getBytes("UTF-8")).array("page", JsonFields.class));
  }

  private static String page(List<ListedSegment> segments) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
      out.writeStartObject();
      out.writeFieldName("page");
      ListedSegmentsJson.write(out, segments);
      out.writeEndObject();
    }
    return bytes.toString("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"a line\"]",
        "[\"#EXT\\nno\"]",
        "[\"#EXT\\u2028no\"]",
        "[1]",
        "\"#EXT-X-CUE-IN\"",
        "[null]"
      })
  void storedTagsThatAreNoneAreDamage(String tags) throws IOException {
    push(0, "#EXT-X-CUE-IN");
    String good = new String(ManifestWriter.write(script.manifest()), "UTF-8");
    String bad = good.replace("[\"#EXT-X-CUE-IN\"]", tags);
    assertThat(bad).isNotEqualTo(good);

    assertThatIOException().isThrownBy(() -> ManifestReader.read(bad.getBytes("UTF-8")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXT-X-CUE-IN",
        "#EXT-X-DATERANGE:ID=",
        "#EXT-X-DATERANGE:ID=\\\"a\\\",DURATION=x"
      })
  void storedDateRangesThatAreNoneAreDamage(String line) throws IOException {
    push(0, range(0, ""));
    String good = new String(ManifestWriter.write(script.manifest()), "UTF-8");
    String bad = good.replaceFirst("\"ranges\":\\[.*?\\]", "\"ranges\":[\"" + line + "\"]");
    assertThat(bad).isNotEqualTo(good);

    assertThatIOException().isThrownBy(() -> ManifestReader.read(bad.getBytes("UTF-8")));
  }
}
