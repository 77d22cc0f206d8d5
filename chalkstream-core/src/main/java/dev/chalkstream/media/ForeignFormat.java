package dev.chalkstream.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Names what a body is that is no transport stream of packets of 188 bytes, and the option of
 * ffmpeg that makes it one. Looks at the beginning of the body only.
 */
final class ForeignFormat {

  /** So many bytes are looked at, at most. */
  private static final int MOST = 1 << 16;

  /** So many packets in a row make a transport stream, or all that there are of them. */
  private static final int PACKETS = 5;

  /** Two tables, and something else. */
  private static final int FEWEST_PACKETS = 3;

  private static final int SYNC_BYTE = 0x47;
  private static final int M2TS_LENGTH = 192;
  private static final int LONG_LENGTH = 204;

  private static final int BOX_HEADER = 8;

  private final ByteBuffer bytes;
  private final String text;

  private ForeignFormat(ByteBuffer body) {
    bytes = body.slice(0, Math.min(body.limit(), MOST));
    byte[] start = new byte[bytes.limit()];
    bytes.get(0, start);
    text = new String(start, StandardCharsets.ISO_8859_1);
  }

  /**
   * Describes a body.
   *
   * @param body from its first byte to its limit; its position does not matter
   * @return words for the broadcaster, or empty for what is not known
   */
  static Optional<String> describe(ByteBuffer body) {
    var format = new ForeignFormat(body);
    return format
        .packets()
        .or(format::container)
        .or(format::text)
        .or(format::junk)
        .or(format::sound);
  }

  /** A transport stream of longer packets. */
  private Optional<String> packets() {
    if (isSync(4, M2TS_LENGTH)) {
      return Optional.of(
          "its packets have 192 bytes (M2TS), not 188; ffmpeg writes 188 with '-f mpegts' and"
              + " without '-mpegts_m2ts_mode 1'");
    }
    return isSync(0, LONG_LENGTH)
        ? Optional.of(
            "its packets have 204 bytes (with error correction), not 188; ffmpeg writes 188 with"
                + " '-f mpegts'")
        : Optional.empty();
  }

  private Optional<String> container() {
    if (begins("\u001aE\u00df\u00a3")) {
      String name = text.substring(0, Math.min(text.length(), 64));
      return Optional.of(
          "it is " + (name.contains("webm") ? "WebM" : "Matroska") + "; use '-f mpegts' in ffmpeg");
    }
    if (begins("FLV\u0001")) {
      return Optional.of("it is FLV; use '-f mpegts' in ffmpeg");
    }
    if (begins("OggS")) {
      return Optional.of("it is Ogg; use '-f mpegts' in ffmpeg");
    }
    if (begins("\0\0\u0001\u00ba")) {
      return Optional.of("it is an MPEG program stream; use '-f mpegts' in ffmpeg");
    }
    if (begins("\u001f\u008b")) {
      return Optional.of("it is compressed with gzip; send it as it is");
    }
    return mp4();
  }

  /** MP4 begins with a box of a known type; a fragmented one has fragments, or announces them. */
  private Optional<String> mp4() {
    boolean known =
        switch (word(4)) {
          case "ftyp", "styp", "moov", "moof", "sidx", "emsg", "prft", "mdat", "free", "skip" ->
              true;
          default -> false;
        };
    if (!known) {
      return Optional.empty();
    }
    boolean fragmented = text.contains("mvex");
    for (int at = 0; at >= 0 && at + BOX_HEADER <= bytes.limit(); at = behindBox(at)) {
      String type = word(at + 4);
      fragmented |= type.equals("moof") || type.equals("styp") || type.equals("sidx");
    }
    return Optional.of(
        "it is "
            + (fragmented ? "fragmented MP4" : "MP4")
            + "; use '-hls_segment_type mpegts' in ffmpeg, or '-f mpegts'");
  }

  /** Where the box ends that begins at a place, or -1 if that is not told or far away. */
  private int behindBox(int at) {
    int size = bytes.getInt(at);
    return size < BOX_HEADER || size > MOST ? -1 : at + size;
  }

  private Optional<String> text() {
    String trimmed = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    String start = trimmed.stripLeading();
    String lower = start.substring(0, Math.min(start.length(), 32)).toLowerCase(Locale.ROOT);
    if (trimmed.startsWith("WEBVTT")) {
      return Optional.of("it is WebVTT, that is, subtitles; leave them out with '-sn' in ffmpeg");
    }
    if (trimmed.startsWith("#EXTM3U")) {
      return Optional.of("it is a playlist; the name of a playlist ends in .m3u8");
    }
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return Optional.of("it is a page of HTML");
    }
    return lower.startsWith("<?xml") ? Optional.of("it is XML") : Optional.empty();
  }

  /** A transport stream that begins later. */
  private Optional<String> junk() {
    boolean atOnce = (bytes.get(0) & 0xff) == SYNC_BYTE;
    for (int at = 1; at < bytes.limit() && !atOnce; at++) {
      if (isSync(at, Packet.LENGTH)) {
        return Optional.of(
            at
                + (at == 1 ? " byte stands" : " bytes stand")
                + " before its first packet; a segment begins with a packet, whose first byte is"
                + " 0x47");
      }
    }
    return Optional.empty();
  }

  /** Packed audio is sound without a container, often behind an ID3 tag with its timestamp. */
  private Optional<String> sound() {
    String help =
        ", that is, packed audio without a container; use '-f mpegts' in ffmpeg, or"
            + " '-hls_segment_type mpegts'";
    if (begins("ID3")) {
      return Optional.of("it is audio behind an ID3 tag" + help);
    }
    if (isFrame(AudioSyntax.ADTS)) {
      return Optional.of("it is AAC in ADTS" + help);
    }
    if (isFrame(AudioSyntax.MPEG)) {
      return Optional.of("it is MPEG audio" + help);
    }
    return isFrame(AudioSyntax.DOLBY)
        ? Optional.of("it is AC-3 or E-AC-3" + help)
        : Optional.empty();
  }

  private boolean isFrame(AudioSyntax syntax) {
    if (bytes.limit() < AudioSyntax.HEADER_LENGTH) {
      return false;
    }
    byte[] header = new byte[AudioSyntax.HEADER_LENGTH];
    bytes.get(0, header);
    return syntax.frame(header) != null;
  }

  /** Whether packets of a length stand in a row from a place on: some, or all that there are. */
  private boolean isSync(int from, int length) {
    int count = 0;
    for (int at = from; at < bytes.limit() && count < PACKETS; at += length) {
      if ((bytes.get(at) & 0xff) != SYNC_BYTE) {
        return false;
      }
      count++;
    }
    return count >= FEWEST_PACKETS;
  }

  private boolean begins(String start) {
    return text.startsWith(start);
  }

  /** Four characters at a place, or none behind the end. */
  private String word(int at) {
    return at + 4 > text.length() ? "" : text.substring(at, at + 4);
  }
}
