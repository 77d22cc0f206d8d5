package dev.chalkstream.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no transport stream of packets of 188 bytes is refused by its name. */
class ForeignFormatTest {

  private static final int PACKET = TransportStreamProbe.PACKET_LENGTH;
  private static final String SOURCE =
      "-f lavfi -i testsrc=s=160x90:r=25 -f lavfi -i sine=r=48000 -t 1 -c:v libx264"
          + " -preset ultrafast -pix_fmt yuv420p -c:a aac ";

  @TempDir private Path folder;

  private static String defect(byte[] bytes) {
    ProbeResult result = TransportStreamProbe.probe(ByteBuffer.wrap(bytes));
    return result instanceof ProbeResult.Refused refused ? refused.defect() : "none";
  }

  private static byte[] good() {
    return TestMedium.segment(TestMedium.Format.LOW_AUDIO, 0, 10, true, 1);
  }

  /** What ffmpeg makes, with the option that helps, or what keeps it from being made. */
  @ParameterizedTest
  @CsvSource({
    "-f mpegts -mpegts_m2ts_mode 1, a.ts, 192 bytes, -mpegts_m2ts_mode",
    "-f mp4, a.mp4, it is MP4, -f mpegts",
    "-f mp4 -movflags frag_keyframe+empty_moov, a.mp4, fragmented MP4, -hls_segment_type mpegts",
    "-f mp4 -movflags frag_keyframe+empty_moov -frag_size 1, a.mp4, fragmented MP4, mpegts",
    "-f hls -hls_segment_type fmp4 -hls_fmp4_init_filename i.mp4 o.m3u8, i.mp4, fragmented, mpegts",
    "-f hls -hls_segment_type fmp4 o.m3u8, o0.m4s, fragmented MP4, -hls_segment_type mpegts",
    "-vn -f adts, a.aac, AAC in ADTS, -f mpegts",
    "-vn -c:a libmp3lame -write_xing 0 -id3v2_version 0 -f mp3, a.mp3, MPEG audio, -f mpegts",
    "-vn -c:a libmp3lame -f mp3, b.mp3, ID3, -f mpegts",
    "-vn -c:a ac3 -f ac3, a.ac3, AC-3, -f mpegts",
    "-f matroska, a.mkv, it is Matroska, -f mpegts",
    "-c:v libvpx -deadline realtime -c:a libvorbis -f webm, a.webm, it is WebM, -f mpegts",
    "-f flv, a.flv, it is FLV, -f mpegts",
    "-an -f vob, a.vob, program stream, -f mpegts",
    "-vn -c:a flac -f ogg, a.ogg, it is Ogg, -f mpegts"
  })
  void whatFfmpegMakesIsNamed(String output, String file, String name, String help)
      throws IOException {
    Ffmpeg.require();
    boolean named = output.endsWith(".m3u8");
    Ffmpeg.make(folder, SOURCE + output + (named ? "" : " " + file));

    assertThat(defect(Files.readAllBytes(folder.resolve(file)))).contains(name).contains(help);
  }

  @Test
  void subtitlesOfFfmpegAreNamed() throws IOException {
    Ffmpeg.require();
    Files.writeString(folder.resolve("in.srt"), "1\n00:00:00,000 --> 00:00:01,000\nhello\n");
    Ffmpeg.make(folder, "-i in.srt -f webvtt out.vtt");

    assertThat(defect(Files.readAllBytes(folder.resolve("out.vtt"))))
        .contains("WebVTT")
        .contains("-sn");
  }

  @ParameterizedTest
  @CsvSource({
    "'\ufeffWEBVTT\n\n', WebVTT",
    "'#EXTM3U\n#EXTINF:2,\na.ts\n', .m3u8",
    "'\n <!DOCTYPE html><p>503', HTML",
    "'<HTML>', HTML",
    "'<?xml version=\"1.0\"?><Error/>', XML"
  })
  void textIsNamed(String text, String name) {
    assertThat(defect(text.getBytes(UTF_8))).contains(name);
    assertThat(defect((text + "x".repeat(1_000)).getBytes(UTF_8))).contains(name);
  }

  @Test
  void whatIsCompressedIsNamed() throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(good());
    }
    assertThat(defect(compressed.toByteArray())).contains("gzip");
  }

  @Test
  void packetsWithErrorCorrectionAreNamed() {
    byte[] good = good();
    var longer = new ByteArrayOutputStream();
    for (int at = 0; at < good.length; at += PACKET) {
      longer.write(good, at, PACKET);
      longer.writeBytes(new byte[16]);
    }
    assertThat(defect(longer.toByteArray())).contains("204 bytes").contains("-f mpegts");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 187, 189, 20_000})
  void whatStandsBeforeTheFirstPacketIsCounted(int length) {
    byte[] junk = new byte[length];
    Arrays.fill(junk, (byte) 0x20);
    byte[] bytes = new StreamBuilder().raw(junk).raw(good()).toBytes();

    assertThat(defect(bytes)).startsWith(length + " byte").contains("before its first packet");
  }

  @Test
  void whatIsNotKnownHasTheDefectThatItHas() {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    noise[0] = 1;
    assertThat(defect(noise)).contains("no sync byte 0x47 at offset 0");
    byte[] bytes = good();
    bytes[5 * PACKET] = 0;
    assertThat(defect(bytes)).contains("no sync byte 0x47 at offset 940");
    assertThat(defect("GIF89a".getBytes(UTF_8))).contains("not a multiple of 188");
  }

  @Test
  void whateverIsSentHasAnAnswer() {
    String[] starts = {
      "\0\0\0\1ftyp", "\0\0\0\0moof", "\u007f\u00ff\u00ff\u00ffmdat", "ID3", "#EXT"
    };
    var random = new Random(2);
    for (int i = 0; i < 500; i++) {
      byte[] start = starts[i % starts.length].getBytes(ISO_8859_1);
      byte[] noise = new byte[random.nextInt(3_000)];
      random.nextBytes(noise);
      byte[] bytes = new StreamBuilder().raw(start).raw(noise).toBytes();
      byte[] cut = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
      assertThat(defect(cut)).isNotBlank();
    }
  }
}
