package dev.chalkstream.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T13:00:00.250+0100, 2026-03-01T12:00:00.250Z",
    "2026-03-01T13:00:00.250+01:00, 2026-03-01T12:00:00.250Z",
    "2026-03-01T13:00:00+01, 2026-03-01T12:00:00Z",
    "2026-03-01T00:30:00-0130, 2026-03-01T02:00:00Z",
    "2026-03-01T13:00:00Z, 2026-03-01T13:00:00Z",
    "2026-03-01T13:00Z, 2026-03-01T13:00:00Z",
    "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999999999Z",
    "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z",
    "2026-03-01T24:00:00Z, 2026-03-02T00:00:00Z",
    "2026-03-01T13:00:00.Z, 2026-03-01T13:00:00Z",
    "+12026-03-01T13:00:00Z, +12026-03-01T13:00:00Z",
    "2026-03-01T13:00:00+18:00, 2026-02-28T19:00:00Z"
  })
  void aDateIsReadWithEveryKindOfOffset(String written, String date) {
    assertThat(DateTime.parse(written)).contains(Instant.parse(date));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-03-01",
        "2026-03-01T13:00:00",
        "2026-02-29T13:00:00Z",
        "2026-13-01T13:00:00Z",
        "2026-03-01T13:60:00Z",
        "2026-03-01T13:00:60Z",
        "2026-03-01T13:00:00.0123456789Z",
        "2026-03-01T13:00:00+19:00",
        "2026-03-01T13:00:00+01:60",
        "2026-03-01T13:00:00*0100",
        "2026-03-01T13:00:00+0100Z",
        "2026-03-01 13:00:00Z"
      })
  void whatMakesNoSenseIsNoDate(String written) {
    assertThat(DateTime.parse(written)).isEmpty();
  }

  @Test
  void everyDateIsTheSameThatAFormatterReads() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      OffsetDateTime date =
          Instant.ofEpochSecond(
                  random.nextLong(253_402_000_000L), random.nextInt(1_000) * 1_000_000)
              .atOffset(ZoneOffset.ofHoursMinutes(random.nextInt(18), random.nextInt(60)));
      String written = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(date);
      assertThat(DateTime.parse(written)).as(written).contains(date.toInstant());
    }
  }
}
