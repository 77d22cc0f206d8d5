package dev.chalkstream.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BoxWriterTest {

  private static String hex(int size, Consumer<BoxWriter> writing) {
    var out = new BoxWriter(size);
    writing.accept(out);
    return HexFormat.of().formatHex(out.toBytes());
  }

  @Test
  void fieldsAreWrittenOneAfterTheOther() {
    assertThat(hex(3, out -> out.uint24(0x010203))).isEqualTo("010203");
    assertThat(hex(4, out -> out.int32(-2))).isEqualTo("fffffffe");
    assertThat(hex(4, out -> out.uint32(0xffff_ffffL))).isEqualTo("ffffffff");
    assertThat(hex(8, out -> out.int64(-2))).isEqualTo("fffffffffffffffe");
    assertThat(hex(3, out -> out.string("ä"))).isEqualTo("c3a400");
    assertThat(hex(4, out -> out.fourCc("©too"))).isEqualTo("a9746f6f");
  }

  @Test
  void bitsFillBytesFromTheTop() {
    Consumer<BoxWriter> writing =
        out -> {
          out.bits(3, 0b101);
          out.bits(9, 0b001011100);
          out.flag(false);
          out.bits(3, 0b011);
        };
    assertThat(hex(2, writing)).isEqualTo("a5c3");
  }

  @Test
  void aDurationThatIsNotKnownIsAllOnes() {
    assertThat(hex(4, out -> out.duration(0, -1))).isEqualTo("ffffffff");
    assertThat(hex(8, out -> out.duration(1, -1))).isEqualTo("ffffffffffffffff");
    assertThat(hex(8, out -> out.duration(1, 5))).isEqualTo("0000000000000005");
  }

  @Test
  void aValueThatHasNoRoomIsRefused() {
    List<Consumer<BoxWriter>> writings =
        List.of(
            out -> out.uint8(256),
            out -> out.uint8(-1),
            out -> out.uint16(1 << 16),
            out -> out.int16(1 << 15),
            out -> out.uint24(1 << 24),
            out -> out.uint32(1L << 32),
            out -> out.bits(2, 4),
            out -> out.unsigned(0, 1L << 32),
            out -> out.unsigned(1, -1),
            out -> out.duration(0, -2),
            out -> out.fourCc("abc"),
            out -> out.fourCc("abcde"),
            out -> out.string("a\0b"),
            out -> out.bytes(Bytes.EMPTY, 1));
    for (Consumer<BoxWriter> writing : writings) {
      assertThatIllegalArgumentException().isThrownBy(() -> hex(8, writing));
    }
  }

  @Test
  void whatIsNotAllWrittenIsAMistake() {
    assertThatIllegalStateException().isThrownBy(() -> hex(2, out -> out.uint8(1)));
    assertThatIllegalStateException().isThrownBy(() -> hex(1, out -> out.bits(7, 1)));
  }
}
