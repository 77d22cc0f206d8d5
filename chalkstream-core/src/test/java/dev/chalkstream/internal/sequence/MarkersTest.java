package dev.chalkstream.internal.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.transition.StreamScript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pushed playlist says beside its segments. */
class MarkersTest {

  private static final Duration TWO = Duration.ofSeconds(2);
  private static final String CUE_OUT = "#EXT-X-CUE-OUT:DURATION=20";
  private static final String CUE_IN = "#EXT-X-CUE-IN";

  private final StreamScript script = new StreamScript();
  private final Instant begun = script.now();

  /** The encoder's playlist from a number on: what it says of each segment. */
  private final List<String[]> said = new ArrayList<>();

  private Instant date(int number) {
    return begun.plus(TWO.multipliedBy(number));
  }

  private String range(String id, int from, String... attributes) {
    String rest = attributes.length == 0 ? "" : "," + String.join(",", attributes);
    return "#EXT-X-DATERANGE:ID=\"" + id + "\",START-DATE=\"" + millis(date(from)) + "\"" + rest;
  }

  private static String millis(Instant date) {
    return date.toString().replaceFirst(":(\\d\\d)Z", ":$1.000Z");
  }

  /** Says of the next segment what stands before it. */
  private void say(String... tags) {
    said.add(tags);
  }

  private String[] lines(int from) {
    List<String> lines = new ArrayList<>();
    for (int n = from; n < said.size(); n++) {
      lines.add("#EXT-X-PROGRAM-DATE-TIME:" + date(n));
      lines.addAll(List.of(said.get(n)));
      lines.add("#EXTINF:2,\nout" + n + ".ts");
    }
    return lines.toArray(String[]::new);
  }

  private void pushPlaylist() {
    int from = Math.max(0, said.size() - 5);
    script.pushPlaylist(from, lines(from));
  }

  /** Pushes the next segment, with what stands before it. */
  private void encode(String... tags) {
    say(tags);
    script.push("out" + (said.size() - 1) + ".ts", "s" + said.size());
    pushPlaylist();
    script.pass(TWO);
  }

  private void encode(int count) {
    for (int i = 0; i < count; i++) {
      encode();
    }
  }

  /** The tags of all segments in the playlist, those without left out. */
  private List<String> tags() {
    return script.playlist().segments().stream().flatMap(s -> s.tags().stream()).toList();
  }

  private List<String> tagsOf(int place) {
    return script.playlist().segments().get(place).tags();
  }

  @Test
  void theCuesOfEncodersStandBeforeTheirSegmentsInTheirOrder() {
    String[] out = {
      "#EXT-OATCLS-SCTE35:/DA0AAAAAAAAAAAABQb+ADAQ6QAeAhxDVUVJQAAAO3/PAAEUrEoICAAAAAAg+2UBNAAA",
      "#EXT-X-ASSET:CAID=0x0000000020FB6501,GENRE=\"News%20at%20Ten\"",
      "#EXT-X-CUE-OUT:201.467"
    };
    String cont =
        "#EXT-X-CUE-OUT-CONT:ElapsedTime=5.939,Duration=201.467,SCTE35=/DA0AAAA+…AAg+2UBNAAANvrtoQ";
    String[] others = {
      "#EXT-X-CUE:DURATION=\"201.467\",ID=\"0\",TYPE=\"SpliceOut\",TIME=\"414.171\"",
      "#EXT-X-CUE-CONT:ID=1,AVAIL-DUR-ELAPSED=5.8",
      "#EXT-X-SCTE35:TYPE=0x34,CUE=\"/DAlAAAAAAAAAP/wFAUAAAABf+/+\",CUE-OUT=YES",
      "#EXT-X-SPLICEPOINT-SCTE35:/DAlAAAAAAAAAP/wFAUAAAABf+/+",
      CUE_OUT,
      CUE_OUT
    };
    encode();
    encode(out);
    encode(cont);
    encode(CUE_IN);
    encode(others);

    assertThat(tagsOf(0)).isEmpty();
    assertThat(tagsOf(1)).containsExactly(out);
    assertThat(tagsOf(2)).containsExactly(cont);
    assertThat(tagsOf(3)).containsExactly(CUE_IN);
    assertThat(tagsOf(4)).containsExactly(others);
    assertThat(script.playlist().toString()).contains("#EXT-X-CUE-IN\n#EXTINF:2,\n../chunk/");
  }

