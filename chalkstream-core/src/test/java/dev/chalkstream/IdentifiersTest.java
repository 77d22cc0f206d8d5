package dev.chalkstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.internal.manifest.StoredName;
import dev.chalkstream.media.MediaFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void aStreamIdIsTheSha1OfTheSessionId() {
    assertThat(SessionId.of("abc").streamId())
        .isEqualTo(StreamId.of("a9993e364706816aba3e25717850c26c9cd0d89d"));
  }

  @Test
  void aSessionIdDoesNotTellItsSecret() {
    assertThat(SessionId.of("hush-hush").toString())
        .doesNotContain("hush")
        .contains(SessionId.of("hush-hush").streamId().value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A-Z_a.z~0", "...", ".a", "01ARZ3NDEKTSV4RRFFQ69G5FAV"})
  void theseAreSessionIds(String value) {
    assertThat(SessionId.of(value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a/b", "a%2f", "ä", "a\n", "a:b", "\0"})
  void theseAreNotAndTheMessageDoesNotRepeatThem(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionId.of(value))
        .withMessageStartingWith("a session id");
  }

  @Test
  void aSessionIdHasAtMost128Characters() {
    assertThat(SessionId.of("x".repeat(128)).value()).hasSize(128);
    assertThatIllegalArgumentException().isThrownBy(() -> SessionId.of("x".repeat(129)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a9993e364706816aba3e25717850c26c9cd0d89",
        "a9993e364706816aba3e25717850c26c9cd0d89dd",
        "A9993E364706816ABA3E25717850C26C9CD0D89D",
        "g9993e364706816aba3e25717850c26c9cd0d89d"
      })
  void theseAreNotStreamIds(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> StreamId.of(value));
  }

  @Test
  void aSegmentDigestIsTheSha256OfTheBytes() {
    ByteBuffer bytes = ByteBuffer.wrap("xabcx".getBytes(StandardCharsets.UTF_8), 1, 3);
    assertThat(SegmentDigest.compute(bytes)).isEqualTo(SegmentDigest.of(SHA256_OF_ABC));
    assertThat(bytes.position()).isEqualTo(1);
    assertThat(SegmentDigest.compute(bytes.asReadOnlyBuffer()).value()).isEqualTo(SHA256_OF_ABC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-0000000000000000", "-vvvvvvvvvvvvvvvv", "-01h8s2mk70000abc"})
  void aSegmentNameIsReadBackAsItIsWritten(String nonce) {
    String name = SHA256_OF_ABC + nonce + ".ts";
    assertThat(SegmentName.parse(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-",
        "-1",
        "0000000000000000",
        "-000000000000000",
        "-00000000000000000",
        "-000000000000000w",
        "-000000000000000A",
        "--00000000000000",
        "-+00000000000000"
      })
  void theseAreNotNoncesOfASegment(String nonce) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmentName.parse(SHA256_OF_ABC + nonce + ".ts"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".ts", "manifest.json", "ba7816bf.ts"})
  void theseAreNotSegmentNames(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> SegmentName.parse(name));
  }

  @Test
  void aNonceTellsWhenItsSegmentWasStored() {
    SegmentDigest digest = SegmentDigest.of(SHA256_OF_ABC);
    Instant late = Instant.parse("2999-12-31T23:59:59.999Z");
    SegmentName name = StoredName.of(SegmentName.of(digest, MediaFile.MPEG_TS), late, -1);
    assertThat(StoredName.storedAt(name)).isEqualTo(late);
    assertThat(name.isPlain()).isFalse();
    assertThat(
            StoredName.of(SegmentName.of(digest, MediaFile.MPEG_TS), late.plusMillis(1), 0).nonce())
        .as("later names stand behind earlier ones")
        .isGreaterThan(name.nonce());
    assertThat(SegmentName.of(digest, MediaFile.MPEG_TS).isPlain()).isTrue();
  }

  @Test
  void aNameHasAnExtension() {
    assertThatIllegalArgumentException().isThrownBy(() -> SegmentName.parse(SHA256_OF_ABC));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SegmentName.parse(SHA256_OF_ABC + ".m4v"));
  }
}
