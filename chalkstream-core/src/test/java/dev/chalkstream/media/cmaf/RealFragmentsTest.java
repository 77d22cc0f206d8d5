package dev.chalkstream.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.Ffmpeg;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.MediaTrack.Kind;
import dev.chalkstream.media.TrackTiming;
import dev.chalkstream.media.cmaf.Seen.Packet;
import dev.chalkstream.media.mp4.cmaf.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Segments as ffmpeg makes them: what the probe says of them is what ffprobe says. */
class RealFragmentsTest {

  private static final String VIDEO = " -f lavfi -i testsrc=s=322x182:r=";
  private static final String SOUND = " -f lavfi -i sine=r=";
  private static final String SECONDS = " -t 6";
  private static final String H264 = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50";
  private static final String B_FRAMES =
      " -c:v libx264 -preset veryfast -bf 3 -pix_fmt yuv420p -g 50";
  private static final String HEVC =
      " -c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p -g 50"
          + " -tag:v hvc1";
  private static final String FRAGMENTS = " -movflags +frag_keyframe+empty_moov+default_base_moof";
  private static final String PLAIN = VIDEO + 25 + SOUND + 48_000 + SECONDS + H264 + " -c:a aac";
  private static final String REORDERED =
      VIDEO + 25 + SOUND + 48_000 + SECONDS + B_FRAMES + " -c:a aac";

  /** How ffmpeg makes the files. */
  enum Muxer {
    HLS,
    DASH,
    FILE
  }

  /** Each kind: its frame rate if it has one, and how ffmpeg makes it. */
  enum Recipe {
    PLAIN_HLS(Muxer.HLS, 25, PLAIN),
    B_FRAMES_HLS(Muxer.HLS, 25, REORDERED),
    LATE_HLS(Muxer.HLS, 25, REORDERED + " -output_ts_offset 95440.1"),
    OPEN_GOP(Muxer.HLS, 25, VIDEO + 25 + SECONDS + B_FRAMES + " -x264-params open-gop=1"),
    CUT_BY_TIME(Muxer.HLS, 25, REORDERED.replace("-g 50", "-g 33") + " -hls_flags split_by_time"),
    HEVC_HLS(Muxer.HLS, 25, VIDEO + 25 + SOUND + 48_000 + SECONDS + HEVC + " -c:a ac3"),
    AUDIO_HLS(Muxer.HLS, 0, SOUND + 44_100 + SECONDS + " -c:a aac -ac 2"),
    VARIABLE_RATE(
        Muxer.HLS,
        0,
        VIDEO
            + 30
            + SOUND
            + 48_000
            + SECONDS
            + " -vf select='not(eq(mod(n,7),3))' -vsync vfr"
            + H264
            + " -force_key_frames expr:gte(t,n_forced*2) -c:a aac"),
    NTSC_DASH(Muxer.DASH, 30_000 / 1_001.0, VIDEO + "30000/1001" + SECONDS + B_FRAMES + " -g 60"),
    HEVC_DASH(Muxer.DASH, 25, VIDEO + 25 + SECONDS + HEVC),
    OPUS_DASH(Muxer.DASH, 0, SOUND + 48_000 + SECONDS + " -c:a libopus"),
    AV1_DASH(Muxer.DASH, 25, VIDEO + 25 + " -t 4 -c:v libsvtav1 -preset 12 -pix_fmt yuv420p -g 50"),
    CHUNKS_DASH(
        Muxer.DASH,
        25,
        VIDEO
            + 25
            + SECONDS
            + H264
            + " -ldash 1 -streaming 1 -write_prft 1"
            + " -frag_type every_frame"),
    SIXTY_FRAMES(Muxer.DASH, 60, VIDEO + 60 + " -t 4" + H264 + " -g 120"),
    FILE_OF_FRAGMENTS(Muxer.FILE, 25, PLAIN + FRAGMENTS),
    DELAYED_MOOV(Muxer.FILE, 25, REORDERED + FRAGMENTS + "+delay_moov"),
    LATE_DELAYED_MOOV(
        Muxer.FILE, 25, REORDERED + " -output_ts_offset 100" + FRAGMENTS + "+delay_moov"),
    NEGATIVE_OFFSETS(Muxer.FILE, 25, REORDERED + FRAGMENTS + "+negative_cts_offsets"),
    EVERY_FRAME(Muxer.FILE, 25, VIDEO + 25 + SECONDS + B_FRAMES + FRAGMENTS + "+frag_every_frame"),
    SEPARATE_TRACKS(Muxer.FILE, 25, REORDERED + FRAGMENTS + "+separate_moof"),
    WITHOUT_BASE(
        Muxer.FILE, 25, REORDERED + " -movflags +frag_keyframe+empty_moov+omit_tfhd_offset");

