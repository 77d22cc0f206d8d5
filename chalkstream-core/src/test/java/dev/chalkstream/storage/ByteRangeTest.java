package dev.chalkstream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

  /** Range, size of the blob, offset, length. Nothing before the dash is a suffix. */
  @ParameterizedTest
  @CsvSource({
    "0-, 10, 0, 10",
    "0-, 0, 0, 0",
    "3-, 10, 3, 7",
    "9-, 10, 9, 1",
    "10-, 10, 10, 0",
    "11-, 10, 10, 0",
    "0-0, 10, 0, 1",
    "2-5, 10, 2, 4",
    "9-9, 10, 9, 1",
    "0-9, 10, 0, 10",
    "5-10, 10, 5, 5",
    "5-9223372036854775806, 10, 5, 5",
    "10-12, 10, 10, 0",
    "20-30, 10, 10, 0",
    "0-0, 0, 0, 0",
    "-1, 10, 9, 1",
    "-10, 10, 0, 10",
    "-11, 10, 0, 10",
    "-9223372036854775807, 10, 0, 10",
    "-1, 0, 0, 0",
    "0-, 9223372036854775807, 0, 9223372036854775807",
    "1-, 9223372036854775807, 1, 9223372036854775806"
  })
  void aRangeIsCutToTheBlob(String range, long size, long offset, long length) {
    ByteRange parsed = parse(range);
    assertThat(parsed.offset(size)).as("offset").isEqualTo(offset);
    assertThat(parsed.length(size)).as("length").isEqualTo(length);
    assertThat(parsed).hasToString(range);
  }

  private static ByteRange parse(String text) {
    int dash = text.indexOf('-');
    String first = text.substring(0, dash);
    String last = text.substring(dash + 1);
    if (first.isEmpty()) {
      return ByteRange.last(Long.parseLong(last));
    }
    return last.isEmpty()
        ? ByteRange.from(Long.parseLong(first))
        : ByteRange.between(Long.parseLong(first), Long.parseLong(last));
  }

  @Test
  void aRangeNeverLeavesTheBlob() {
    for (long size = 0; size < 6; size++) {
      for (long first = 0; first < 8; first++) {
        check(ByteRange.from(first), size);
        check(ByteRange.last(first + 1), size);
        for (long last = first; last < 9; last++) {
          check(ByteRange.between(first, last), size);
        }
      }
    }
  }

  private static void check(ByteRange range, long size) {
    assertThat(range.offset(size)).isBetween(0L, size);
    assertThat(range.length(size)).isBetween(0L, size - range.offset(size));
  }

  @Test
  void onlyTheWholeIsAll() {
    assertThat(ByteRange.all().isAll()).isTrue();
    assertThat(ByteRange.from(0).isAll()).isTrue();
    assertThat(ByteRange.from(1).isAll()).isFalse();
    assertThat(ByteRange.between(0, Long.MAX_VALUE - 1).isAll()).isFalse();
    assertThat(ByteRange.last(Long.MAX_VALUE).isAll()).isFalse();
  }

  @Test
  void rangesOfTheSameFormAreEqual() {
    assertThat(ByteRange.from(0)).isEqualTo(ByteRange.all()).hasSameHashCodeAs(ByteRange.all());
    assertThat(ByteRange.between(1, 2))
        .isEqualTo(ByteRange.between(1, 2))
        .hasSameHashCodeAs(ByteRange.between(1, 2))
        .isNotEqualTo(ByteRange.between(1, 3))
        .isNotEqualTo(ByteRange.between(0, 2));
    assertThat(ByteRange.last(5)).isNotEqualTo(ByteRange.between(0, 5)).isNotEqualTo("-5");
  }

  @Test
  void whatIsNoRangeIsRefused() {
    assertRefused(() -> ByteRange.between(-1, 5));
    assertRefused(() -> ByteRange.between(5, 4));
    assertRefused(() -> ByteRange.from(-1));
    assertRefused(() -> ByteRange.last(0));
    assertRefused(() -> ByteRange.last(-1));
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
  }
}
