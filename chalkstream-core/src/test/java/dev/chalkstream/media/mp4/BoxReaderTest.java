package dev.chalkstream.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxReaderTest {

  private static final BoxTypes TYPES =
      BoxTypes.none()
          .with(ContainerBox::decode, "moov", "trak")
          .with(MediaData::decode, MediaData.TYPE)
          .with(FileType::decode, FileType.FILE);

  private static BoxReader reader(String hex) {
    return new BoxReader(Bytes.of(HexFormat.of().parseHex(hex.replace(" ", ""))), TYPES);
  }

  @Test
  void fieldsAreReadOneAfterTheOther() {
    BoxReader in = reader("ff 8000 010203 fffffffe ffffffff 0000000100000002 61766331 c3a400 aabb");
    assertThat(in.uint8()).isEqualTo(255);
    assertThat(in.int16()).isEqualTo(Short.MIN_VALUE);
    assertThat(in.uint24()).isEqualTo(0x010203);
    assertThat(in.int32()).isEqualTo(-2);
    assertThat(in.uint32()).isEqualTo(0xffff_ffffL);
    assertThat(in.uint64()).isEqualTo(0x1_0000_0002L);
    assertThat(in.fourCc()).isEqualTo("avc1");
    assertThat(in.string()).isEqualTo("ä");
    assertThat(in.rest()).hasToString("aabb");
    assertThat(in.hasMore()).isFalse();
    assertThat(in.error()).isEmpty();
  }

  @Test
  void bitsMayBeginAnywhere() {
    BoxReader in = reader("a5 c3 ffffffff 0f");
    assertThat(in.bits(3)).isEqualTo(0b101);
    assertThat(in.bits(9)).isEqualTo(0b001011100);
    assertThat(in.flag()).isFalse();
    in.skip(3);
    assertThat(in.uint32()).isEqualTo(0xffff_ffffL);
    in.skip(4);
    assertThat(in.remaining()).isZero();
    assertThat(in.remainingBits()).isEqualTo(4);
    assertThat(in.bits(4)).isEqualTo(15);
    assertThat(in.error()).isEmpty();
  }

  @Test
  void aDurationOfAllOnesIsNotKnown() {
    assertThat(reader("ffffffff").duration(0)).isEqualTo(-1);
    assertThat(reader("ffffffffffffffff").duration(1)).isEqualTo(-1);
    assertThat(reader("00000000fffffffe").duration(1)).isEqualTo(0xffff_fffeL);
    BoxReader in = reader("8000000000000000");
    in.duration(1);
    assertThat(in.error()).contains("the input has a duration of 2^63 or more");
  }

  @Test
  void theFirstErrorSticksAndAllThatFollowsIsZero() {
    BoxReader in = reader("01 ffffff");
    assertThat(in.uint8()).isEqualTo(1);
    assertThat(in.uint32()).isZero();
    in.fail("is worse than that");
    assertThat(in.uint8()).isZero();
    assertThat(in.bytes(1)).isEqualTo(Bytes.EMPTY);
    assertThat(in.hasMore()).isFalse();
    assertThat(in.boxes()).isEmpty();
    assertThat(in.error()).contains("the input is cut short");
  }

  @Test
  void anErrorNamesTheBoxThatItIsIn() {
    BoxReader in =
        reader("00000020 6d6f6f76 00000018 7472616b 00000010 66747970 69736f35 00000000");
    assertThat(in.boxes()).hasSize(1);
    assertThat(in.error()).isEmpty();
    in = reader("0000001c 6d6f6f76 00000014 7472616b 0000000c 66747970 69736f35");
    in.boxes();
    assertThat(in.error()).contains("moov/trak/ftyp is cut short");
  }

  @ParameterizedTest
  @CsvSource({
    "00000007 6d6f6f76, smaller than its header",
    "00000001 6d6f6f76 000000000000000f, smaller than its header",
    "00000001 6d6f6f76 ffffffffffffffff, larger than 2^63",
    "00000001 6d6f6f76 7fffffffffffffff, has 9223372036854775807 bytes",
    "00000009 6d6f6f76, 'has 9 bytes, but only 8 are left'",
    "ffffffff 6d646174, 'has 4294967295 bytes, but only 8 are left'",
    "0000000c 6d6f6f76 00000000, ends in the middle of the header",
    "00000010 6d6f6f76 00000000 7472616b, it goes on to the end of the file",
    "00000008 6d6f6f76 0000, ends in the middle of the header",
    "00000011 66747970 69736f35 00000000 00, ftyp is cut short",
  })
  void aSizeThatLiesIsAnError(String hex, String error) {
    BoxReader in = reader(hex);
    in.boxes();
    assertThat(in.error()).hasValueSatisfying(said -> assertThat(said).contains(error));
  }

  @Test
  void aBoxWithoutASizeGoesOnToTheEndOfTheInput() {
    BoxReader in = reader("00000008 66726565 00000000 6d646174 010203");
    Bytes data = Bytes.of((byte) 1, (byte) 2, (byte) 3);
    assertThat(in.boxes())
        .containsExactly(new OpaqueBox("free", Bytes.EMPTY), new MediaData(false, data));
    assertThat(in.error()).isEmpty();
  }

  @Test
  void aSizeOf64BitsIsReadAndKeptForMediaAndWhatIsOpaque() {
    String hex = "000000016d6461740000000000000011ff" + "0000000166726565000000000000001200ff";
    List<Box> boxes = reader(hex).boxes();
    assertThat(boxes).allMatch(box -> box.size() == box.toBytes().length);
    assertThat(HexFormat.of().formatHex(boxes.get(0).toBytes())).isEqualTo(hex.substring(0, 34));
    assertThat(HexFormat.of().formatHex(boxes.get(1).toBytes())).isEqualTo(hex.substring(34));
  }

  @Test
  void mediaAreNotCopied() {
    byte[] input = HexFormat.of().parseHex("0000000a6d6461740102");
    var data = (MediaData) new BoxReader(Bytes.of(input), TYPES).boxes().get(0);
    input[9] = 7;
    assertThat(data.data().get(1)).isEqualTo(7);
  }

  @Test
  void bytesAfterTheFieldsOfABoxAreAnError() {
    BoxTypes types = BoxTypes.none().with(in -> in.uint8() == 1 ? in.opaque() : none(in), "abcd");
    Bytes input =
        Bytes.of(HexFormat.of().parseHex("0000000a616263640102" + "0000000a616263640002"));
    var in = new BoxReader(input, types);
    assertThat(in.boxes().get(0).toBytes()).isEqualTo(input.slice(0, 10).toArray());
    assertThat(in.error()).contains("abcd has 1 bytes more than its fields need");
  }

  private static Box none(BoxReader in) {
    return new OpaqueBox(in.type(), Bytes.EMPTY);
  }

  @Test
  void aStringWithoutAnEndAndOneThatIsNoTextAreErrors() {
    BoxReader in = reader("6162");
    assertThat(in.string()).isEmpty();
    assertThat(in.error()).contains("the input has a string without an end");
    in = reader("c32800");
    assertThat(in.string()).isEmpty();
    assertThat(in.error()).contains("the input has a string that is not UTF-8");
  }

  @Test
  void aTableIsReadOnlyIfThereIsRoomForIt() {
    assertThat(reader("01020304").table(2, 2)).hasToString("01020304");
    BoxReader in = reader("01020304");
    assertThat(in.table(0xffff_ffffL, 12)).isEqualTo(Bytes.EMPTY);
    assertThat(in.error().orElseThrow()).contains("4294967295 entries of 12 bytes");
  }

  @Test
  void thereMayBeSomeMoreSamplesThanBytesButNotABillion() {
    BoxReader in = reader("01020304");
    assertThat(in.samples(65_536)).isEqualTo(65_536);
    assertThat(in.samples(4)).isEqualTo(4);
    assertThat(in.samples(1)).isZero();
    assertThat(in.error()).isPresent();
    assertThat(reader("").samples(0xffff_ffffL)).isZero();
  }

  @Test
  void boxesThatAreTooDeepAreAnError() {
    assertThat(nested(16).error()).isEmpty();
    assertThat(nested(17).error()).contains("boxes are more than 16 deep");
    assertThat(nested(10_000).error()).contains("boxes are more than 16 deep");
  }

  private static BoxReader nested(int depth) {
    var hex = new StringBuilder();
    for (int left = depth; left > 0; left--) {
      hex.append(HexFormat.of().toHexDigits(8 * left)).append("6d6f6f76");
    }
    BoxReader in = reader(hex.toString());
    in.boxes();
    return in;
  }

  @Test
  void tooManyBoxesAreAnError() {
    String hex = "0000000866726565".repeat(65_536);
    BoxReader in = reader(hex);
    assertThat(in.boxes()).hasSize(65_536);
    assertThat(in.error()).isEmpty();
    in = reader(hex + "0000000866726565");
    in.boxes();
    assertThat(in.error()).contains("there are more than 65536 boxes");
  }

  @Test
  void anErrorShowsNoCharactersThatCannotBeRead() {
    BoxReader in = reader("00000009 0a1b5bff");
    in.boxes();
    assertThat(in.error().orElseThrow()).contains("a box ??[? that").isPrintable();
  }

  @Test
  void partsOfABoxShareItsErrors() {
    BoxReader in = reader("0102");
    BoxReader part = in.within(in.bytes(1));
    assertThat(part.uint8()).isEqualTo(1);
    part.uint8();
    assertThat(in.hasFailed()).isTrue();
  }

  @Test
  void boxesOfVersionsThatAreNotKnownAreKeptAsTheyAre() {
    List<Integer> versions = new ArrayList<>();
    BoxDecoder decoder =
        in -> {
          versions.add(in.uint8());
          return none(in);
        };
    BoxTypes types = BoxTypes.none().with(BoxDecoder.full(1, decoder), "abcd");
    for (String version : List.of("00", "01", "02", "ff")) {
      String hex = "0000000961626364" + version;
      var in = new BoxReader(Bytes.of(HexFormat.of().parseHex(hex)), types);
      assertThat(in.boxes()).hasSize(1);
      assertThat(in.error()).isEmpty();
    }
    assertThat(versions).containsExactly(0, 1);
  }
}
