package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxTypes;
import dev.chalkstream.media.mp4.Bytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a decoder of MPEG-4 audio has to know (ISO/IEC 14496-3, section 1.6.2.1). An extension that
 * is said after the rest, so that old decoders overlook it, counts like one that is said before.
 *
 * @param objectType what strings call it: 2 for AAC-LC, 5 with spectral band replication (HE-AAC),
 *     29 with parametric stereo besides
 * @param sampleRate samples a second of what comes out, or 0 if not known
 * @param channels how many come out, or 0 if not known
 */
public record AudioSpecificConfig(int objectType, int sampleRate, int channels) {

  private static final int[] RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int OTHER_RATE = 15;
  private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};

  /** The object types whose configuration is that of general audio (section 4.4.1), sorted. */
  private static final int[] GENERAL = {1, 2, 3, 4, 6, 7, 17, 19, 20, 21, 22, 23};

  private static final int ESCAPE = 31;
  private static final int BAND_REPLICATION = 5;
  private static final int PARAMETRIC_STEREO = 29;
  private static final int SYNC_BITS = 11;
  private static final int BAND_REPLICATION_SYNC = 0x2b7;
  private static final int PARAMETRIC_STEREO_SYNC = 0x548;

  /** Reads one, or nothing if it is cut short. */
  public static Optional<AudioSpecificConfig> decode(Bytes bytes) {
    var in = new BoxReader(bytes, BoxTypes.none());
    int objectType = objectType(in);
    int rate = rate(in);
    int channels = CHANNELS[in.bits(4)];
    AudioSpecificConfig config;
    if (objectType == BAND_REPLICATION || objectType == PARAMETRIC_STEREO) {
      config = new AudioSpecificConfig(objectType, rate(in), channels);
    } else {
      config = new AudioSpecificConfig(objectType, rate, channels);
      if (channels > 0 && Arrays.binarySearch(GENERAL, objectType) >= 0) {
        skipGeneral(objectType, in);
        config = config.extended(in);
      }
    }
    return in.hasFailed() ? Optional.empty() : Optional.of(config.inStereo());
  }

  private static int objectType(BoxReader in) {
    int type = in.bits(5);
    return type == ESCAPE ? ESCAPE + 1 + in.bits(6) : type;
  }

  private static int rate(BoxReader in) {
    int index = in.bits(4);
    if (index == OTHER_RATE) {
      return in.uint24();
    }
    return index < RATES.length ? RATES[index] : 0;
  }

  private static void skipGeneral(int objectType, BoxReader in) {
    in.skip(1);
    in.skip(in.flag() ? 14 : 0);
    boolean extended = in.flag();
    in.skip(objectType == 6 || objectType == 20 ? 3 : 0);
    if (extended) {
      in.skip(
          switch (objectType) {
            case 17, 19, 20, 23 -> 3 + 1;
            case 22 -> 5 + 11 + 1;
            default -> 1;
          });
    }
  }

  /** Reads the extension that may be at the end. */
  private AudioSpecificConfig extended(BoxReader in) {
    if (in.remainingBits() < SYNC_BITS + 5 || in.bits(SYNC_BITS) != BAND_REPLICATION_SYNC) {
      return this;
    }
    if (objectType(in) != BAND_REPLICATION || !in.flag()) {
      return this;
    }
    int rate = rate(in);
    boolean stereo =
        in.remainingBits() > SYNC_BITS && in.bits(SYNC_BITS) == PARAMETRIC_STEREO_SYNC && in.flag();
    return new AudioSpecificConfig(stereo ? PARAMETRIC_STEREO : BAND_REPLICATION, rate, channels);
  }

  private AudioSpecificConfig inStereo() {
    return objectType == PARAMETRIC_STEREO
        ? new AudioSpecificConfig(objectType, sampleRate, 2)
        : this;
  }
}
