package dev.chalkstream.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateRangeTest {

  private static final String START = "START-DATE=\"2026-03-01T12:00:00.000Z\"";

  private final List<String> leftOut = new ArrayList<>();

  private DateRange parse(String attributes) {
    return DateRange.parse(DateRange.TAG + ":" + attributes, leftOut::add);
  }

  private String read(String attributes) {
    return parse(attributes).line().substring(DateRange.TAG.length() + 1);
  }

  /** The two lines of AWS Elemental Live's manual. */
  @Test
  void aBreakOfAnElementalEncoderIsRead() {
    DateRange out =
        parse(
            "ID=\"999\",START-DATE=\"2018-08-22T21:54:00.079Z\",PLANNED-DURATION=30.000,"
                + " SCTE35-OUT=0xFC302500000000000000FFF01405000003E77FEFFE0011FB9EFE002932E0");
    assertThat(out.isOpenBreak()).isTrue();
    assertThat(out.plannedDuration()).contains(Duration.ofSeconds(30));
    assertThat(out.endDate()).isEmpty();

    DateRange in =
        parse(
            "ID=\"999\",END-DATE=\"2018-08-22T21:54:30.109Z\",DURATION=30.030,"
                + " SCTE35-IN=0xFC0000425100");
    assertThat(in.startDate()).isEmpty();

    DateRange whole = out.with(in, leftOut::add);
    assertThat(whole.endDate()).contains(Instant.parse("2018-08-22T21:54:30.109Z"));
    assertThat(whole.isOpenBreak()).isFalse();
    assertThat(whole.line())
        .isEqualTo(
            "#EXT-X-DATERANGE:ID=\"999\",START-DATE=\"2018-08-22T21:54:00.079Z\","
                + "PLANNED-DURATION=30,"
                + "SCTE35-OUT=0xFC302500000000000000FFF01405000003E77FEFFE0011FB9EFE002932E0,"
                + "END-DATE=\"2018-08-22T21:54:30.109Z\",DURATION=30.03,SCTE35-IN=0xFC0000425100");
    assertThat(leftOut).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "START-DATE=\"2026-03-01T13:00:00+0100\" | START-DATE=\"2026-03-01T12:00:00.000Z\"",
        "START-DATE=\"2026-03-01T12:00:00.5\" | START-DATE=\"2026-03-01T12:00:00.500Z\"",
        "START-DATE=2026-03-01T12:00:00.123456789Z | START-DATE=\"2026-03-01T12:00:00.123456Z\"",
        "START-DATE=\"2026-03-01T12:00:00Z\",DURATION=.50 | "
            + "START-DATE=\"2026-03-01T12:00:00.000Z\",DURATION=0.5",
        "DURATION=\"0.000\" | DURATION=0",
        "SCTE35-CMD=0XfCab | SCTE35-CMD=0xFCAB",
        "SCTE35-CMD=\"0xFC\" | SCTE35-CMD=0xFC",
        "CLASS=\"\" | CLASS=\"\"",
        "CUE=\"PRE,ONCE\" , X-A=-1.5,X-B=\"a,b=c\",X-C=0xff | CUE=\"PRE,ONCE\",X-A=-1.5,"
            + "X-B=\"a,b=c\",X-C=0xff"
      })
  void valuesAreWrittenInOneForm(String said, String written) {
    assertThat(read("ID=\"a\"," + said)).isEqualTo("ID=\"a\"," + written);
    assertThat(leftOut).isEmpty();
  }

  @Test
  void theIdComesFirst() {
    assertThat(read(START + ",ID=\"x y\"")).isEqualTo("ID=\"x y\"," + START);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "ID",
        "ID=",
        "ID=\"\"",
        "ID=\" \"",
        "ID=\"a",
        "ID=\"a\"b",
        "ID=\"a\",ID=\"b\"",
        "START-DATE=\"2026-03-01T12:00:00Z\"",
        "ID=\"a\",START-DATE=\"yesterday\"",
        "ID=\"a\",START-DATE=\"1066-10-14T09:00:00Z\"",
        "ID=\"a\",START-DATE=\"+999999999-12-31T23:59:59.999999999-18:00\"",
        "ID=\"a\",START-DATE=\"\"",
        "ID=\"a\",x-lower=\"1\"",
        "ID=\"a\",X A=\"1\"",
        "ID=\"a\",X-A=b\"c\"",
        "ID=\"a\",X-A=b c",
        "ID=\"a\",=\"1\"",
        "ID=\"a\",,X-A=1"
      })
  void whatIsMalformedIsNoDateRange(String attributes) {
    assertThatIllegalArgumentException().isThrownBy(() -> parse(attributes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "DURATION=-1 | DURATION",
        "DURATION=1e3 | DURATION",
        "DURATION=9999999999 | DURATION",
        "PLANNED-DURATION=NaN | PLANNED-DURATION",
        "END-DATE=\"soon\" | END-DATE",
        "END-DATE=\"2026-03-01T11:59:59Z\" | END-DATE",
        "SCTE35-OUT=FC30 | SCTE35-OUT",
        "SCTE35-IN=0x | SCTE35-IN",
        "END-ON-NEXT=NO,CLASS=\"c\" | END-ON-NEXT",
        "END-ON-NEXT=YES | END-ON-NEXT",
        "END-ON-NEXT=YES,CLASS=\"c\",DURATION=1 | END-ON-NEXT",
        "DURATION=10,END-DATE=\"2026-03-01T12:00:09Z\" | END-DATE"
      })
  void anAttributeThatMakesNoSenseIsLeftOutAlone(String attributes, String name) {
    DateRange range = parse("ID=\"a\"," + START + "," + attributes);

    assertThat(leftOut).containsExactly(name);
    assertThat(range.line()).doesNotContain("," + name + "=").contains(START);
  }

  @Test
  void aLaterTagAddsAndDoesNotChange() {
    DateRange known = parse("ID=\"a\"," + START + ",DURATION=10,X-A=\"1\"");

    DateRange whole = known.with(parse("ID=\"a\",DURATION=10.0,X-A=\"2\",X-B=\"3\""), leftOut::add);

    assertThat(whole.line()).endsWith(START + ",DURATION=10,X-A=\"1\",X-B=\"3\"");
    assertThat(leftOut).containsExactly("X-A");
    assertThat(known.with(parse("ID=\"a\",DURATION=10"), name -> {})).isEqualTo(known);
  }

  @Test
  void anEndThatContradictsAKnownDurationIsLeftOut() {
    DateRange known = parse("ID=\"a\"," + START + ",DURATION=10");
    DateRange next = parse("ID=\"b\",CLASS=\"c\",END-ON-NEXT=YES," + START);

    assertThat(known.with(parse("ID=\"a\",END-DATE=\"2026-03-01T12:00:12Z\""), leftOut::add))
        .isEqualTo(known);
    assertThat(next.with(parse("ID=\"b\",DURATION=10"), leftOut::add)).isEqualTo(next);
    assertThat(leftOut).containsExactly("END-DATE", "DURATION");
  }

  @Test
  void aRangeCanBeMovedAndRenamed() {
    DateRange range = parse("ID=\"a\"," + START + ",END-DATE=\"2026-03-01T12:00:10Z\"");

    assertThat(range.movedBy(Duration.ofMillis(-1_500)).withId("b").line())
        .endsWith(
            ":ID=\"b\",START-DATE=\"2026-03-01T11:59:58.500Z\","
                + "END-DATE=\"2026-03-01T12:00:08.500Z\"");
    assertThat(range.movedBy(Duration.ofDays(-365L * 100))).isEqualTo(range);
  }

  /** Whatever comes, it is read or refused, and what was read is read again as the same. */
  @Test
  void hostileAttributeListsAreReadOrRefused() {
    List<String> parts =
        List.of(
            "ID=\"a\"",
            "ID",
            "=",
            "\"",
            ",",
            " ",
            "START-DATE",
            START,
            "DURATION=",
            "1",
            "-",
            ".",
            "END-DATE=\"2026-03-01T12:00:10Z\"",
            "CLASS=\"c\"",
            "END-ON-NEXT=YES",
            "0x",
            "F",
            "SCTE35-OUT=0xFC",
            "X-\u00e9=1",
            "X-A=\"\ud83d\ude00\"",
            "PLANNED-DURATION=1");
    var random = new Random(20261128);
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder(random.nextBoolean() ? "ID=\"a\"" : "");
      for (int i = random.nextInt(8); i > 0; i--) {
        text.append(random.nextInt(3) > 0 ? "," : "");
        text.append(parts.get(random.nextInt(parts.size())));
      }
      try {
        DateRange range = parse(text.toString());
        leftOut.clear();
        assertThat(DateRange.parse(range.line(), leftOut::add)).isEqualTo(range);
        assertThat(leftOut).as(range.line()).isEmpty();
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }
}