  @Test
  void otherTagsAreNotPassedOn() {
    encode(
        "#EXT-X-UNKNOWN:1",
        "#EXT-X-BITRATE:1",
        "#EXT-X-KEY:METHOD=NONE",
        "#EXT-X-CUE-OUTER",
        "#EXT-X-DATERANGES:ID=\"a\"",
        "#EXT-X-DATERANGE",
        "# EXT-X-CUE-IN");

    assertThat(tags()).isEmpty();
  }

  @Test
  void marksWaitWithTheirSegment() {
    say();
    say(CUE_OUT);
    say(range("a", 2), CUE_IN);
    script.push("out2.ts", "c");
    pushPlaylist();
    script.push("out1.ts", "b");
    assertThat(script.waiting()).containsExactly(1L, 2L);

    script.push("out0.ts", "a");

    assertThat(script.listing()).isEqualTo("0 1 2");
    assertThat(tagsOf(1)).containsExactly(CUE_OUT);
    assertThat(tagsOf(2)).containsExactly(range("a", 2), CUE_IN);
  }

  @Test
  void marksOfASegmentThatNeverComesStandBeforeItsGap() {
    encode();
    say(CUE_OUT, range("a", 1));
    encode(CUE_IN);
    script.pass(Duration.ofSeconds(5)).passTime();

    assertThat(script.listing()).isEqualTo("0 gap 2");
    assertThat(tagsOf(1)).containsExactly(CUE_OUT, range("a", 1));
    assertThat(tagsOf(2)).containsExactly(CUE_IN);
  }

  @Test
  void marksOfSegmentsThatAreNotEvenGapsGoWithTheNext() {
    encode();
    say(CUE_OUT);
    for (int n = 0; n < RunSequencer.MAX_GAPS; n++) {
      say("#EXT-X-CUE-OUT-CONT:" + n);
    }
    say();
    script.pushPlaylist(0, lines(0));
    script.push("out" + (said.size() - 1) + ".ts", "last");
    script.pass(Duration.ofSeconds(5)).passTime();

    assertThat(script.listing()).isEqualTo("0 | 18");
    assertThat(tagsOf(1))
        .hasSize(1 + RunSequencer.MAX_GAPS)
        .startsWith(CUE_OUT, "#EXT-X-CUE-OUT-CONT:0");
  }

  @Test
  void aDateRangeThatIsRepeatedIsListedOnce() {
    String range = range("a", 1, "PLANNED-DURATION=20");
    encode();
    encode(range);
    encode(range.replace("=20", "=20.000"));
    encode("#EXT-X-DATERANGE:ID=\"a\"");

    assertThat(tags()).containsExactly(range);
    assertThat(script.remarks()).isEmpty();
  }

  @Test
  void aDateRangeOfWhichMoreIsSaidIsListedAgainWithAll() {
    String out = range("999", 1, "PLANNED-DURATION=4", "SCTE35-OUT=0xFC30");
    encode();
    encode(out);
    encode(1);
    encode("#EXT-X-DATERANGE:ID=\"999\",END-DATE=\"" + date(3) + "\", SCTE35-IN=0xFC00");

    String in = out + ",END-DATE=\"" + millis(date(3)) + "\",SCTE35-IN=0xFC00";
    assertThat(tagsOf(1)).containsExactly(out);
    assertThat(tagsOf(3)).containsExactly(in);
    assertThat(script.remarks()).isEmpty();
  }

