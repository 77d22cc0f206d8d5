package dev.chalkstream.media;

import static dev.chalkstream.media.StreamBuilder.AAC;
import static dev.chalkstream.media.StreamBuilder.AUDIO_PID;
import static dev.chalkstream.media.StreamBuilder.PMT_PID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioTest {

  private static final int MPEG = 0x03;
  private static final int DOLBY = 0x81;

  private static TrackTiming timing(StreamBuilder stream) {
    return stream.info().tracks().get(0).timing().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "ADTS, fff14c800d7ffc, 107, 1024, 48000, 2, mp4a.40.2",
    "ADTS, fff15040 2e7ffc, 371, 1024, 44100, 1, mp4a.40.2",
    "ADTS, fff90c80 0d7ffd, 107, 2048, 48000, 2, mp4a.40.1",
    "ADTS, fff14dc0 0d7ffc, 107, 1024, 48000, 8, mp4a.40.2",
    "MPEG, fffb9064000000, 417, 1152, 44100, 2, mp4a.40.34",
    "MPEG, fffb96c4000000, 385, 1152, 48000, 1, mp4a.40.34",
    "MPEG, fff384c4000000, 192, 576, 24000, 1, mp4a.40.34",
    "MPEG, fffd8464000000, 384, 1152, 48000, 2, mp4a.40.33",
    "MPEG, ffff8464000000, 256, 384, 48000, 2, mp4a.40.32",
    "DOLBY, 0b77480d0c402f, 384, 1536, 48000, 1, ac-3",
    "DOLBY, 0b77480d0c40e1, 384, 1536, 48000, 6, ac-3",
    "DOLBY, 0b77480d0c4044, 384, 1536, 48000, 3, ac-3",
    "DOLBY, 0b77480d4d4000, 418, 1536, 44100, 2, ac-3",
    "DOLBY, 0b7700bf328700, 384, 1536, 48000, 1, ec-3",
    "DOLBY, 0b7740bf3f8700, 384, 0, 48000, 6, ec-3",
    "DOLBY, 0b7700bfc48700, 384, 1536, 24000, 2, ec-3",
  })
  void aHeaderTellsHowLongItsFrameIs(
      AudioSyntax syntax,
      String hex,
      int length,
      int samples,
      int rate,
      int channels,
      String codec) {
    byte[] header = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(syntax.frame(header))
        .isEqualTo(new AudioFrame(length, samples, rate, channels, codec));
  }

  @ParameterizedTest
  @CsvSource({
    "ADTS, fef14c800d7ffc",
    "ADTS, fff17c800d7ffc",
    "ADTS, fff14c8000bffc",
    "MPEG, fffbf064000000",
    "MPEG, fffb0064000000",
    "MPEG, fffb9c64000000",
    "MPEG, ffeb9064000000",
    "MPEG, fff99064000000",
    "DOLBY, 0b77480dcc402f",
    "DOLBY, 0b77480d3f402f",
    "DOLBY, 0b7700bff28700",
    "DOLBY, 0b7700003f8700",
    "DOLBY, 770b480d0c402f",
  })
  void whatIsNoHeaderIsNoFrame(AudioSyntax syntax, String hex) {
    assertThat(syntax.frame(HexFormat.of().parseHex(hex))).isNull();
  }

  /** The last timestamp is that of the first frame of its packet, and all others follow. */
  @Test
  void everyFrameOfAPacketCounts() {
    TrackTiming timing =
        timing(
            StreamBuilder.audioOnly(AAC)
                .pes(AUDIO_PID, 1_000, StreamBuilder.adts(5))
                .pes(AUDIO_PID, 10_600, StreamBuilder.adts(3)));
    assertThat(timing.firstPts()).isEqualTo(1_000);
    assertThat(timing.endPts()).isEqualTo(10_600 + 3 * 1_920);
  }

  @Test
  void aSingleFrameLastsAsLongAsItsSamples() {
    var stream = StreamBuilder.audioOnly(AAC).pes(AUDIO_PID, 7, StreamBuilder.adts(1));
    assertThat(timing(stream).durationTicks()).isEqualTo(1_920);
  }

  @Test
  void framesMayStraddlePackets() {
    byte[] frames = StreamBuilder.adts(6);
    byte[] head = Arrays.copyOf(frames, 250);
    byte[] tail = Arrays.copyOfRange(frames, 250, frames.length);
    TrackTiming timing =
        timing(
            StreamBuilder.audioOnly(AAC).pes(AUDIO_PID, 0, head).pes(AUDIO_PID, 3 * 1_920, tail));
    assertThat(timing.endPts()).isEqualTo(6 * 1_920);
    assertThat(timing.longestFrameTicks()).isEqualTo(1_920);
  }

  @Test
  void aLostThreadIsFoundAgainAtTheNextPacket() {
    byte[] broken = StreamBuilder.adts(4);
    broken[107] = 0;
    TrackTiming timing =
        timing(
            StreamBuilder.audioOnly(AAC)
                .pes(AUDIO_PID, 0, broken)
                .pes(AUDIO_PID, 4 * 1_920, StreamBuilder.adts(4)));
    assertThat(timing.endPts()).isEqualTo(8 * 1_920);
    assertThat(timing.longestFrameTicks()).isEqualTo(4 * 1_920);
  }

  @ParameterizedTest
  @ValueSource(ints = {AAC, MPEG, DOLBY, 0x11, 0xcf})
  void framesThatAreNotUnderstoodLeaveThePacketsTimestamps(int type) {
    MediaTrack track =
        StreamBuilder.audioOnly(type)
            .pes(AUDIO_PID, 0, new byte[600])
            .pes(AUDIO_PID, 5_000, new byte[600])
            .info()
            .tracks()
            .get(0);
    assertThat(track.kind()).isEqualTo(MediaTrack.Kind.AUDIO);
    assertThat(track.codec()).isEqualTo(MediaTrack.UNKNOWN_CODEC);
    assertThat(track.timing().orElseThrow().endPts()).isEqualTo(10_000);
  }

  @Test
  void soundAloneCanBeginAnywhere() {
    MediaInfo info = StreamBuilder.audioOnly(AAC).pes(AUDIO_PID, 0, StreamBuilder.adts(47)).info();
    assertThat(info.startsWithKeyFrame()).isTrue();
    assertThat(info.duration()).hasValueSatisfying(d -> assertThat(d).hasNanos(1_002_666_666));
  }

  /** Private streams are told by their descriptors: DVB's, or a registration. */
  @ParameterizedTest
  @CsvSource({
    "6a00, AUDIO, ac-3",
    "7a00, AUDIO, ac-3",
    "0a04656e67000504 41432d33, AUDIO, ac-3",
    "050445414333, AUDIO, ac-3",
    "05044f707573, AUDIO, opus",
    "050448455643, VIDEO, unknown",
    "050449443320, OTHER, unknown",
    "0504, OTHER, unknown",
    "05, OTHER, unknown",
  })
  void aPrivateStreamIsToldByItsDescriptors(
      String descriptors, MediaTrack.Kind kind, String codec) {
    String hex = descriptors.replace(" ", "");
    String length = HexFormat.of().toHexDigits((short) (0xf000 | hex.length() / 2));
    byte[] map = HexFormat.of().parseHex("e101f000" + "06e101" + length + hex);
    byte[] frame = Arrays.copyOf(HexFormat.of().parseHex("0b77480d0c402f"), 384);
    MediaTrack track =
        new StreamBuilder()
            .pat(PMT_PID)
            .section(PMT_PID, 2, map)
            .pes(AUDIO_PID, 0, frame)
            .info()
            .tracks()
            .get(0);
    assertThat(track.kind()).isEqualTo(kind);
    assertThat(track.codec()).isEqualTo(codec);
  }
}
