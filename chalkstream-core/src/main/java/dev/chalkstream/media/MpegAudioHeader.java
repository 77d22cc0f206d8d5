package dev.chalkstream.media;

import org.jspecify.annotations.Nullable;

/** Reads the header of an MPEG audio frame (ISO/IEC 11172-3, section 2.4.1.3). */
final class MpegAudioHeader {

  private static final int[] SAMPLE_RATES = {44_100, 48_000, 32_000};

  /** Kilobits a second of MPEG-1, by layer. */
  private static final int[][] BIT_RATES = {
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
  };

  /** Kilobits a second at the lower sample rates of MPEG-2: layer I, and the other two. */
  private static final int[][] LOW_BIT_RATES = {
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
  };

  /** The object type of layer I (ISO/IEC 14496-3, table 1.17); layers II and III follow. */
  private static final int LAYER_1 = 32;

  private MpegAudioHeader() {}

  static @Nullable AudioFrame parse(byte[] header) {
    int version = header[1] >> 3 & 3;
    int layer = 4 - (header[1] >> 1 & 3);
    int bitRate = header[2] >> 4 & 0xf;
    int rate = header[2] >> 2 & 3;
    if (version == 1 || layer == 4 || bitRate == 0 || bitRate == 15 || rate == 3) {
      return null;
    }
    int halvings = version == 3 ? 0 : version == 2 ? 1 : 2;
    int sampleRate = SAMPLE_RATES[rate] >> halvings;
    int[] table = halvings == 0 ? BIT_RATES[layer - 1] : LOW_BIT_RATES[layer == 1 ? 0 : 1];
    int samples = layer == 1 ? 384 : layer == 3 && halvings > 0 ? 576 : 1152;
    int slot = layer == 1 ? 4 : 1;
    int padding = header[2] >> 1 & 1;
    int slots = samples / (8 * slot) * 1000 * table[bitRate] / sampleRate + padding;
    int channels = (header[3] >> 6 & 3) == 3 ? 1 : 2;
    String codec = "mp4a.40." + (LAYER_1 - 1 + layer);
    return new AudioFrame(slots * slot, samples, sampleRate, channels, codec);
  }
}