    private final Muxer muxer;
    private final double frameRate;
    private final String arguments;

    Recipe(Muxer muxer, double frameRate, String arguments) {
      this.muxer = muxer;
      this.frameRate = frameRate;
      this.arguments = arguments;
    }

    /** To the times of tracks with negative offsets ffprobe adds the largest of these. */
    private long excess(TrackTiming timing) {
      return this == NEGATIVE_OFFSETS && timing.clock().timescale() < 48_000 ? 1_024 : 0;
    }

    /** How many fragments make a segment with all tracks. */
    private int fragments() {
      return switch (this) {
        case EVERY_FRAME -> 40;
        case SEPARATE_TRACKS -> 2;
        default -> 1;
      };
    }

    private Presentation make(Path folder) throws IOException {
      return switch (muxer) {
        case HLS -> Presentation.ofHls(folder, arguments);
        case DASH -> Presentation.ofDash(folder, arguments);
        case FILE -> Presentation.ofFile(folder, arguments, fragments());
      };
    }
  }

  @TempDir private Path folder;

  @BeforeAll
  static void requireTools() {
    Ffmpeg.require();
  }

  @ParameterizedTest
  @EnumSource
  void segmentsOfOneEncoderContinueAndAreWhatFfprobeSays(Recipe recipe) throws IOException {
    Presentation made = recipe.make(folder);
    List<FragmentInfo> infos = made.segments().stream().map(made::info).toList();
    assertThat(infos).hasSizeGreaterThan(1);
    List<Seen> seen = new ArrayList<>();
    for (byte[] segment : made.segments()) {
      seen.add(made.seen(folder, segment));
    }
    for (int i = 0; i < infos.size(); i++) {
      for (MediaTrack track : infos.get(i).media().tracks()) {
        compareFormat(track, seen.get(i).stream(track.pid()));
        if (i + 1 < infos.size()) {
          List<Packet> packets = seen.get(i).packets(track.pid());
          compareTimes(
              track.timing().orElseThrow(), packets, seen.get(i + 1).packets(track.pid()), recipe);
        }
      }
      compareKeyFrames(infos.get(i), seen.get(i), made.init().length);
      assertThat(i == 0 || infos.get(i).media().continues(infos.get(i - 1).media())).isTrue();
    }
  }

  private static void compareFormat(MediaTrack track, Map<String, String> stream) {
    assertThat(track.kind().name()).isEqualToIgnoringCase(stream.get("codec_type"));
    assertThat("1/" + track.timing().orElseThrow().clock().timescale())
        .isEqualTo(stream.get("time_base"));
    if (track.kind() == Kind.VIDEO) {
      assertThat(stream.get("width")).isEqualTo("" + track.width());
      assertThat(stream.get("height")).isEqualTo("" + track.height());
    } else {
      assertThat(stream.get("sample_rate")).isEqualTo("" + track.sampleRate());
      assertThat(stream.get("channels")).isEqualTo("" + track.channels());
    }
  }

  /** A packet lasts until the next is decoded; what ffprobe says of that is often a guess. */
  private static void compareTimes(
      TrackTiming timing, List<Packet> packets, List<Packet> following, Recipe recipe) {
    LongSummaryStatistics durations = new LongSummaryStatistics();
    LongSummaryStatistics shown = new LongSummaryStatistics();
    for (int i = 0; i < packets.size(); i++) {
      Packet next = i + 1 < packets.size() ? packets.get(i + 1) : following.get(0);
      long duration = next.dts() - packets.get(i).dts();
      long pts = packets.get(i).pts() - recipe.excess(timing);
      durations.accept(duration);
      shown.accept(pts);
      shown.accept(pts + duration);
    }
    assertThat(timing.firstPts()).isEqualTo(Math.max(0, shown.getMin()));
    assertThat(timing.endPts()).isEqualTo(shown.getMax());
    assertThat(timing.firstDts()).isEqualTo(Math.max(0, packets.get(0).dts()));
    assertThat(timing.endDts()).isEqualTo(following.get(0).dts());
    assertThat(timing.shortestFrameTicks()).isEqualTo(durations.getMin());
    assertThat(timing.longestFrameTicks()).isEqualTo(durations.getMax());
    assertThat(timing.durationTicks()).isEqualTo(durations.getSum() + Math.min(0, shown.getMin()));
  }