  @Test
  void aDateRangeMayNotBeSaidToBeAnother() {
    String range = range("a", 0, "DURATION=2", "X-A=\"1\"");
    encode(range);
    encode(range("a", 0, "DURATION=3", "X-A=\"1\""));
    encode(range("a", 0, "DURATION=2", "X-A=\"2\"", "X-B=3"));

    assertThat(tags()).containsExactly(range, range + ",X-B=3");
    assertThat(script.remarks())
        .hasSize(2)
        .allMatch(remark -> remark.contains("of the same ID has had another value"));
  }

  /** The ids of splices come again, and may not within one playlist. */
  @Test
  void anIdThatComesAgainForAnotherRangeIsToldApartByItsDate() {
    encode(range("1", 0, "PLANNED-DURATION=2"));
    encode(1);
    encode(range("1", 2, "PLANNED-DURATION=2"));
    encode("#EXT-X-DATERANGE:ID=\"1\",DURATION=2");
    encode(range("1", 0, "PLANNED-DURATION=2"), range("1", 2, "PLANNED-DURATION=2"));

    String other = "1-" + date(2).toEpochMilli();
    assertThat(tags())
        .containsExactly(
            range("1", 0, "PLANNED-DURATION=2"),
            range(other, 2, "PLANNED-DURATION=2"),
            range(other, 2, "PLANNED-DURATION=2", "DURATION=2"));
  }

  @Test
  void aMalformedDateRangeCostsNothingElse() {
    encode("#EXT-X-DATERANGE:ID=\"a", CUE_OUT);
    encode("#EXT-X-DATERANGE:ID=\"b\",START-DATE=\"never\"", CUE_IN);
    encode("#EXT-X-DATERANGE:ID=\"c\",DURATION=2");
    encode(range("d", 3, "DURATION=-2"));

    assertThat(script.listing()).isEqualTo("0 1 2 3");
    assertThat(tags()).containsExactly(CUE_OUT, CUE_IN, range("d", 3));
    assertThat(String.join("\n", script.remarks()))
        .contains("no closing quote", "is no date", "a START-DATE is missing", "DURATION");
  }

  @Test
  void controlCharactersBecomeSpaces() {
    encode("#EXT-X-CUE-OUT:a\tb\u0000c\u0085d\u2028#EXT-X-KEY\u007f.");

    assertThat(tags()).containsExactly("#EXT-X-CUE-OUT:a b c d #EXT-X-KEY .");
  }

  @Test
  void aDateRangeThatIsSaidLateGoesWithTheNextSegment() {
    encode(2);
    said.set(1, new String[] {range("a", 1, "DURATION=20")});
    pushPlaylist();
    assertThat(tags()).isEmpty();
    pushPlaylist();

    encode(CUE_OUT);
    encode(1);

    assertThat(tags()).containsExactly(range("a", 1, "DURATION=20"), CUE_OUT);
    assertThat(tagsOf(2)).hasSize(2);
    assertThat(script.manifest().window().markers().pending()).isEmpty();
  }

  @Test
  void aCueThatIsSaidLateIsLeftOut() {
    encode(2);
    said.set(1, new String[] {CUE_OUT});
    pushPlaylist();
    encode(1);

    assertThat(tags()).isEmpty();
    assertThat(script.remarks()).hasSize(1);
    assertThat(script.remarks().iterator().next()).startsWith("#EXT-X-CUE-OUT came behind");
  }

  @Test
  void whatIsSaidAgainOfSegmentsThatAreListedChangesNothing() {
    encode(range("a", 0), CUE_OUT);
    encode(CUE_IN);
    long revision = script.manifest().revision();

    pushPlaylist();

    assertThat(script.manifest().revision()).isEqualTo(revision);
    assertThat(script.remarks()).isEmpty();
  }

  private void retainTwentySeconds() {
    script.policy(StreamPolicy.builder().retention(Duration.ofSeconds(20)).build());
  }

