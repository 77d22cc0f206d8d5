package dev.chalkstream.media;

import org.jspecify.annotations.Nullable;

/** Reads the header of an AC-3 or E-AC-3 frame (ETSI TS 102 366, sections 4.4.1 and E.1.3.1). */
final class DolbyHeader {

  private static final int[] SAMPLE_RATES = {48_000, 44_100, 32_000};
  private static final int[] KILOBITS = {
    32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
  };
  private static final int[] BLOCKS = {1, 2, 3, 6};
  private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};
  private static final int BLOCK_SAMPLES = 256;
  private static final int FRAME_SAMPLES = 6 * BLOCK_SAMPLES;
  private static final int LAST_AC3_VERSION = 10;
  private static final int DEPENDENT = 1;

  private DolbyHeader() {}

  static @Nullable AudioFrame parse(byte[] header) {
    int version = header[5] >> 3 & 0x1f;
    return version <= LAST_AC3_VERSION ? parseAc3(header) : parseEac3(header);
  }

  private static @Nullable AudioFrame parseAc3(byte[] header) {
    int rate = header[4] >> 6 & 3;
    int size = header[4] & 0x3f;
    if (rate == 3 || size / 2 >= KILOBITS.length) {
      return null;
    }
    int sampleRate = SAMPLE_RATES[rate];
    int words = KILOBITS[size / 2] * 1000 / 16 * FRAME_SAMPLES / sampleRate;
    int padding = rate == 1 ? size & 1 : 0;
    return new AudioFrame(
        2 * (words + padding), FRAME_SAMPLES, sampleRate, channels(header), "ac-3");
  }

  /** The low-frequency channel is flagged behind the levels of centre, surround and matrix. */
  private static int channels(byte[] header) {
    var bits = new BitReader(header, 6, header.length);
    int mode = bits.bits(3);
    boolean centre = (mode & 1) != 0 && mode != 1;
    boolean surround = (mode & 4) != 0;
    boolean stereo = mode == 2;
    bits.skip((centre ? 2 : 0) + (surround ? 2 : 0) + (stereo ? 2 : 0));
    return CHANNELS[mode] + bits.bits(1);
  }

  /** A frame of a dependent substream adds channels, and no time. */
  private static @Nullable AudioFrame parseEac3(byte[] header) {
    int length = 2 * (((header[2] & 7) << 8 | (header[3] & 0xff)) + 1);
    int rate = header[4] >> 6 & 3;
    int blocks = BLOCKS[header[4] >> 4 & 3];
    int sampleRate;
    if (rate == 3) {
      int reduced = header[4] >> 4 & 3;
      if (reduced == 3) {
        return null;
      }
      sampleRate = SAMPLE_RATES[reduced] / 2;
      blocks = 6;
    } else {
      sampleRate = SAMPLE_RATES[rate];
    }
    boolean dependent = (header[2] >> 6 & 3) == DEPENDENT;
    int channels = CHANNELS[header[4] >> 1 & 7] + (header[4] & 1);
    int samples = dependent ? 0 : blocks * BLOCK_SAMPLES;
    return new AudioFrame(length, samples, sampleRate, channels, "ec-3");
  }
}
