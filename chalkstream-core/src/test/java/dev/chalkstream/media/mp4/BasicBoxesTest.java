package dev.chalkstream.media.mp4;

import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkReal;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkRoundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicBoxesTest {

  @Test
  void theTypeOfAFileNamesItsBrands() {
    assertThat(checkReal("00000020 66747970 69736f36 00000200 69736f36 636d6663 61763031 6d703431"))
        .isEqualTo(new FileType("ftyp", "iso6", 512, List.of("iso6", "cmfc", "av01", "mp41")));
    assertThat(checkReal("00000018 73747970 6d736468 00000000 6d736468 6d736978"))
        .isEqualTo(new FileType("styp", "msdh", 0, List.of("msdh", "msix")));
  }

  @Test
  void aContainerKeepsTheOrderOfWhatItHolds() {
    Box first = new OpaqueBox("free", Bytes.EMPTY);
    Box second = ContainerBox.of("trak");
    Box third = new OpaqueBox("skip", Bytes.zeros(2));
    var movie = ContainerBox.of("moov", first, second, third);
    checkRoundTrip(movie);
    assertThat(movie.size()).isEqualTo(8 + 8 + 8 + 10);
    assertThat(movie.child(OpaqueBox.class)).contains((OpaqueBox) first);
    assertThat(movie.child("skip")).contains(third);
    assertThat(movie.container("trak")).contains((ContainerBox) second);
    assertThat(movie.all(OpaqueBox.class)).hasSize(2);
    assertThat(movie.container("skip")).isEmpty();
    assertThat(movie.child("mvhd")).isEmpty();
  }

  @Test
  void aListThatIsChangedLaterDoesNotChangeABox() {
    List<Box> children = new ArrayList<>();
    var movie = new ContainerBox("moov", children);
    children.add(new OpaqueBox("free", Bytes.EMPTY));
    assertThat(movie.children()).isEmpty();
  }

  @Test
  void mediaKeepTheLengthOfTheirHeader() {
    checkRoundTrip(new MediaData(false, Bytes.of((byte) 1)));
    checkRoundTrip(new MediaData(true, Bytes.of((byte) 1)));
    assertThat(new MediaData(true, Bytes.EMPTY).size()).isEqualTo(16);
  }

  /** Boxes around encryption, and of files that do not consist of fragments only. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000001073656e630000000200000000",
        "000000147361696f0000000000000001000002e2",
        "000000117361697a000000000000000000",
        "0000005073696e660000000c66726d6161766331000000147363686d0000000063656e630001000000000028"
            + "736368690000002074656e630000000000000108a7e61c373e219033c21091fa607bf3b8",
        "0000001a7367706401000000726f6c6c0000000200000001ffff",
        "0000001473747373000000000000000100000001",
        "0000000a6669656c0100",
        "0000000866726565",
        "000000187575696401020304050607080910111213141516",
      })
  void whatIsNotReadIsKeptByteForByte(String hex) {
    assertThat(checkReal(hex)).isInstanceOf(OpaqueBox.class);
  }
}
