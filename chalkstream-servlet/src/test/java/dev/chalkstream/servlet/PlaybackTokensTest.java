package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.StreamId;
import dev.chalkstream.servlet.PlaybackTokens.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybackTokensTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final StreamId STREAM = StreamId.of(WireServer.STREAM);
  private static final StreamId OTHER = StreamId.of("0".repeat(40));

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final PlaybackTokens tokens = PlaybackTokens.of(time::get, key(1));

  static byte[] key(int salt) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) salt);
    return key;
  }

  @Test
  void aTokenIsGoodUntilTheSecondOfItsExpiry() {
    String token = tokens.sign(STREAM, NOW.plusSeconds(60));

    assertThat(token).matches("[A-Za-z0-9_-]{56}");
    assertThat(tokens.check(token, STREAM)).isEqualTo(Verdict.VALID);
    time.set(NOW.plusMillis(59_999));
    assertThat(tokens.check(token, STREAM)).isEqualTo(Verdict.VALID);
    time.set(NOW.plusSeconds(60));
    assertThat(tokens.check(token, STREAM)).isEqualTo(Verdict.EXPIRED);
  }

  @Test
  void aTokenIsWhatItsDescriptionSays() {
    // Made with openssl: 01, 0069218cdc, the stream id, and their HMAC under 32 bytes of 01.
    String token = tokens.sign(OTHER, Instant.ofEpochSecond(0x69218cdcL));
    byte[] bytes = Base64.getUrlDecoder().decode(token);

    assertThat(Arrays.copyOf(bytes, 26))
        .inHexadecimal()
        .startsWith(0x01, 0x00, 0x69, 0x21, 0x8c, 0xdc)
        .endsWith(new byte[20]);
    assertThat(Arrays.copyOfRange(bytes, 26, 42))
        .asHexString()
        .isEqualTo("F444D5252EBA6DAC1BEBBF595AD63FFB");
  }

  @Test
  void aTokenIsGoodForOneStreamOnly() {
    assertThat(tokens.check(tokens.sign(STREAM, NOW.plusSeconds(60)), OTHER))
        .isEqualTo(Verdict.OTHER_STREAM);
  }

  @Test
  void aTokenThatIsChangedAnywhereIsNotValid() {
    byte[] token = Base64.getUrlDecoder().decode(tokens.sign(STREAM, NOW.plusSeconds(60)));

    for (int bit = 0; bit < 8 * token.length; bit++) {
      byte[] changed = token.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
      assertThat(tokens.check(text, STREAM)).as("bit %d", bit).isEqualTo(Verdict.INVALID);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "=", "ä", "%00", "AAAA====", "AQ"})
  void whatIsNoTokenIsNotValid(String text) {
    assertThat(tokens.check(text, STREAM)).isEqualTo(Verdict.INVALID);
    assertThat(tokens.check(text.repeat(56).substring(0, 56), STREAM)).isEqualTo(Verdict.INVALID);
  }

  @Test
  void noTokenIsMissing() {
    assertThat(tokens.check("", STREAM)).isEqualTo(Verdict.MISSING);
  }

  @Test
  void theFirstKeySignsAndAllAreGoodForChecking() {
    PlaybackTokens rotated = PlaybackTokens.of(time::get, key(2), key(1));
    PlaybackTokens renewed = PlaybackTokens.of(time::get, key(2));
    String old = tokens.sign(STREAM, NOW.plusSeconds(60));
    String fresh = rotated.sign(STREAM, NOW.plusSeconds(60));

    assertThat(rotated.check(old, STREAM)).isEqualTo(Verdict.VALID);
    assertThat(rotated.check(fresh, STREAM)).isEqualTo(Verdict.VALID);
    assertThat(renewed.check(fresh, STREAM)).isEqualTo(Verdict.VALID);
    assertThat(renewed.check(old, STREAM)).isEqualTo(Verdict.INVALID);
    assertThat(tokens.check(fresh, STREAM)).isEqualTo(Verdict.INVALID);
  }

  @Test
  void expiriesFromTheBeginningToTheEndOfTimeAreKept() {
    for (long second : new long[] {0, 1, 0xffff_ffffL, 0x1_0000_0000L, (1L << 40) - 1}) {
      String token = tokens.sign(STREAM, Instant.ofEpochSecond(second));
      time.set(Instant.ofEpochSecond(second - 1));
      assertThat(tokens.check(token, STREAM)).isEqualTo(Verdict.VALID);
      time.set(Instant.ofEpochSecond(second));
      assertThat(tokens.check(token, STREAM)).isEqualTo(Verdict.EXPIRED);
    }
    for (long second : new long[] {-1, 1L << 40}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tokens.sign(STREAM, Instant.ofEpochSecond(second)));
    }
  }

  @Test
  void thereAreKeysAndTheyAreLongEnough() {
    assertThatIllegalArgumentException().isThrownBy(PlaybackTokens::of);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlaybackTokens.of(key(1), new byte[31]))
        .withMessageContaining("32 bytes");
  }

  @Test
  void thePathOfAPlaylistIsRelativeToTheMapping() {
    String token = tokens.sign(STREAM, NOW);

    assertThat(tokens.playlistPath(STREAM, NOW))
        .isEqualTo("t/" + token + "/playlist/" + STREAM + ".m3u8");
  }
}
