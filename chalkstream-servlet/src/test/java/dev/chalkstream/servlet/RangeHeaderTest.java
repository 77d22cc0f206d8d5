package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.ByteRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeHeaderTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0-0",
    "bytes=0-499, 0-499",
    "Bytes=5-, 5-",
    "bytes=-7, -7",
    "bytes= 1-2 , 1-2",
    "bytes=0000000000000000000000001-2, 1-2",
    "bytes=-99999999999999999999999, -9223372036854775807",
    "bytes=0-99999999999999999999999, 0-"
  })
  void oneRangeIsRead(String header, String range) {
    assertThat(RangeHeader.parse(header)).map(ByteRange::toString).contains(range);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=-0", "bytes=1000-", "bytes=99999999999999999999999-"})
  void aRangeBeyondTheEndCoversNothing(String header) {
    assertThat(RangeHeader.parse(header)).map(range -> range.length(1_000)).contains(0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=2-1",
        "bytes=+1-2",
        "bytes=--1",
        "bytes=0-1,3-4",
        "bytes=0-1,",
        "items=0-1",
        "bytes 0-1",
        "bytes=1-2-3",
        "bytes=0x1-2"
      })
  void whatIsNoSingleRangeMeansTheWhole(String header) {
    assertThat(RangeHeader.parse(header)).isEmpty();
  }
}
