package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.MediaTrack.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments as ffmpeg makes them: what the probe says of them is what ffprobe says. */
class RealSegmentsTest {

  private static final String VIDEO = " -f lavfi -i testsrc=s=322x182:r=";
  private static final String SOUND = " -f lavfi -i sine=r=";
  private static final String H264 = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p";
  private static final String B_FRAMES = " -c:v libx264 -preset veryfast -bf 3 -pix_fmt yuv420p";
  private static final String HEVC =
      " -c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p";
  private static final String HLS = " -f hls -hls_list_size 0 -hls_time 2 s.m3u8";
  private static final String SEGMENT =
      " -f segment -segment_format mpegts -segment_time 2 s%03d.ts";

  private static final String PLAIN =
      VIDEO + 25 + SOUND + 48_000 + " -t 6" + H264 + " -g 50 -c:a aac";

  /** Each kind: how often a second it shows a frame, and how ffmpeg makes it. */
  enum Recipe {
    PLAIN_HLS(25, PLAIN + HLS),
    PLAIN_SEGMENTS(25, PLAIN + " -ac 2" + SEGMENT),
    ACROSS_THE_WRAP(25, PLAIN + " -output_ts_offset 95440.1" + SEGMENT),
    WRAP_WITHIN(25, PLAIN + " -output_ts_offset 95440.1" + HLS),
    LOW_DELAY(25, PLAIN + " -muxdelay 0 -muxpreload 0" + HLS),
    B_FRAMES_NTSC(
        30_000 / 1_001.0,
        VIDEO + "30000/1001" + SOUND + 44_100 + " -t 6" + B_FRAMES + " -g 60 -c:a aac" + HLS),
    OPEN_GOP(25, VIDEO + 25 + " -t 6" + B_FRAMES + " -g 50 -x264-params open-gop=1" + SEGMENT),
    CUT_BY_TIME(
        25,
        VIDEO
            + 25
            + SOUND
            + 48_000
            + " -t 6"
            + B_FRAMES
            + " -c:a aac -hls_flags split_by_time"
            + HLS),
    SIXTY_FRAMES(60, VIDEO + 60 + SOUND + 48_000 + " -t 4" + H264 + " -g 120 -c:a eac3" + HLS),
    SIX_SECONDS(
        10,
        VIDEO
            + 10
            + SOUND
            + 44_100
            + " -t 18"
            + H264
            + " -g 60 -c:a aac -ac 2"
            + " -f hls -hls_list_size 0 -hls_time 6 s.m3u8"),
    HEVC_AND_AC3(25, VIDEO + 25 + SOUND + 48_000 + " -t 6" + HEVC + " -g 50 -c:a ac3" + HLS),
    MP3(25, VIDEO + 25 + SOUND + 44_100 + " -t 6" + B_FRAMES + " -g 50 -c:a libmp3lame" + HLS),
    VIDEO_ONLY(24, VIDEO + 24 + " -t 6" + H264 + " -g 48" + SEGMENT),
    AUDIO_ONLY(0, SOUND + 44_100 + " -t 6 -c:a aac -ac 2" + SEGMENT),
    MP3_ONLY(0, SOUND + 48_000 + " -t 6 -c:a libmp3lame" + SEGMENT),
    VARIABLE_RATE(
        0,
        VIDEO
            + 30
            + SOUND
            + 48_000
            + " -t 6 -vf select='not(eq(mod(n,7),3))' -vsync vfr"
            + H264
            + " -force_key_frames expr:gte(t,n_forced*2) -c:a aac"
            + HLS);

    private final double frameRate;
    private final String arguments;

    Recipe(double frameRate, String arguments) {
      this.frameRate = frameRate;
      this.arguments = arguments;
    }
  }

  @TempDir private Path folder;

  @BeforeAll
  static void requireTools() {
    Ffmpeg.require();
  }

  private static MediaInfo info(Path segment) throws IOException {
    ProbeResult result = TransportStreamProbe.probe(ByteBuffer.wrap(Files.readAllBytes(segment)));
    assertThat(result).isInstanceOf(ProbeResult.Recognized.class);
    return ((ProbeResult.Recognized) result).info();
  }

  private List<MediaInfo> infos(String arguments) throws IOException {
    List<MediaInfo> infos = new ArrayList<>();
    for (Path segment : Ffmpeg.segments(folder, arguments)) {
      infos.add(info(segment));
    }
    return infos;
  }

  private static List<Boolean> continuity(List<MediaInfo> infos) {
    List<Boolean> continuity = new ArrayList<>();
    for (int i = 1; i < infos.size(); i++) {
      continuity.add(infos.get(i).continues(infos.get(i - 1)));
    }
    return continuity;
  }

  @ParameterizedTest
  @EnumSource
  void segmentsOfOneEncoderContinueAndAreWhatFfprobeSays(Recipe recipe) throws IOException {
    List<Path> segments = Ffmpeg.segments(folder, recipe.arguments);
    assertThat(segments).hasSizeGreaterThan(1);
    MediaInfo previous = null;
    for (Path segment : segments) {
      MediaInfo info = info(segment);
      List<Map<String, String>> seen = Ffmpeg.probe(segment);
      for (MediaTrack track : info.tracks()) {
        compare(track, seen, recipe);
      }
      if (previous != null) {
        assertThat(info.continues(previous)).as(segment + " continues").isTrue();
      }
      previous = info;
    }
  }

