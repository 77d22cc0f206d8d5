package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.BlobVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrailerTest {

  private static final Trailer TRAILER =
      new Trailer(
          50_000,
          Instant.parse("2026-11-22T10:15:30.123456Z"),
          BlobVersion.of("0123456789abcdef0123456789abcdef"),
          "0011223344556677889900aabbccddee");

  private static String encoded(Trailer trailer) {
    return StandardCharsets.ISO_8859_1.decode(trailer.encode()).toString();
  }

  @Test
  void aTrailerIsALineOfItsOwn() {
    assertThat(encoded(TRAILER))
        .hasSize((int) Trailer.size(TRAILER.length()))
        .isEqualTo(
            "\n#chalk2 0011223344556677889900aabbccddee 000000000000c350 000660dac1c216c0"
                + " 0123456789abcdef0123456789abcdef 07d1ed39\n");
  }

  @Test
  void aTrailerIsReadAsItWasWritten() {
    assertThat(Trailer.decode(encoded(TRAILER))).contains(TRAILER);
  }

  @Test
  void timesBeforeTheEpochAndFarAheadAreKept() {
    for (String time : new String[] {"1950-01-01T00:00:00Z", "+12345-01-01T00:00:00Z"}) {
      Trailer trailer = new Trailer(0, Instant.parse(time), TRAILER.version(), "");
      assertThat(Trailer.decode(encoded(trailer))).contains(trailer);
    }
  }

  @ParameterizedTest
  @MethodSource("positions")
  void aTrailerWithAnyOtherCharacterIsNone(int position) {
    StringBuilder damaged = new StringBuilder(encoded(TRAILER));
    char former = damaged.charAt(position);
    for (char other : new char[] {'\0', '0', '1', 'f', ' ', (char) (former ^ 1)}) {
      damaged.setCharAt(position, other);
      assertThat(Trailer.decode(damaged.toString()).isPresent()).isEqualTo(other == former);
    }
  }

  static IntStream positions() {
    return IntStream.range(0, encoded(TRAILER).length());
  }

  @Test
  void aTrailerOfAnotherLengthIsNone() {
    assertThat(Trailer.decode("")).isEmpty();
    assertThat(Trailer.decode(encoded(TRAILER) + "\n")).isEmpty();
    assertThat(Trailer.decode(encoded(TRAILER).substring(1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 16383, 16384, 16385, 33554432})
  void aTrailerHasACheckForEachBlockOf16KiB(long length) {
    long blocks = (length + 16383) / 16384;
    assertThat(BlockChecks.count(length)).isEqualTo(blocks);
    String checks = "0123abcd".repeat((int) blocks);
    Trailer trailer = new Trailer(length, TRAILER.stored(), TRAILER.version(), checks);
    assertThat(Trailer.decode(encoded(trailer))).contains(trailer);
    assertThat(encoded(trailer)).hasSize((int) Trailer.size(length));
    Trailer longer = new Trailer(length, TRAILER.stored(), TRAILER.version(), checks + "00000000");
    assertThat(Trailer.decode(encoded(longer))).as("with a check too many").isEmpty();
  }
}
