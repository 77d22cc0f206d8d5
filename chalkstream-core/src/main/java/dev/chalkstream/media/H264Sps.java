package dev.chalkstream.media;

import java.util.Arrays;
import java.util.HexFormat;

/** Reads a sequence parameter set of H.264 (ISO/IEC 14496-10, section 7.3.2.1.1). */
final class H264Sps {

  /** The profiles whose sets say how colour is sampled. */
  private static final int[] HIGH_PROFILES = {
    44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244
  };

  private static final int HEADER_LENGTH = 4;
  private static final int MACROBLOCK = 16;
  private static final int EXTENDED_ASPECT_RATIO = 255;

  private final BitReader bits;
  private int chroma = 1;

  private H264Sps(BitReader bits) {
    this.bits = bits;
  }

  /** Reads a unit from its header on, without emulation prevention; it may be cut short. */
  static VideoFormat parse(byte[] unit, int length) {
    if (length < HEADER_LENGTH) {
      return new VideoFormat(MediaTrack.UNKNOWN_CODEC, 0, 0, 0);
    }
    String codec = "avc1." + HexFormat.of().formatHex(unit, 1, HEADER_LENGTH);
    var sps = new H264Sps(new BitReader(unit, HEADER_LENGTH, length));
    return sps.parse(codec, unit[1] & 0xff);
  }

  private VideoFormat parse(String codec, int profile) {
    bits.unsigned();
    if (Arrays.binarySearch(HIGH_PROFILES, profile) >= 0) {
      readSampling();
    }
    bits.unsigned();
    skipPictureOrder();
    bits.unsigned();
    bits.skip(1);
    long width = (bits.unsigned() + 1L) * MACROBLOCK;
    long mapUnits = bits.unsigned() + 1L;
    int fields = bits.flag() ? 1 : 2;
    long height = mapUnits * MACROBLOCK * fields;
    bits.skip(fields == 1 ? 1 : 2);
    if (bits.flag()) {
      int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
      int unitY = (chroma == 1 ? 2 : 1) * fields;
      width -= unitX * ((long) bits.unsigned() + bits.unsigned());
      height -= unitY * ((long) bits.unsigned() + bits.unsigned());
    }
    if (bits.hasFailed()) {
      return new VideoFormat(codec, 0, 0, 0);
    }
    return VideoFormat.of(codec, width, height, bits.flag() ? readFrameTicks() : 0);
  }

  private void readSampling() {
    chroma = bits.unsigned();
    int planes = 0;
    if (chroma == 3) {
      planes = bits.bits(1);
    }
    bits.unsigned();
    bits.unsigned();
    bits.skip(1);
    if (bits.flag()) {
      int lists = chroma == 3 ? 12 : 8;
      for (int i = 0; i < lists; i++) {
        if (bits.flag()) {
          skipScalingList(i < 6 ? 16 : 64);
        }
      }
    }
    if (planes == 1) {
      chroma = 0;
    }
  }

  private void skipScalingList(int size) {
    int last = 8;
    for (int i = 0; i < size && last != 0; i++) {
      last = last + bits.signed() & 0xff;
    }
  }

  private void skipPictureOrder() {
    int type = bits.unsigned();
    if (type == 0) {
      bits.unsigned();
    } else if (type == 1) {
      bits.skip(1);
      bits.signed();
      bits.signed();
      int cycle = bits.unsigned();
      for (int i = 0; i < cycle && !bits.hasFailed(); i++) {
        bits.signed();
      }
    }
  }

  /** Reads the usability information as far as its clock (section E.1.1). */
  private long readFrameTicks() {
    if (bits.flag() && bits.bits(8) == EXTENDED_ASPECT_RATIO) {
      bits.skip(32);
    }
    if (bits.flag()) {
      bits.skip(1);
    }
    if (bits.flag()) {
      bits.skip(4);
      if (bits.flag()) {
        bits.skip(24);
      }
    }
    if (bits.flag()) {
      bits.unsigned();
      bits.unsigned();
    }
    if (!bits.flag()) {
      return 0;
    }
    long fieldUnits = bits.bits(32) & 0xffffffffL;
    long scale = bits.bits(32) & 0xffffffffL;
    boolean usable = !bits.hasFailed() && scale > 0;
    long second = TrackClock.MPEG_TS.timescale();
    long ticks = usable ? 2 * fieldUnits * second / scale : 0;
    return ticks <= second ? ticks : 0;
  }
}
