package dev.chalkstream.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

  @ParameterizedTest
  @CsvSource({
    "HEX, 0, 1, 0",
    "HEX, 0, 16, 0000000000000000",
    "HEX, -1, 16, ffffffffffffffff",
    "HEX, 1311768467463790320, 16, 123456789abcdef0",
    "HEX, 4660, 2, 34",
    "BASE_32, 0, 4, 0000",
    "BASE_32, -1, 4, vvvv",
    "BASE_32, 33, 4, 0011",
    "BASE_32, 1048576, 4, 0000",
    "BASE_32, 1152921504606846975, 12, vvvvvvvvvvvv",
  })
  void theLowestBitsAreWritten(Digits digits, long value, int count, String expected) {
    assertThat(digits.text(value, count)).isEqualTo(expected);
  }

  @Test
  void numbersAreWrittenAsTheJdkWritesThemAndReadBack() {
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      long value = random.nextLong();
      long part = value >>> 4;
      assertThat(Digits.HEX.text(value, 16)).isEqualTo(String.format("%016x", value));
      assertThat(Digits.HEX.read("x" + Digits.HEX.text(value, 16) + "x", 1, 17)).isEqualTo(value);
      assertThat(Digits.BASE_32.text(part, 12)).endsWith(Long.toString(part, 32));
      assertThat(Digits.BASE_32.read(Digits.BASE_32.text(part, 12), 0, 12)).isEqualTo(part);
    }
  }

  @Test
  void nothingIsWrittenBesideThePlace() {
    byte[] ascii = "......".getBytes(StandardCharsets.US_ASCII);
    Digits.HEX.write(0xabcd, ascii, 2, 5);
    assertThat(new String(ascii, StandardCharsets.US_ASCII)).isEqualTo("..bcd.");
  }

  @Test
  void aPlaceIsFilledByDigitsOnly() {
    for (char c = 0; c < 0x300; c++) {
      boolean hex = "0123456789abcdef".indexOf(c) >= 0;
      boolean base32 = hex || "ghijklmnopqrstuv".indexOf(c) >= 0;
      assertThat(Digits.HEX.fill("x0" + c + "0x", 1, 4)).as("0x%x", (int) c).isEqualTo(hex);
      assertThat(Digits.BASE_32.fill("x0" + c + "0x", 1, 4)).as("0x%x", (int) c).isEqualTo(base32);
    }
    assertThat(Digits.HEX.fill("00", 0, 3)).as("the text is too short").isFalse();
    assertThat(Digits.HEX.fill("", 0, 0)).isTrue();
  }
}