  /** Section 6.2.1: not while a date of the range is one of a listed segment. */
  @Test
  void aDateRangeStaysWhileItLastsWhenItsSegmentHasLeft() {
    retainTwentySeconds();
    String range = range("a", 0, "DURATION=60");
    encode(range, CUE_OUT);
    encode(18);

    assertThat(script.manifest().window().mediaSequence()).isGreaterThan(0);
    assertThat(tagsOf(0)).containsExactly(range);
    assertThat(tags()).hasSize(1);

    encode(25);
    assertThat(script.manifest().window().head().get(0).start()).isAfter(date(30));
    assertThat(tags()).isEmpty();
    assertThat(script.manifest().window().markers()).isEqualTo(Markers.NONE);
  }

  @Test
  void whatIsAddedToADateRangeStandsWhereItWasSaidAndCarriesAll() {
    retainTwentySeconds();
    encode(range("a", 0, "SCTE35-OUT=0xFC"));
    encode(18);
    encode("#EXT-X-DATERANGE:ID=\"a\",DURATION=38");

    assertThat(tagsOf(0)).isEmpty();
    assertThat(tags()).containsExactly(range("a", 0, "SCTE35-OUT=0xFC", "DURATION=38"));
  }

  @Test
  void ofRangesOfUnknownDurationThoseStayThatAreOpen() {
    retainTwentySeconds();
    String open = range("open", 0, "SCTE35-OUT=0xFC");
    String program = range("p1", 0, "CLASS=\"program\"", "END-ON-NEXT=YES");
    encode(
        open,
        range("instant", 0, "SCTE35-CMD=0xFC"),
        range("planned", 0, "PLANNED-DURATION=2"),
        range("closed", 0, "SCTE35-OUT=0xFC", "SCTE35-IN=0xFC"),
        program);
    encode(40);
    assertThat(tags()).containsExactly(open, program);

    String next = range("p2", 41, "CLASS=\"program\"", "END-ON-NEXT=YES");
    encode(next);
    encode(40);
    assertThat(tags()).containsExactly(open, next);
  }

  @Test
  void whenTheEncodersClockIsSetItsDateRangesAreMovedAlong() {
    encode(2);
    Duration ahead = Duration.ofMinutes(2);
    say(
        range("a", 2 + 60, "END-DATE=\"" + date(3).plus(ahead) + "\""),
        "#EXT-X-PROGRAM-DATE-TIME:" + date(2).plus(ahead));
    script.push("out2.ts", "late");
    pushPlaylist();

    assertThat(script.manifest().window().head().get(2).start()).isEqualTo(date(2));
    assertThat(tags()).containsExactly(range("a", 2, "END-DATE=\"" + millis(date(3)) + "\""));
  }

  /** Media of exact durations, and an encoder whose clock runs by a wall clock. */
  @Test
  void theDatesOfAnEncoderAreFollowedWithinHalfASecond() {
    List<Instant> dates = new ArrayList<>();
    Instant date = begun.minusSeconds(7);
    for (int n = 0; n < 40; n++) {
      int millis = 1_900 + 37 * (n % 5);
      dates.add(date.plusMillis(n * 7 % 200));
      script.push("out" + n + ".ts", "s" + n);
      script.pushPlaylist(
          n,
          "#EXT-X-PROGRAM-DATE-TIME:" + dates.get(n),
          "#EXTINF:" + millis / 1_000.0 + ",\nout" + n + ".ts");
      date = date.plusMillis(millis);
      script.pass(Duration.ofMillis(millis));
    }

    Instant expected = Instant.MIN;
    List<MediaSegment> segments = script.playlist().segments();
    assertThat(segments).hasSize(40);
    for (int n = 0; n < 40; n++) {
      Instant start = segments.get(n).programDateTime().orElse(expected);
      assertThat(Duration.between(dates.get(n), start).abs()).isLessThan(Duration.ofMillis(500));
      expected = start.plus(segments.get(n).duration());
    }
  }
}