  private static void compare(MediaTrack track, List<Map<String, String>> seen, Recipe recipe) {
    Map<String, String> stream =
        seen.stream()
            .filter(entry -> "stream".equals(entry.get("section")))
            .filter(entry -> Integer.decode(entry.get("id")) == track.pid())
            .findFirst()
            .orElseThrow();
    List<Map<String, String>> packets =
        seen.stream()
            .filter(entry -> "packet".equals(entry.get("section")))
            .filter(entry -> stream.get("index").equals(entry.get("stream_index")))
            .toList();
    if (!track.codec().equals(MediaTrack.UNKNOWN_CODEC)) {
      compareFormat(track, stream);
    }
    compareTimes(track, packets);
    if (track.kind() == Kind.VIDEO && recipe.frameRate > 0) {
      double frame = TrackClock.MPEG_TS.timescale() / recipe.frameRate;
      TrackTiming timing = track.timing().orElseThrow();
      assertThat((double) timing.frameTicks()).isBetween(frame - 1, frame + 1);
      assertThat(timing.durationTicks() / frame)
          .isBetween(packets.size() - .1, packets.size() + .1);
    }
  }

  private static void compareFormat(MediaTrack track, Map<String, String> stream) {
    String prefix =
        switch (stream.get("codec_name")) {
          case "h264" -> "avc1.";
          case "hevc" -> "hvc1.1.6.L";
          case "aac" -> "mp4a.40.2";
          case "mp3" -> "mp4a.40.34";
          case "ac3" -> "ac-3";
          default -> "ec-3";
        };
    assertThat(track.codec()).startsWith(prefix);
    assertThat(track.kind().name()).isEqualToIgnoringCase(stream.get("codec_type"));
    if (track.kind() == Kind.VIDEO) {
      assertThat(track.width()).isEqualTo(Integer.parseInt(stream.get("width")));
      assertThat(track.height()).isEqualTo(Integer.parseInt(stream.get("height")));
    } else {
      assertThat(track.sampleRate()).isEqualTo(Integer.parseInt(stream.get("sample_rate")));
      assertThat(track.channels()).isEqualTo(Integer.parseInt(stream.get("channels")));
    }
  }

  private static void compareTimes(MediaTrack track, List<Map<String, String>> packets) {
    TrackTiming timing = track.timing().orElseThrow();
    long[] shown = times(packets, "pts");
    long[] decoded = times(packets, "dts");
    assertThat(TrackClock.MPEG_TS.distance(shown[0], timing.firstPts())).isZero();
    assertThat(TrackClock.MPEG_TS.distance(decoded[0], timing.firstDts())).isZero();
    long frame = timing.frameTicks();
    assertThat(TrackClock.MPEG_TS.distance(shown[shown.length - 1] + frame, timing.endPts()))
        .isBetween(-1L, 1L);
    assertThat(TrackClock.MPEG_TS.distance(decoded[decoded.length - 1] + frame, timing.endDts()))
        .isBetween(-1L, 1L);
  }

  /** Sorted, and counted on across a wrap. */
  private static long[] times(List<Map<String, String>> packets, String key) {
    long[] raw =
        packets.stream()
            .map(packet -> packet.get(key))
            .filter(time -> !time.equals("N/A"))
            .mapToLong(Long::parseLong)
            .toArray();
    long origin = raw[0];
    return Arrays.stream(raw)
        .map(time -> origin + TrackClock.MPEG_TS.distance(origin, time))
        .sorted()
        .toArray();
  }

  @Test
  void segmentsThatEachBeginAnewDoNotContinue() throws IOException {
    String arguments = PLAIN + " -reset_timestamps 1" + SEGMENT;
    assertThat(continuity(infos(arguments))).containsExactly(false, false);
  }

  @Test
  void aSegmentThatIsMissingIsADiscontinuity() throws IOException {
    List<MediaInfo> infos = infos(PLAIN + HLS);
    assertThat(infos.get(2).continues(infos.get(0))).isFalse();
    assertThat(infos.get(0).continues(infos.get(2))).isFalse();
  }

  @Test
  void aWrapFallsWithinASegmentOfItsOwn() throws IOException {
    List<MediaInfo> infos = infos(Recipe.WRAP_WITHIN.arguments);
    assertThat(infos)
        .anyMatch(info -> info.tracks().get(0).timing().orElseThrow().endPts() > 1L << 33);
    assertThat(infos).extracting(MediaInfo::duration).allMatch(d -> d.get().toMillis() == 2_000);
  }

  @Test
  void everySegmentThatIsCutAtAKeyFrameBeginsWithOne() throws IOException {
    assertThat(infos(Recipe.B_FRAMES_NTSC.arguments)).allMatch(MediaInfo::startsWithKeyFrame);
  }

  @Test
  void ofSegmentsThatAreCutByTheClockOnlyTheFirstBeginsWithAKeyFrame() throws IOException {
    assertThat(infos(Recipe.CUT_BY_TIME.arguments))
        .extracting(MediaInfo::startsWithKeyFrame)
        .startsWith(true, false);
  }

  /** The durations of a stream add up to what it plays, whatever its sound does at the cuts. */
  @ParameterizedTest
  @ValueSource(strings = {"-ar 44100", "-ar 48000 -ac 2"})
  void durationsAddUp(String sound) throws IOException {
    Duration sum =
        infos(PLAIN + " " + sound + HLS).stream()
            .map(info -> info.duration().orElseThrow())
            .reduce(Duration.ZERO, Duration::plus);
    assertThat(sum).isEqualTo(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @EnumSource(names = {"B_FRAMES_NTSC", "HEVC_AND_AC3"})
  void damagedSegmentsAreAnsweredOrRefused(Recipe recipe) throws IOException {
    byte[] segment = Files.readAllBytes(Ffmpeg.segments(folder, recipe.arguments).get(0));
    Random random = new Random(recipe.ordinal());
    for (int i = 0; i < 1_000; i++) {
      DamagedSegmentsTest.check(DamagedSegmentsTest.damage(segment, random));
    }
  }
}
