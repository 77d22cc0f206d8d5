package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Units as encoders write them, emulation prevention included. */
class ParameterSetTest {

  private static final String H264_HIGH = "6764000dacd941519e226c04400000fa40003a9803c50a6580";
  private static final String HEVC_MAIN =
      "42010101600000030090000003000003003ca00a080c1f3e595952930bc05a0200000300020000030032" + "10";
  private static final String IDR = "65888400";

  private static byte[] annexB(String... units) {
    return HexFormat.of().parseHex("000001" + String.join("000001", units));
  }

  private static NalScanner scan(NalSyntax syntax, byte[] bytes) {
    var scanner = new NalScanner(syntax);
    scanner.begin();
    scanner.read(ByteBuffer.wrap(bytes), 0, bytes.length);
    return scanner;
  }

  private static VideoFormat format(NalSyntax syntax, String unit, String slice) {
    VideoFormat format = scan(syntax, annexB(unit, slice)).format();
    return format == null ? new VideoFormat("none", 0, 0, 0) : format;
  }

  @Test
  void anH264SetTellsCodecCroppedSizeAndFrameRate() {
    assertThat(format(NalSyntax.H264, H264_HIGH, IDR))
        .isEqualTo(new VideoFormat("avc1.64000d", 322, 182, 3_003));
  }

  @Test
  void anHevcSetTellsCodecAndCroppedSize() {
    assertThat(format(NalSyntax.HEVC, HEVC_MAIN, "2601af"))
        .isEqualTo(new VideoFormat("hvc1.1.6.L60.90", 320, 180, 0));
  }

  @Test
  void highTierAndProfileSpaceShowInTheCodec() {
    String high = HEVC_MAIN.replaceFirst("01600000", "a2200000");
    assertThat(format(NalSyntax.HEVC, high, "2601af").codec()).isEqualTo("hvc1.B2.4.H60.90");
  }

  @Test
  void aFormatIsNotReadFromAUnitThatIsTooShort() {
    assertThat(format(NalSyntax.H264, "6764", IDR).codec()).isEqualTo(MediaTrack.UNKNOWN_CODEC);
    assertThat(format(NalSyntax.HEVC, "420101", "2601af").codec())
        .isEqualTo(MediaTrack.UNKNOWN_CODEC);
  }

  @Test
  void aCutSetTellsItsCodecAndNoSize() {
    assertThat(format(NalSyntax.H264, H264_HIGH.substring(0, 14), IDR))
        .isEqualTo(new VideoFormat("avc1.64000d", 0, 0, 0));
  }

  @Test
  void everyCutOfASetIsReadWithoutHarm() {
    byte[] h264 = HexFormat.of().parseHex(H264_HIGH);
    byte[] hevc = HexFormat.of().parseHex(HEVC_MAIN);
    for (int length = 0; length <= h264.length; length++) {
      assertThat(H264Sps.parse(Arrays.copyOf(h264, length), length).width()).isIn(0, 322);
    }
    for (int length = 0; length <= hevc.length; length++) {
      assertThat(HevcSps.parse(Arrays.copyOf(hevc, length), length)).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"65, true", "41, false", "01, false"})
  void theFirstSliceTellsWhetherItIsAKeyFrameOfH264(String slice, boolean key) {
    NalScanner scanner = scan(NalSyntax.H264, annexB("09f0", slice + "88", "6588"));
    assertThat(scanner.isDone()).isTrue();
    assertThat(scanner.isKeyFrame()).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({"26, true", "28, true", "2a, true", "20, true", "02, false", "00, false"})
  void theFirstSliceTellsWhetherItIsAKeyFrameOfHevc(String slice, boolean key) {
    assertThat(scan(NalSyntax.HEVC, annexB("460150", slice + "01af")).isKeyFrame()).isEqualTo(key);
  }

  /** A recovery point after no frames (84), after two frames (2c), and behind another message. */
  @ParameterizedTest
  @CsvSource({"06060184, true", "060601 6c, false", "0601 0212 34 060184, true", "06ff0000, false"})
  void aRecoveryPointWithoutDelayIsAsGoodAsAKeyFrame(String message, boolean key) {
    byte[] bytes = annexB(message.replace(" ", ""), "419a24");
    assertThat(scan(NalSyntax.H264, bytes).isKeyFrame()).isEqualTo(key);
  }

  @Test
  void unitsMayBeCutAnywhereBetweenPackets() {
    byte[] bytes = annexB("09f0", H264_HIGH, "68ef8fcb", IDR);
    for (int cut = 0; cut <= bytes.length; cut++) {
      var scanner = new NalScanner(NalSyntax.H264);
      scanner.begin();
      scanner.read(ByteBuffer.wrap(bytes), 0, cut);
      scanner.read(ByteBuffer.wrap(bytes), cut, bytes.length);
      assertThat(scanner.format()).isEqualTo(new VideoFormat("avc1.64000d", 322, 182, 3_003));
      assertThat(scanner.isKeyFrame()).isTrue();
      assertThat(scanner.hasParameterSet()).isTrue();
    }
  }

  @Test
  void anEndlessUnitTakesNoMemory() {
    byte[] bytes = Arrays.copyOf(annexB(H264_HIGH), 1 << 20);
    Arrays.fill(bytes, 40, bytes.length, (byte) 0x55);
    NalScanner scanner = scan(NalSyntax.H264, bytes);
    assertThat(scanner.isDone()).isFalse();
    assertThat(scanner.format()).isNull();
  }

  @Test
  void whatWasLeftOpenIsForgottenWithTheNextPicture() {
    NalScanner scanner = scan(NalSyntax.H264, annexB("06060184"));
    scanner.begin();
    byte[] next = annexB("419a24");
    scanner.read(ByteBuffer.wrap(next), 0, next.length);
    assertThat(scanner.isKeyFrame()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000000000", "00000001ff", "000000000000000001"})
  void anExpGolombCodeThatIsTooLongIsAFailure(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    var bits = new BitReader(bytes, 0, bytes.length);
    assertThat(bits.unsigned()).isZero();
    assertThat(bits.hasFailed()).isTrue();
  }

  @Test
  void expGolombCodesCountFromZeroAndSignedOnesAlternate() {
    byte[] bytes = {(byte) 0b1_010_011_0, (byte) 0b0100_1_010, (byte) 0b011_00100};
    var bits = new BitReader(bytes, 0, bytes.length);
    int[] unsigned = {bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()};
    assertThat(unsigned).containsExactly(0, 1, 2, 3);
    int[] signed = {bits.signed(), bits.signed(), bits.signed(), bits.signed()};
    assertThat(signed).containsExactly(0, 1, -1, 2);
    assertThat(bits.hasFailed()).isFalse();
  }
}
