package dev.chalkstream.media;

/** How the units of a video stream are told apart. */
enum NalSyntax {
  /** H.264, ISO/IEC 14496-10, table 7-1. */
  H264 {
    @Override
    int type(byte header) {
      return header & 0x1f;
    }

    @Override
    boolean isSlice(int type) {
      return type >= 1 && type <= 5;
    }

    @Override
    boolean isKey(int type) {
      return type == 5;
    }

    @Override
    boolean isParameterSet(int type) {
      return type == 7;
    }

    @Override
    boolean isMessage(int type) {
      return type == 6;
    }

    @Override
    VideoFormat parse(byte[] unit, int length) {
      return H264Sps.parse(unit, length);
    }
  },

  /** HEVC, ISO/IEC 23008-2, table 7-1. */
  HEVC {
    @Override
    int type(byte header) {
      return header >> 1 & 0x3f;
    }

    @Override
    boolean isSlice(int type) {
      return type < 32;
    }

    @Override
    boolean isKey(int type) {
      return type >= 16 && type <= 23;
    }

    @Override
    boolean isParameterSet(int type) {
      return type == 33;
    }

    // A recovery point adds nothing to what the types of slices say.
    @Override
    boolean isMessage(int type) {
      return false;
    }

    @Override
    VideoFormat parse(byte[] unit, int length) {
      return HevcSps.parse(unit, length);
    }
  };

  abstract int type(byte header);

  abstract boolean isSlice(int type);

  /** Whether decoding can begin with such a slice. */
  abstract boolean isKey(int type);

  abstract boolean isParameterSet(int type);

  /** Whether the unit is supplemental information that may announce a recovery point. */
  abstract boolean isMessage(int type);

  abstract VideoFormat parse(byte[] unit, int length);
}
