package dev.chalkstream.media;

import org.jspecify.annotations.Nullable;

/** How the frames of an audio stream follow each other. */
enum AudioSyntax {
  /** AAC in ADTS (ISO/IEC 14496-3, section 1.A.2). */
  ADTS {
    @Override
    boolean isSync(int first, int second) {
      return first == 0xff && (second & 0xf6) == 0xf0;
    }

    @Override
    @Nullable AudioFrame parse(byte[] header) {
      return AacHeader.parse(header);
    }
  },

  /** MPEG-1 and MPEG-2 audio, layers I to III (ISO/IEC 11172-3, section 2.4.1.3). */
  MPEG {
    @Override
    boolean isSync(int first, int second) {
      return first == 0xff && (second & 0xe0) == 0xe0 && (second & 0x06) != 0;
    }

    @Override
    @Nullable AudioFrame parse(byte[] header) {
      return MpegAudioHeader.parse(header);
    }
  },

  /** AC-3 and E-AC-3 (ETSI TS 102 366, sections 4.3 and E.1.2). */
  DOLBY {
    @Override
    boolean isSync(int first, int second) {
      return first == 0x0b && second == 0x77;
    }

    @Override
    @Nullable AudioFrame parse(byte[] header) {
      return DolbyHeader.parse(header);
    }
  };

  /** So many bytes of a frame are shown to {@link #parse}; every frame has more. */
  static final int HEADER_LENGTH = 7;

  /** Whether a frame can begin with two bytes. */
  abstract boolean isSync(int first, int second);

  /** Reads a header that begins with a sync word; null if it is none. */
  abstract @Nullable AudioFrame parse(byte[] header);

  /** Reads a header, or tells by null that no frame begins here. */
  @Nullable AudioFrame frame(byte[] header) {
    if (!isSync(header[0] & 0xff, header[1] & 0xff)) {
      return null;
    }
    AudioFrame frame = parse(header);
    return frame == null || frame.length() < HEADER_LENGTH ? null : frame;
  }
}
