package dev.chalkstream.media;

import java.nio.charset.StandardCharsets;

/** What a stream type of the program map table stands for (ISO/IEC 13818-1, table 2-34). */
final class StreamTypes {

  private static final int PRIVATE = 0x06;
  private static final int REGISTRATION = 0x05;
  private static final int DVB_AC3 = 0x6a;
  private static final int DVB_EAC3 = 0x7a;

  private StreamTypes() {}

  /**
   * What reads a stream.
   *
   * @param type its type
   * @param section the section that describes it
   * @param from where its descriptors begin
   * @param to where they end
   */
  static Content content(int type, byte[] section, int from, int to) {
    return switch (type) {
      case 0x1b -> new NalContent(NalSyntax.H264);
      case 0x24 -> new NalContent(NalSyntax.HEVC);
      case 0x0f -> new AudioContent(AudioSyntax.ADTS);
      case 0x03, 0x04 -> new AudioContent(AudioSyntax.MPEG);
      case 0x81, 0x87 -> new AudioContent(AudioSyntax.DOLBY);
      case PRIVATE -> privateContent(section, from, to);
      // MPEG-1, 2 and 4, VVC, and H.264 that is encrypted by the sample.
      case 0x01, 0x02, 0x10, 0x33, 0xdb -> opaque(MediaTrack.Kind.VIDEO);
      // AAC in LATM, and AAC, AC-3 and E-AC-3 that are encrypted by the sample.
      case 0x11, 0xcf, 0xc1, 0xc2 -> opaque(MediaTrack.Kind.AUDIO);
      default -> opaque(MediaTrack.Kind.OTHER);
    };
  }

  private static Content opaque(MediaTrack.Kind kind) {
    return new OpaqueContent(kind, MediaTrack.UNKNOWN_CODEC);
  }

  /** A private stream is told by its descriptors. */
  private static Content privateContent(byte[] section, int from, int to) {
    for (int at = from; at + 2 <= to; at += 2 + (section[at + 1] & 0xff)) {
      int tag = section[at] & 0xff;
      if (tag == DVB_AC3 || tag == DVB_EAC3) {
        return new AudioContent(AudioSyntax.DOLBY);
      }
      if (tag == REGISTRATION && at + 6 <= to) {
        String format = new String(section, at + 2, 4, StandardCharsets.ISO_8859_1);
        switch (format) {
          case "AC-3", "EAC3" -> {
            return new AudioContent(AudioSyntax.DOLBY);
          }
          case "HEVC" -> {
            return new NalContent(NalSyntax.HEVC);
          }
          case "Opus" -> {
            return new OpaqueContent(MediaTrack.Kind.AUDIO, "opus");
          }
          default -> {}
        }
      }
    }
    return opaque(MediaTrack.Kind.OTHER);
  }
}
