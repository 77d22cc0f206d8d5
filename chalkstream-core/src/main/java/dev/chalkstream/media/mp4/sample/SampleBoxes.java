package dev.chalkstream.media.mp4.sample;

import static dev.chalkstream.media.mp4.BoxDecoder.full;

import dev.chalkstream.media.mp4.BoxTypes;

/** The types of sample entries, and of the boxes around and in them. */
public final class SampleBoxes {

  /** H.264 with its parameter sets here. */
  public static final String AVC1 = "avc1";

  /** H.264 with parameter sets in the samples. */
  public static final String AVC3 = "avc3";

  /** HEVC with its parameter sets here. */
  public static final String HVC1 = "hvc1";

  /** HEVC with parameter sets in the samples. */
  public static final String HEV1 = "hev1";

  /** AV1. */
  public static final String AV01 = "av01";

  /** VP9. */
  public static final String VP09 = "vp09";

  /** AAC, and other sound of MPEG. */
  public static final String MPEG4_AUDIO = "mp4a";

  /** Opus. */
  public static final String OPUS = "Opus";

  /** AC-3. */
  public static final String AC3 = "ac-3";

  /** E-AC-3. */
  public static final String EAC3 = "ec-3";

  /** FLAC. */
  public static final String FLAC = "fLaC";

  /** Those of sample entries, which are read in a list of them only. */
  public static final BoxTypes ENTRIES =
      BoxTypes.none()
          .with(VisualSampleEntry::decode, AVC1, AVC3, HVC1, HEV1, AV01, VP09)
          .with(AudioSampleEntry::decode, MPEG4_AUDIO, OPUS, AC3, EAC3, FLAC)
          .with(WebVttSampleEntry::decode, WebVttSampleEntry.TYPE)
          .with(XmlSampleEntry::decode, XmlSampleEntry.TYPE);

  /** Those of the list of sample entries, and of what is in these. */
  public static final BoxTypes TYPES =
      BoxTypes.none()
          .with(
              full(SampleDescriptions.NEWEST, SampleDescriptions::decode), SampleDescriptions.TYPE)
          .with(AvcConfiguration::decode, AvcConfiguration.TYPE)
          .with(HevcConfiguration::decode, HevcConfiguration.TYPE)
          .with(Av1Configuration::decode, Av1Configuration.TYPE)
          .with(Vp9Configuration::decode, Vp9Configuration.TYPE)
          .with(full(ElementaryStream.NEWEST, ElementaryStream::decode), ElementaryStream.TYPE)
          .with(full(OpusConfiguration.NEWEST, OpusConfiguration::decode), OpusConfiguration.TYPE)
          .with(BitRate::decode, BitRate.TYPE)
          .with(PixelAspectRatio::decode, PixelAspectRatio.TYPE)
          .with(ColourInformation::decode, ColourInformation.TYPE);

  private SampleBoxes() {}
}
