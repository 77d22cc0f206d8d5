package dev.chalkstream.media.mp4.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.OpaqueBox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtectedEntryTest {

  private static final AvcConfiguration AVC =
      new AvcConfiguration(0x64, 0, 0x1f, 4, List.of(), List.of(), Bytes.EMPTY);

  private static Box scheme(String type) {
    Bytes format = Bytes.of(type.getBytes(StandardCharsets.US_ASCII));
    return ContainerBox.of("sinf", new OpaqueBox("frma", format));
  }

  /** An entry as it is read where only its type is known. */
  private static OpaqueBox opaque(Box entry) {
    byte[] bytes = entry.toBytes();
    return new OpaqueBox(
        entry.type(), Bytes.of(bytes).slice(Box.HEADER, bytes.length - Box.HEADER));
  }

  private static Box pictures(Box... children) {
    return opaque(VisualSampleEntry.of("encv", 64, 36, children));
  }

  @Test
  void encryptedPicturesAreThoseOfBefore() {
    Box entry = ProtectedEntry.unprotected(pictures(AVC, scheme("avc1")));
    assertThat(CodecString.of(entry)).contains("avc1.64001f");
    assertThat(((VisualSampleEntry) entry).width()).isEqualTo(64);
  }

  @Test
  void encryptedSoundIsThatOfBefore() {
    Box entry =
        ProtectedEntry.unprotected(opaque(AudioSampleEntry.of("enca", 6, 48_000, scheme("ac-3"))));
    assertThat(CodecString.of(entry)).contains("ac-3");
    assertThat(((AudioSampleEntry) entry).channels()).isEqualTo(6);
  }

  @Test
  void anEntryThatDoesNotSayWhatItWasStaysAsItIs() {
    Bytes three = Bytes.zeros(3);
    List<Box> entries =
        List.of(
            pictures(AVC),
            pictures(ContainerBox.of("sinf")),
            pictures(ContainerBox.of("sinf", new OpaqueBox("frma", three))),
            new OpaqueBox("encv", three),
            new OpaqueBox("enca", Bytes.zeros(40)),
            opaque(AudioSampleEntry.of("samr", 1, 1)));
    assertThat(entries)
        .allSatisfy(entry -> assertThat(ProtectedEntry.unprotected(entry)).isSameAs(entry));
  }

  @Test
  void anEntryWhoseFormatIsDamagedStaysAsItIs() {
    var out = new BoxWriter(4);
    out.uint32(5);
    Box entry = pictures(new OpaqueBox("avcC", Bytes.of(out.toBytes())), scheme("hev1"));
    assertThat(CodecString.of(ProtectedEntry.unprotected(entry))).isEmpty();
  }

  @Test
  void anEntryThatIsNotEncryptedStaysAsItIs() {
    Box entry = VisualSampleEntry.of("avc1", 64, 36, AVC);
    assertThat(ProtectedEntry.unprotected(entry)).isSameAs(entry);
  }
}
