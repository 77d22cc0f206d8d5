package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxTypes;
import dev.chalkstream.media.mp4.OpaqueBox;
import java.util.Optional;
import java.util.function.Function;

/**
 * How sound was sampled, as the configuration of its codec says it; for want of that, as the sample
 * entry does.
 *
 * @param sampleRate samples a second, or 0 if not known
 * @param channels how many there are, or 0 if not known; of E-AC-3, those of the first substream
 */
public record SoundFormat(int sampleRate, int channels) {

  private static final int OPUS_RATE = 48_000;
  private static final int[] DOLBY_RATES = {48_000, 44_100, 32_000, 0};

  /** How many channels each arrangement has (ETSI TS 102 366, table 4.3). */
  private static final int[] DOLBY_CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};

  /** Before the rate in a stream information block, in bits. */
  private static final int FLAC_RATE_AT = 8 * (4 + 4 + 10);

  /** The format that a sample entry describes. */
  public static SoundFormat of(AudioSampleEntry entry) {
    Optional<SoundFormat> said =
        switch (entry.type()) {
          case SampleBoxes.MPEG4_AUDIO -> mpeg4(entry);
          case SampleBoxes.OPUS ->
              entry
                  .child(OpusConfiguration.class)
                  .map(opus -> new SoundFormat(OPUS_RATE, opus.channels()));
          case SampleBoxes.AC3 -> read(entry, "dac3", SoundFormat::ac3);
          case SampleBoxes.EAC3 -> read(entry, "dec3", SoundFormat::eac3);
          case SampleBoxes.FLAC -> read(entry, "dfLa", SoundFormat::flac);
          default -> Optional.empty();
        };
    var own = new SoundFormat((int) (entry.sampleRate() >> 16), entry.channels());
    return said.orElse(own).orElse(own);
  }

  private SoundFormat orElse(SoundFormat other) {
    return new SoundFormat(
        sampleRate == 0 ? other.sampleRate : sampleRate, channels == 0 ? other.channels : channels);
  }

  private static Optional<SoundFormat> mpeg4(AudioSampleEntry entry) {
    return entry
        .child(ElementaryStream.class)
        .flatMap(ElementaryStream::decoder)
        .flatMap(decoder -> AudioSpecificConfig.decode(decoder.specific()))
        .map(config -> new SoundFormat(config.sampleRate(), config.channels()));
  }

  private static Optional<SoundFormat> read(
      AudioSampleEntry entry, String type, Function<BoxReader, SoundFormat> reading) {
    return entry
        .all(OpaqueBox.class)
        .filter(box -> box.type().equals(type))
        .findFirst()
        .flatMap(box -> read(box, reading));
  }

  private static Optional<SoundFormat> read(
      OpaqueBox box, Function<BoxReader, SoundFormat> reading) {
    var in = new BoxReader(box.payload(), BoxTypes.none());
    SoundFormat format = reading.apply(in);
    return in.hasFailed() ? Optional.empty() : Optional.of(format);
  }

  private static SoundFormat ac3(BoxReader in) {
    int rate = in.bits(2);
    in.skip(5 + 3);
    return dolby(rate, in);
  }

  private static SoundFormat eac3(BoxReader in) {
    in.skip(13 + 3);
    int rate = in.bits(2);
    in.skip(5 + 1 + 1 + 3);
    return dolby(rate, in);
  }

  private static SoundFormat dolby(int rate, BoxReader in) {
    int arrangement = in.bits(3);
    int lowFrequency = in.bits(1);
    return new SoundFormat(DOLBY_RATES[rate], DOLBY_CHANNELS[arrangement] + lowFrequency);
  }

  private static SoundFormat flac(BoxReader in) {
    in.skip(FLAC_RATE_AT);
    return new SoundFormat(in.bits(20), in.bits(3) + 1);
  }
}
