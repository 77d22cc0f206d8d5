package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxTypes;
import dev.chalkstream.media.mp4.OpaqueBox;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The strings of RFC 6381 for the codecs of sample entries. */
public final class CodecString {

  private static final String TTML = "http://www.w3.org/ns/ttml";
  private static final Pattern CODECS = Pattern.compile("codecs=\"?([A-Za-z0-9.+_-]+)");

  /** Profiles of TTML by what is in their names, and what they are called in strings. */
  private static final List<String[]> PROFILES =
      List.of(
          new String[] {"/imsc1/text", "im1t"},
          new String[] {"/imsc1/image", "im1i"},
          new String[] {"/imsc1.1/text", "im2t"},
          new String[] {"/imsc1.1/image", "im2i"});

  private CodecString() {}

  /**
   * The string for a sample entry.
   *
   * @return the string, or empty if the codec is not one that is read, or the samples are encrypted
   */
  public static Optional<String> of(Box entry) {
    if (entry instanceof VisualSampleEntry pictures) {
      return suffix(pictures).map(suffix -> pictures.type() + suffix);
    }
    if (entry instanceof AudioSampleEntry sound) {
      return sound.type().equals(SampleBoxes.MPEG4_AUDIO)
          ? sound.child(ElementaryStream.class).flatMap(CodecString::mpeg4)
          : Optional.of(sound.type());
    }
    if (entry instanceof XmlSampleEntry documents) {
      return Optional.of(documents.type() + profile(documents));
    }
    return entry instanceof WebVttSampleEntry ? Optional.of(entry.type()) : Optional.empty();
  }

  private static Optional<String> suffix(VisualSampleEntry entry) {
    Optional<Colour> colour =
        entry.child(ColourInformation.class).flatMap(ColourInformation::colour);
    return entry
        .child(AvcConfiguration.class)
        .map(AvcConfiguration::codec)
        .or(() -> entry.child(HevcConfiguration.class).map(hevc -> hevc.profile().codec()))
        .or(() -> entry.child(Av1Configuration.class).map(av1 -> av1.codec(colour)))
        .or(() -> entry.child(Vp9Configuration.class).map(Vp9Configuration::codec));
  }

  /** The object type in hexadecimal digits, and that of MPEG-4 audio (RFC 6381, section 3.3). */
  private static Optional<String> mpeg4(ElementaryStream stream) {
    return stream
        .decoder()
        .flatMap(
            decoder -> {
              String codec = String.format(Locale.ROOT, "mp4a.%02X", decoder.objectType());
              return decoder.objectType() == ElementaryStream.Decoder.MPEG4_AUDIO
                  ? AudioSpecificConfig.decode(decoder.specific())
                      .map(config -> codec + '.' + config.objectType())
                  : Optional.of(codec);
            });
  }

  /** What is known of documents of TTML, such as {@code .ttml.im1t}, else nothing. */
  private static String profile(XmlSampleEntry entry) {
    String said = entry.namespace() + ' ' + entry.schemaLocation();
    if (!said.contains(TTML)) {
      return "";
    }
    Matcher codecs = CODECS.matcher(mediaType(entry) + ' ' + entry.mimeTypes());
    if (codecs.find()) {
      return ".ttml." + codecs.group(1);
    }
    String lower = said.toLowerCase(Locale.ROOT);
    return PROFILES.stream()
        .filter(profile -> lower.contains(profile[0]))
        .map(profile -> ".ttml." + profile[1])
        .findFirst()
        .orElse("");
  }

  /** What a {@code mime} box says (ISO/IEC 14496-12, section 12.3.3.2), or an empty string. */
  private static String mediaType(XmlSampleEntry entry) {
    return entry
        .all(OpaqueBox.class)
        .filter(box -> box.type().equals("mime"))
        .findFirst()
        .map(
            box -> {
              var in = new BoxReader(box.payload(), BoxTypes.none());
              in.bytes(Integer.BYTES);
              return in.string();
            })
        .orElse("");
  }
}
