package dev.chalkstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.chalkstream.internal.manifest.StoredName;
import dev.chalkstream.media.MediaFile;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests and names are kept as numbers, and nobody sees that. */
class SegmentNameTest {

  private static final String HEX = "0123456789abcdef";
  private static final String BASE_32 = "0123456789abcdefghijklmnopqrstuv";
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  private static String random(Random random, String digits, int length) {
    StringBuilder text = new StringBuilder(length);
    random.ints(length, 0, digits.length()).forEach(i -> text.append(digits.charAt(i)));
    return text.toString();
  }

  private static SegmentName name(String digest, String nonce) {
    return new SegmentName(SegmentDigest.of(digest), nonce, MediaFile.MPEG_TS);
  }

  private static void assertIsKept(String digest, String nonce) {
    String text = digest + (nonce.isEmpty() ? "" : "-" + nonce) + ".ts";
    SegmentName name = name(digest, nonce);

    assertThat(name.digest().value()).isEqualTo(digest);
    assertThat(name.digest()).hasToString(digest).isEqualTo(new SegmentDigest(digest));
    assertThat(name.nonce()).isEqualTo(nonce);
    assertThat(name.isPlain()).isEqualTo(nonce.isEmpty());
    assertThat(name.file()).isEqualTo(MediaFile.MPEG_TS);
    assertThat(name).hasToString(text).isEqualTo(SegmentName.parse(text));
    assertThat(name).hasSameHashCodeAs(SegmentName.parse(text));
  }

  @Test
  void whateverDigitsANameHasAreReadBack() {
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      String digest = random(random, HEX, 64);
      assertIsKept(digest, random(random, BASE_32, 16));
      assertIsKept(digest, "");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0", "f, v", "7, f", "8, g", "f, 0", "0, v",
  })
  void theLeastAndTheGreatestDigitsAreReadBack(String hex, String base32) {
    assertIsKept(hex.repeat(64), base32.repeat(16));
    assertIsKept(hex.repeat(64), "");
  }

  @Test
  void eachDigitCounts() {
    Map<SegmentName, String> names = new HashMap<>();
    names.put(name(DIGEST, ""), "plain");
    names.put(name(DIGEST, "0".repeat(16)), "zeros");
    for (int i = 0; i < 64; i++) {
      String other = DIGEST.charAt(i) == '0' ? "1" : "0";
      names.put(name(DIGEST.substring(0, i) + other + DIGEST.substring(i + 1), ""), "digest " + i);
    }
    for (int i = 0; i < 16; i++) {
      names.put(name(DIGEST, "0".repeat(i) + "1" + "0".repeat(15 - i)), "nonce " + i);
    }

    assertThat(names).hasSize(2 + 64 + 16).containsEntry(name(DIGEST, "0".repeat(16)), "zeros");
    assertThat(name(DIGEST, "").hashCode()).isNotEqualTo(name(DIGEST, "1".repeat(16)).hashCode());
    assertThat(name(DIGEST, "").digest().equals((Object) DIGEST)).isFalse();
    assertThat(name(DIGEST, "").equals((Object) (DIGEST + ".ts"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123456789abcde",
        "00123456789abcdef",
        "0123456789abcdeF",
        "0123456789abcdeg",
        "0123456789abcde ",
        "0123456789abcde/",
        "0123456789abcde:",
        "0123456789abcde`",
        "0123456789abcde\0",
        "0123456789abcde\u0660",
        "0123456789abcde\uff11",
        "0123456789abcde\n",
      })
  void theseAreNotDigests(String end) {
    String text = DIGEST.substring(16) + end;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmentDigest.of(text))
        .withMessage("a segment digest is 64 lower-case hexadecimal digits, not '" + text + "'");
    assertRefused(text + ".ts");
    assertRefused(text + "-0123456789abcdef.ts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+0123456789abcdef",
        "0123456789abcdef",
        "--123456789abcdef",
        "-0123456789abcde",
        "-0123456789abcdef0",
        "-0123456789abcdeV",
        "-0123456789abcdew",
        "-0123456789abcde\u0660",
        "-0123456789abcdef-0123456789abcdef",
        "-0123456789abcdef\n",
      })
  void theseAreNotNames(String end) {
    if (!end.isEmpty()) {
      assertRefused(DIGEST + end + ".ts");
    }
    for (String extension : List.of("", ".", "ts", ".TS", ".ts\n", ".ts.", ".m2ts", ".m4v")) {
      assertRefused(DIGEST + end + extension);
    }
  }

  private static void assertRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmentName.parse(text))
        .withMessage(
            "a segment is named {digest}.ts or {digest}-{nonce}.ts, or with .m4s, .mp4 or .m4a"
                + " for .ts, not '"
                + text
                + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0123456789abcde",
        "0123456789abcdef0",
        "0123456789abcdeV",
        "-123456789abcdef"
      })
  void theseAreNotNonces(String nonce) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> name(DIGEST, nonce))
        .withMessage("a nonce has 16 digits of base 32, not '" + nonce + "'");
  }

  @Test
  @SuppressWarnings("NullAway") // That null is refused is what is tested.
  void nothingOfANameMayBeMissing() {
    SegmentDigest digest = SegmentDigest.of(DIGEST);
    assertThatNullPointerException().isThrownBy(() -> SegmentDigest.of(null));
    assertThatNullPointerException()
        .isThrownBy(() -> new SegmentName(null, "", MediaFile.MPEG_TS))
        .withMessage("digest");
    assertThatNullPointerException()
        .isThrownBy(() -> new SegmentName(digest, "", null))
        .withMessage("file");
    assertThatNullPointerException()
        .isThrownBy(() -> new SegmentName(digest, null, MediaFile.MPEG_TS));
    assertThatNullPointerException().isThrownBy(() -> SegmentName.parse(null));
  }

  @Test
  void aStoredNameIsMadeOfItsTimeAndOfANumber() {
    SegmentName plain = name(DIGEST, "");
    Random random = new Random(6);
    for (int i = 0; i < 1_000; i++) {
      Instant time = Instant.ofEpochMilli(random.nextLong() >>> 19);
      long number = random.nextLong();
      SegmentName name = StoredName.of(plain, time, number);
      assertThat(StoredName.storedAt(name)).isEqualTo(time);
      assertThat(Long.parseLong(name.nonce().substring(9), 32)).isEqualTo(number & (1L << 35) - 1);
      assertIsKept(DIGEST, name.nonce());
    }
    assertThat(StoredName.of(plain, Instant.EPOCH, 0).nonce()).isEqualTo("0".repeat(16));
    assertThat(StoredName.of(plain, Instant.ofEpochMilli(-1), -1).nonce())
        .isEqualTo("v".repeat(16));
  }
}
