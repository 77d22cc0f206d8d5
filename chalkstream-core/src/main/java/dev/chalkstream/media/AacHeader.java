package dev.chalkstream.media;

import org.jspecify.annotations.Nullable;

/** Reads the header of an ADTS frame (ISO/IEC 14496-3, section 1.A.2.2). */
final class AacHeader {

  private static final int[] SAMPLE_RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int SAMPLES = 1024;

  private AacHeader() {}

  static @Nullable AudioFrame parse(byte[] header) {
    var bits = new BitReader(header, 2, header.length);
    int objectType = bits.bits(2) + 1;
    int rate = bits.bits(4);
    bits.skip(1);
    int channels = bits.bits(3);
    bits.skip(4);
    int length = bits.bits(13);
    bits.skip(11);
    int samples = SAMPLES * (bits.bits(2) + 1);
    if (rate >= SAMPLE_RATES.length) {
      return null;
    }
    int known = channels == 7 ? 8 : channels;
    return new AudioFrame(length, samples, SAMPLE_RATES[rate], known, "mp4a.40." + objectType);
  }
}
