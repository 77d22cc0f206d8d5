package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.BlobVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrailerTest {

  private static final Trailer TRAILER =
      new Trailer(
          50_000,
          Instant.parse("2026-11-22T10:15:30.123456Z"),
          BlobVersion.of("0123456789abcdef0123456789abcdef"));

  private static String encoded(Trailer trailer) {
    return StandardCharsets.ISO_8859_1.decode(trailer.encode()).toString();
  }

  @Test
  void aTrailerIsALineOfItsOwn() {
    assertThat(encoded(TRAILER))
        .hasSize(Trailer.SIZE)
        .isEqualTo(
            "\n#chalk1 000000000000c350 000660dac1c216c0 0123456789abcdef0123456789abcdef\n");
  }

  @Test
  void aTrailerIsReadAsItWasWritten() {
    assertThat(Trailer.decode(encoded(TRAILER))).contains(TRAILER);
  }

  @Test
  void timesBeforeTheEpochAndFarAheadAreKept() {
    for (String time : new String[] {"1950-01-01T00:00:00Z", "+12345-01-01T00:00:00Z"}) {
      Trailer trailer = new Trailer(0, Instant.parse(time), TRAILER.version());
      assertThat(Trailer.decode(encoded(trailer))).contains(trailer);
    }
  }

  @ParameterizedTest
  @MethodSource("positions")
  void aTrailerWithAForeignCharacterIsNone(int position) {
    StringBuilder damaged = new StringBuilder(encoded(TRAILER));
    damaged.setCharAt(position, '\0');
    assertThat(Trailer.decode(damaged.toString())).isEmpty();
  }

  static IntStream positions() {
    return IntStream.range(0, Trailer.SIZE);
  }

  @Test
  void aTrailerOfAnotherLengthIsNone() {
    assertThat(Trailer.decode("")).isEmpty();
    assertThat(Trailer.decode(encoded(TRAILER) + "\n")).isEmpty();
    assertThat(Trailer.decode(encoded(TRAILER).substring(1))).isEmpty();
  }
}
