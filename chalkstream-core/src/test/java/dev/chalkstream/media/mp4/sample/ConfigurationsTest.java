package dev.chalkstream.media.mp4.sample;

import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkReal;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkRoundTrip;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.OpaqueBox;
import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import dev.chalkstream.media.mp4.sample.ElementaryStream.Decoder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations of codecs, with real ones of ffmpeg and of mediabunny. */
class ConfigurationsTest {

  private static final String AVC =
      "61766343 0164000a ffe1 0019 6764000aacd9447f9f011000000300100000030320f1225960"
          + "01 0006 68ebe3cb22c0";

  private static Bytes bytes(String hex) {
    return Bytes.of(BoxTrees.bytes(hex));
  }

  @Test
  void ofH264() {
    var avc = (AvcConfiguration) checkReal("00000036" + AVC + "fdf8f800");
    assertThat(avc.profile()).isEqualTo(100);
    assertThat(avc.level()).isEqualTo(10);
    assertThat(avc.lengthSize()).isEqualTo(4);
    assertThat(avc.sequenceSets()).hasSize(1);
    assertThat(avc.pictureSets()).containsExactly(bytes("68ebe3cb22c0"));
    assertThat(avc.extension()).isEqualTo(bytes("fdf8f800"));
    assertThat(error(BoxTrees.bytes("00000036" + AVC.replace("0006", "00ff") + "fdf8f800")))
        .isEqualTo("avcC is cut short");
    checkRoundTrip(new AvcConfiguration(66, 0, 30, 2, List.of(), List.of(), Bytes.EMPTY));
  }

  @Test
  void ofHevc() {
    String hevc =
        "68766343 01 01 60000000 900000000000 3c f000 fc fd f8 f8 0000 0f"
            + "02 a0 0001 0002 4001 21 0002 0001 42 0002 4201";
    var box = (HevcConfiguration) checkReal("00000030" + hevc);
    assertThat(box.profile().level()).isEqualTo(60);
    assertThat(box.lumaDepth()).isEqualTo(8);
    assertThat(box.layers()).isEqualTo(1);
    assertThat(box.layersNested()).isTrue();
    assertThat(box.lengthSize()).isEqualTo(4);
    assertThat(box.arrays().get(0).complete()).isTrue();
    assertThat(box.arrays().get(0).unitType()).isEqualTo(32);
    assertThat(box.arrays().get(1).units()).containsExactly(bytes("42"), bytes("4201"));
  }

  @Test
  void ofAv1() {
    var av1 = (Av1Configuration) checkReal("0000001861763143 81001c00 0a0a000000043d06d4daf92a");
    assertThat(av1.monochrome()).isTrue();
    assertThat(av1.bitDepth()).isEqualTo(8);
    assertThat(av1.presentationDelay()).isZero();
    var deep = (Av1Configuration) checkReal("0000000c61763143 8148ec1f");
    assertThat(deep.profile()).isEqualTo(2);
    assertThat(deep.level()).isEqualTo(8);
    assertThat(deep.highTier()).isTrue();
    assertThat(deep.bitDepth()).isEqualTo(12);
    assertThat(deep.presentationDelay()).isEqualTo(16);
  }

  @Test
  void ofVp9() {
    assertThat(checkReal("0000001476706343 01000000 00 0b 82 02 02 02 0000"))
        .isEqualTo(new Vp9Configuration(0, 11, 8, 1, Colour.UNKNOWN, Bytes.EMPTY));
  }

  @Test
  void ofOpus() {
    var opus =
        (OpusConfiguration) checkReal("0000001b644f7073000601380000bb800000010402000401020305");
    assertThat(opus.channels()).isEqualTo(6);
    assertThat(opus.mapping().length()).isEqualTo(8);
    assertThat(error(BoxTrees.bytes("00000013644f7073000601380000bb80000001")))
        .isEqualTo("dOps is cut short");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000c 61766343 02640033",
        "0000000c 68766343 00640033",
        "0000000c 61763143 82000c00",
        "0000000c 76706343 00000000",
        "0000000c 644f7073 01000000",
        "0000000c 65736473 01000000",
      })
  void oneOfAVersionThatIsNotKnownIsKept(String hex) {
    assertThat(checkReal(hex)).isInstanceOf(OpaqueBox.class);
  }

  @Test
  void descriptorsMayHaveLengthsOfAnyNumberOfBytes() {
    Optional<Decoder> decoder =
        Optional.of(new Decoder(Decoder.MPEG4_AUDIO, 69_000, 69_000, bytes("118856e500")));
    String ffmpeg =
        "00000036 65736473 00000000 0380808025 000200 0480808017 40 15 000000 00010d88 00010d88"
            + "0580808005 118856e500 0680808001 02";
    assertThat(((ElementaryStream) checkReal(ffmpeg)).decoder()).isEqualTo(decoder);
    String mediabunny =
        "0000002a 65736473 00000000 031c 000100 0414 40 15 000000 00010d88 00010d88"
            + "0505 118856e500 060102";
    assertThat(((ElementaryStream) checkReal(mediabunny)).decoder()).isEqualTo(decoder);
    assertThat(ElementaryStream.of(decoder.get()).decoder()).isEqualTo(decoder);
    checkRoundTrip(ElementaryStream.of(decoder.get()));
  }

  @Test
  void aDescriptorMayHaveOptionalFieldsAndNothingForADecoder() {
    var stream =
        new ElementaryStream(
            bytes("031a 0001 e0 0002 03616263 0004 040d 6b15 000000 00000001 00000002"));
    assertThat(stream.decoder()).contains(new Decoder(0x6b, 1, 2, Bytes.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0600",
        "0303 000000",
        "03ffffffff 000000",
        "0308 000100 0403 401500",
        "0307 0001 40 ff 616263"
      })
  void aStreamWithoutADecoderIsAnError(String descriptors) {
    var stream = new ElementaryStream(bytes(descriptors));
    assertThat(stream.decoder()).isEmpty();
    assertThat(error(stream.toBytes())).isEqualTo("esds does not describe a decoder");
  }
}
