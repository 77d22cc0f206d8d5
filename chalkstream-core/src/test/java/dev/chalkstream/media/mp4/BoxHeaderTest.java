package dev.chalkstream.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoxHeaderTest {

  private static Optional<BoxHeader> decode(String hex) {
    return BoxHeader.decode(Bytes.of(HexFormat.of().parseHex(hex)));
  }

  @Test
  void aHeaderHasASizeOf32BitsOr64() {
    assertThat(decode("000000106d666864")).contains(new BoxHeader("mfhd", 16, 8));
    assertThat(decode("000000016d646174" + "0000000100000000"))
        .contains(new BoxHeader("mdat", 1L << 32, 16));
    assertThat(decode("ffffffff6d646174")).contains(new BoxHeader("mdat", 0xffff_ffffL, 8));
  }

  @Test
  void aHeaderThatIsNotAllThereIsNone() {
    assertThat(decode("")).isEmpty();
    assertThat(decode("000000106d6668")).isEmpty();
    assertThat(decode("000000016d646174" + "00000001000000")).isEmpty();
  }

  @Test
  void aSizeThatIsSmallerThanTheHeaderIsImpossible() {
    assertThat(decode("000000006d646174").orElseThrow().isPossible()).isTrue();
    assertThat(decode("000000086d646174").orElseThrow().isPossible()).isTrue();
    assertThat(decode("000000076d646174").orElseThrow().isPossible()).isFalse();
    assertThat(decode("000000016d646174000000000000000f").orElseThrow().isPossible()).isFalse();
    assertThat(decode("000000016d6461748000000000000020").orElseThrow().isPossible()).isFalse();
  }
}
