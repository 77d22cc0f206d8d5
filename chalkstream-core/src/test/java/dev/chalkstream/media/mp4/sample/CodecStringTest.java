package dev.chalkstream.media.mp4.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.OpaqueBox;
import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import dev.chalkstream.media.mp4.sample.ElementaryStream.Decoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecStringTest {

  private static Bytes bytes(String hex) {
    return Bytes.of(BoxTrees.bytes(hex));
  }

  private static String pictures(String type, Box... children) {
    return CodecString.of(VisualSampleEntry.of(type, 640, 360, children)).orElseThrow();
  }

  private static String sound(int objectType, String specific) {
    var stream = ElementaryStream.of(new Decoder(objectType, 0, 0, bytes(specific)));
    return CodecString.of(AudioSampleEntry.of("mp4a", 2, 48_000, stream)).orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "avc1, 100, 0, 31, avc1.64001f",
    "avc3, 66, 192, 30, avc3.42c01e",
    "avc1, 77, 64, 10, avc1.4d400a",
  })
  void ofH264(String type, int profile, int compatibility, int level, String codec) {
    var avc =
        new AvcConfiguration(profile, compatibility, level, 4, List.of(), List.of(), Bytes.EMPTY);
    assertThat(pictures(type, avc)).isEqualTo(codec);
  }

  /** The second and third are the examples of ISO/IEC 14496-15, section E.3. */
  @ParameterizedTest
  @CsvSource({
    "hvc1, 0, false, 1, 60000000, b00000000000, 93, hvc1.1.6.L93.B0",
    "hev1, 0, false, 1, 40000000, b00000000000, 93, hev1.1.2.L93.B0",
    "hev1, 1, true, 4, 82000000, b02300000000, 120, hev1.A4.41.H120.B0.23",
    "hvc1, 0, false, 2, 20000000, 900000000000, 153, hvc1.2.4.L153.90",
    "hvc1, 3, false, 31, 00000000, 000000000000, 30, hvc1.C31.0.L30",
    "hvc1, 0, false, 4, 08000000, 9d0800000001, 93, hvc1.4.10.L93.9D.08.00.00.00.01",
  })
  void ofHevc(
      String type,
      int space,
      boolean high,
      int number,
      String compatible,
      String constraints,
      int level,
      String codec) {
    int compatibility = Integer.parseUnsignedInt(compatible, 16);
    var profile = new HevcProfile(space, high, number, compatibility, bytes(constraints), level);
    var hevc = new HevcConfiguration(profile, 0, 0, 1, 8, 8, 0, 0, 1, true, 4, List.of());
    assertThat(pictures(type, hevc)).isEqualTo(codec);
  }

  private static Av1Configuration av1(
      int level, boolean high, int depth, boolean gray, int position) {
    return new Av1Configuration(0, level, high, depth, gray, true, true, position, 0, Bytes.EMPTY);
  }

  @Test
  void ofAv1WithoutWhatIsUsual() {
    assertThat(pictures("av01", av1(4, false, 8, false, 0))).isEqualTo("av01.0.04M.08");
    assertThat(pictures("av01", av1(19, true, 10, false, 0))).isEqualTo("av01.0.19H.10");
    var usual = ColourInformation.of(new Colour(1, 1, 1, false));
    assertThat(pictures("av01", av1(4, false, 8, false, 0), usual)).isEqualTo("av01.0.04M.08");
  }

  /** The first is the example of the AV1 Codec ISO Media File Format Binding, section 5. */
  @Test
  void ofAv1WithAllThatIsNotUsual() {
    var hdr = ColourInformation.of(new Colour(9, 16, 9, false));
    assertThat(pictures("av01", av1(4, false, 10, false, 2), hdr))
        .isEqualTo("av01.0.04M.10.0.112.09.16.09.0");
    assertThat(pictures("av01", av1(4, false, 8, true, 0)))
        .isEqualTo("av01.0.04M.08.1.110.02.02.02.0");
    var full = ColourInformation.of(new Colour(1, 1, 1, true));
    assertThat(pictures("av01", av1(4, false, 8, false, 0), full))
        .isEqualTo("av01.0.04M.08.0.110.01.01.01.1");
  }

  @Test
  void whatTheSequenceHeaderOfAv1SaysCounts() {
    var gray =
        new Av1Configuration(
            0, 0, false, 8, true, true, true, 0, 0, bytes("0a0a000000043d06d4daf92a"));
    var colour = ColourInformation.of(new Colour(9, 9, 9, false));
    assertThat(pictures("av01", gray, colour)).isEqualTo("av01.0.00M.08.1.110.02.02.02.1");
  }

  @Test
  void ofVp9() {
    var usual = new Vp9Configuration(0, 10, 8, 1, new Colour(1, 1, 1, false), Bytes.EMPTY);
    assertThat(pictures("vp09", usual)).isEqualTo("vp09.00.10.08");
    var unsaid = new Vp9Configuration(0, 10, 8, 0, Colour.UNKNOWN, Bytes.EMPTY);
    assertThat(pictures("vp09", unsaid)).isEqualTo("vp09.00.10.08");
    var hdr = new Vp9Configuration(2, 10, 10, 1, new Colour(9, 16, 9, true), Bytes.EMPTY);
    assertThat(pictures("vp09", hdr)).isEqualTo("vp09.02.10.10.01.09.16.09.01");
  }

  @ParameterizedTest
  @CsvSource({
    "64, 1190, mp4a.40.2",
    "64, 2b920800, mp4a.40.5",
    "64, 138856e5a54880, mp4a.40.29",
    "64, f9464000, mp4a.40.42",
    "64, 11, none",
    "107, '', mp4a.6B",
    "165, '', mp4a.A5",
  })
  void ofSoundOfMpeg(int objectType, String specific, String codec) {
    assertThat(sound(objectType, specific)).isEqualTo(codec);
  }

  @ParameterizedTest
  @CsvSource({"Opus", "fLaC", "ac-3", "ec-3"})
  void ofOtherSoundTheTypeIsAll(String type) {
    assertThat(CodecString.of(AudioSampleEntry.of(type, 2, 48_000))).contains(type);
  }

  @ParameterizedTest
  @CsvSource({
    "http://www.w3.org/ns/ttml, '', '', stpp",
    "urn:other, http://www.w3.org/ns/ttml/profile/imsc1/text, '', stpp.ttml.im1t",
    "http://www.w3.org/ns/ttml, http://www.w3.org/ns/ttml/profile/imsc1/image, '', stpp.ttml.im1i",
    "http://www.w3.org/ns/ttml, http://www.w3.org/ns/ttml/profile/imsc1.1/text, '', stpp.ttml.im2t",
    "http://www.w3.org/ns/ttml, '', application/ttml+xml;codecs=im1t, stpp.ttml.im1t",
    "urn:other, '', application/ttml+xml;codecs=im1t, stpp",
  })
  void ofDocumentsTheirProfileIsNamed(
      String namespace, String schema, String mimeTypes, String codec) {
    var entry = new XmlSampleEntry(1, namespace, schema, mimeTypes, List.of());
    assertThat(CodecString.of(entry)).contains(codec);
  }

  @Test
  void ofDocumentsAMediaTypeBesideThemCounts() {
    String type = "\0\0\0\0application/ttml+xml;codecs=\"im1t|etd1\"\0";
    var mime = new OpaqueBox("mime", Bytes.of(type.getBytes(StandardCharsets.UTF_8)));
    String namespace = "http://www.w3.org/ns/ttml";
    var entry = new XmlSampleEntry(1, namespace, "", "", List.of(mime));
    assertThat(CodecString.of(entry)).contains("stpp.ttml.im1t");
    var broken = new OpaqueBox("mime", Bytes.of((byte) 1));
    entry = new XmlSampleEntry(1, namespace, "", "", List.of(broken));
    assertThat(CodecString.of(entry)).contains("stpp");
  }

  @Test
  void ofWebVtt() {
    assertThat(CodecString.of(new WebVttSampleEntry(1, List.of()))).contains("wvtt");
  }

  @Test
  void whatIsNotReadHasNoString() {
    assertThat(CodecString.of(new OpaqueBox("encv", Bytes.EMPTY))).isEmpty();
    assertThat(CodecString.of(VisualSampleEntry.of("avc1", 2, 2))).isEmpty();
    assertThat(CodecString.of(AudioSampleEntry.of("mp4a", 2, 48_000))).isEmpty();
  }

  @Test
  void theLanguageOfTheMachineDoesNotCount() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(pictures("av01", av1(4, false, 8, true, 0)))
          .isEqualTo("av01.0.04M.08.1.110.02.02.02.0");
    } finally {
      Locale.setDefault(before);
    }
  }
}
