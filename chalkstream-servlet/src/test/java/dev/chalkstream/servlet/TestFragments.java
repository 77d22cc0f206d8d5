package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Fragmented MP4 as mediabunny makes it: initialization sections and segments. Those of different
 * salts differ in a box at their end that nobody reads.
 */
final class TestFragments {

  /** With pictures (H.264, 64 x 36), sound (AAC) and subtitles. */
  static final byte[] PICTURES = file("mediabunny-h264-aac-vtt.init.mp4");

  /** With pictures, sound and subtitles. */
  static final byte[] SEGMENT = file("mediabunny-h264-aac-vtt.m4s");

  /** With sound alone (Opus), in a timescale of 48,000. */
  private static final byte[] SOUND = file("mediabunny-opus.init.mp4");

  /** A run of samples of which the header says how long and how large they are. */
  private static final String SOUND_HEADER = "tfhd 00020038 00000001 0000bb80 00000010 02000000";

  private TestFragments() {}

  static TestSegment initialization(int salt) {
    return TestSegment.of(salted(PICTURES, salt), ".mp4");
  }

  static TestSegment segment(int salt) {
    return TestSegment.of(salted(SEGMENT, salt), ".m4s");
  }

  static TestSegment soundInitialization() {
    return TestSegment.of(SOUND, ".mp4");
  }

  /** Two seconds of sound: samples of a second each. */
  static TestSegment soundSegment(int salt) {
    byte[] bare = soundFragment(0);
    byte[] fragment = soundFragment(bare.length + 8);
    return TestSegment.of(salted(joined(fragment, box("mdat" + "00".repeat(32))), salt), ".m4s");
  }

  private static byte[] soundFragment(int offset) {
    byte[] run = box("trun 00000001 00000002 " + HexFormat.of().toHexDigits(offset));
    byte[] track = box("traf", box(SOUND_HEADER), box("tfdt 00000000 00000000"), run);
    return box("moof", box("mfhd 00000000 00000001"), track);
  }

  /** A box of a type, with what stands behind it in hexadecimal digits. */
  private static byte[] box(String text, byte[]... children) {
    byte[] content = HexFormat.of().parseHex(text.substring(4).replace(" ", ""));
    byte[] all = joined(content, joined(children));
    return ByteBuffer.allocate(8 + all.length)
        .putInt(8 + all.length)
        .put(text.substring(0, 4).getBytes(US_ASCII))
        .put(all)
        .array();
  }

  private static byte[] salted(byte[] file, int salt) {
    return joined(file, box("free " + HexFormat.of().toHexDigits(salt)));
  }

  private static byte[] joined(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] file(String name) {
    try (InputStream in = TestFragments.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
