package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadHeadersTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "007, 7", "999999999999999999, 999999999999999999"})
  void aSequenceIsRead(String value, long sequence) throws ProblemException {
    assertThat(UploadHeaders.sequence(value)).isEqualTo(sequence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "+1", "1.0", "1e3", "0x1", "1_0", " 1", "٣", "1000000000000000000"})
  void aSequenceOfAnotherFormIsMalformed(String value) {
    assertMalformed(() -> UploadHeaders.sequence(value));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2000000000",
    "2.0, 2000000000",
    "2.002, 2002000000",
    "0.000001, 1000",
    ".48, 480000000",
    "1.9999999999, 1999999999",
    "0.100000000000000005, 100000000",
    "999999999, 999999999000000000"
  })
  void aDurationIsReadExactly(String value, long nanos) throws ProblemException {
    assertThat(UploadHeaders.duration(value)).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        "1e3",
        "0x1p3",
        "NaN",
        "Infinity",
        ".",
        "-.5",
        "..5",
        "2.",
        "2,0",
        "1.2.3",
        "2s",
        "٣",
        "1000000000",
        "0.1234567890123456789"
      })
  void aDurationOfAnotherFormIsMalformed(String value) {
    assertMalformed(() -> UploadHeaders.duration(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-2", "2.0", "301", "999999999999999999999"})
  void aTargetDurationIsFromOneSecondToTheLongestSegment(String value) throws ProblemException {
    assertThat(UploadHeaders.targetDuration("300").seconds()).isEqualTo(300);
    assertMalformed(() -> UploadHeaders.targetDuration(value));
  }

  private static void assertMalformed(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(read)
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(400));
  }
}