  private static void compareKeyFrames(FragmentInfo info, Seen seen, int initLength) {
    for (MediaTrack track : info.media().tracks()) {
      if (track.kind() == Kind.VIDEO) {
        List<Packet> packets = seen.packets(track.pid());
        List<Packet> keys = packets.stream().filter(Packet::key).toList();
        assertThat(info.keyFrames()).isEqualTo(keys.size());
        assertThat(info.media().startsWithKeyFrame()).isEqualTo(packets.get(0).key());
        assertThat(info.firstKeyFrame())
            .isEqualTo(
                keys.stream()
                    .findFirst()
                    .map(key -> new ByteRange(key.position() - initLength, key.size())));
      }
    }
  }

  @Test
  void codecsAreThoseUnderTheEncryption() throws IOException {
    String key =
        " -encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb"
            + " -encryption_kid a7e61c373e219033c21091fa607bf3b8";
    Presentation made = Presentation.ofFile(folder, PLAIN + key + FRAGMENTS, 1);
    assertThat(made.section().signature())
        .startsWith("1 VIDEO avc1.")
        .endsWith(" 322x182; 2 AUDIO mp4a.40.2 48000/1");
    assertThat(made.segments()).allMatch(segment -> made.info(segment).keyFrames() == 1);
  }

  @Test
  void sectionsOfOneEncoderAreCompatibleUnlessSomethingIsAnother() throws IOException {
    InitializationSection first = section("first", PLAIN);
    assertThat(section("again", PLAIN).isCompatibleWith(first)).isTrue();
    assertThat(section("size", PLAIN.replace("322x182", "320x180")).isCompatibleWith(first))
        .isFalse();
    assertThat(section("rate", PLAIN + " -ar 44100").isCompatibleWith(first)).isFalse();
    assertThat(section("codec", PLAIN.replace("ultrafast", "veryfast")).isCompatibleWith(first))
        .isFalse();
  }

  private InitializationSection section(String name, String arguments) throws IOException {
    Path own = Files.createDirectory(folder.resolve(name));
    return Presentation.ofHls(own, arguments + " -t 1").section();
  }

  @Test
  void aFileThatPlayersRefuseIsRefused() throws IOException {
    String arguments = PLAIN + " -movflags +frag_keyframe+empty_moov";
    Presentation made = Presentation.ofFile(folder, arguments, 1);
    ByteBuffer segment = ByteBuffer.wrap(made.segments().get(1));
    assertThat(FragmentProbe.inspect(segment, made.section()))
        .asString()
        .contains("'-movflags +default_base_moof'");
    byte[] file = Files.readAllBytes(folder.resolve("out.mp4"));
    assertThat(InitializationSection.parse(ByteBuffer.wrap(file)))
        .asString()
        .contains("it holds media");
  }

  @ParameterizedTest
  @EnumSource(names = {"B_FRAMES_HLS", "OPUS_DASH", "CHUNKS_DASH"})
  void damagedSegmentsAreAnsweredOrRefused(Recipe recipe) throws IOException {
    Presentation made = recipe.make(folder);
    byte[] segment = made.segments().get(1);
    byte[] boxes = Arrays.copyOf(segment, Math.min(segment.length, 2_000));
    Random random = new Random(recipe.ordinal());
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = Damage.damage(boxes, random);
      byte[] whole = Arrays.copyOf(damaged, damaged.length + segment.length - boxes.length);
      System.arraycopy(segment, boxes.length, whole, damaged.length, segment.length - boxes.length);
      HostileFragmentsTest.check(made.init(), whole);
      HostileFragmentsTest.check(Damage.damage(made.init(), random), segment);
    }
  }
}
