package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Micros;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.Ffmpeg;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.TransportStreamProbe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ffmpeg pushes of pictures that come as they like: how it is listed. */
class PushedMediaTest {

  private static final String PICTURES = "-f lavfi -i testsrc=s=160x90:r=25 ";
  private static final String SOUND = "-f lavfi -i sine=r=48000 ";
  private static final String CODECS =
      " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -muxdelay 0";
  private static final String HLS = " -f hls -hls_list_size 0 -hls_time ";

  /** Each kind: of so many seconds, cut every so many seconds, which pictures are shown. */
  enum Recipe {
    PLAIN(12, 2, true, "null"),
    PLAIN_PICTURES(12, 2, false, "null"),
    SLIDES_OF_TWO_FRAMES(24, 4, true, "select='lt(mod(n,100),2)'"),
    SILENT_SLIDES_OF_TWO_FRAMES(24, 4, false, "select='lt(mod(n,100),2)'"),
    SLIDES_OF_ONE_FRAME(24, 4, true, "select='lt(mod(n,100),1)'"),
    SILENT_SLIDES_OF_ONE_FRAME(24, 4, false, "select='lt(mod(n,100),1)'"),
    LAST_FRAME_DROPPED(12, 2, true, "select='lt(mod(n,50),49)'"),
    SILENT_LAST_FRAME_DROPPED(12, 2, false, "select='lt(mod(n,50),49)'"),
    MOTION_THEN_STILL(24, 4, true, "select='lt(mod(n,100),30)'"),
    SILENT_MOTION_THEN_STILL(24, 4, false, "select='lt(mod(n,100),30)'"),
    IRREGULAR(12, 2, true, "select='not(eq(mod(n*n,7),3))'"),
    SILENT_IRREGULAR(12, 2, false, "select='not(eq(mod(n*n,7),2))'"),
    RARE(20, 5, true, "select='eq(mod(n,25),0)'"),
    SILENT_RARE(20, 5, false, "select='eq(mod(n,25),0)'");

    private final int seconds;
    private final int segment;
    private final String arguments;

    Recipe(int seconds, int segment, boolean withSound, String filter) {
      this.seconds = seconds;
      this.segment = segment;
      this.arguments =
          PICTURES
              + (withSound ? SOUND : "")
              + "-t "
              + seconds
              + " -vf "
              + filter
              + " -vsync vfr"
              + CODECS
              + " -force_key_frames expr:gte(t,n_forced*"
              + segment
              + ")"
              + HLS
              + segment
              + " s.m3u8";
    }
  }

  @TempDir private Path folder;

  private final StreamScript script = new StreamScript();

  @BeforeAll
  static void requireTools() {
    Ffmpeg.require();
  }

  private static MediaInfo media(byte[] segment) {
    ProbeResult result = TransportStreamProbe.probe(ByteBuffer.wrap(segment));
    return ((ProbeResult.Recognized) result).info();
  }

  /**
   * Pushes what ffmpeg has made, each segment and then a playlist of all that are there, which says
   * the target duration that these need.
   */
  private void push(String playlist) throws IOException, SegmentRejectedException {
    var text = new StringBuilder();
    for (String line : playlist.lines().filter(each -> !each.contains("TARGETDUR")).toList()) {
      text.append(line).append('\n');
      if (!line.startsWith("#")) {
        MediaInfo media = media(Files.readAllBytes(folder.resolve(line)));
        script.push(line, StreamScript.name(StreamScript.digest(line)), media);
        script.push(PushedPlaylistReader.read("out.m3u8", text.toString()).orElseThrow());
        script.pass(Duration.ofSeconds(2));
      }
    }
  }

  private String make(String arguments) throws IOException {
    Ffmpeg.segments(folder, arguments);
    return Files.readString(folder.resolve("s.m3u8"));
  }

  private List<Double> listed() {
    List<Double> seconds = new ArrayList<>();
    for (ListedSegment segment : script.manifest().window().head()) {
      seconds.add(Micros.of(segment.duration()) / 1e6);
    }
    return seconds;
  }

  private double listedTotal() {
    return listed().stream().mapToDouble(each -> each).sum();
  }

  /** The last segment ends where ffmpeg says it does. */
  @ParameterizedTest
  @EnumSource
  void picturesThatComeAsTheyLikeAreOneBroadcastOfTheRightLength(Recipe recipe) throws Exception {
    push(make(recipe.arguments));

    int count = recipe.seconds / recipe.segment;
    assertThat(script.listing()).doesNotContain("|").doesNotContain("gap");
    assertThat(listed()).hasSize(count);
    assertThat(listed().subList(0, count - 1))
        .allSatisfy(each -> assertThat(each).isCloseTo(recipe.segment, within(0.1)));
    assertThat(script.manifest().targetDuration().seconds()).isEqualTo(recipe.segment);
  }

  /**
   * The same where no word of the encoder makes sense: the timestamps of the sound tell, if ffmpeg
   * puts it into the segments of its pictures.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "SILENT.*|PLAIN_PICTURES|.*ONE_FRAME")
  void whereNoWordMakesSenseTheSoundTells(Recipe recipe) throws Exception {
    push(make(recipe.arguments).replaceAll("#EXTINF:[0-9.]+", "#EXTINF:-1"));

    assertThat(script.listing()).doesNotContain("|").doesNotContain("gap");
    assertThat(listedTotal()).isCloseTo(recipe.seconds, within(0.5));
  }

  /** Words that are rounded add up to what plays, and so the dates do. */
  @ParameterizedTest
  @EnumSource(
      names = {"PLAIN", "PLAIN_PICTURES", "SLIDES_OF_TWO_FRAMES", "IRREGULAR", "SILENT_IRREGULAR"})
  void roundedDurationsAddUpToWhatPlays(Recipe recipe) throws Exception {
    String arguments =
        recipe
            .arguments
            .replace("-t " + recipe.seconds, "-t 48")
            .replace("n_forced*" + recipe.segment, "n_forced*2.4")
            .replace("-hls_time " + recipe.segment, "-hls_flags round_durations -hls_time 2.4")
            .replace("mod(n,100)", "mod(n,60)");
    push(make(arguments));

    assertThat(listed()).hasSize(20);
    assertThat(script.listing()).doesNotContain("|");
    assertThat(listedTotal()).isCloseTo(48, within(0.5));
    assertThat(script.manifest().targetDuration().seconds()).isEqualTo(2);
    List<ListedSegment> head = script.manifest().window().head();
    for (int i = 0; i < head.size(); i++) {
      Duration since = Duration.between(head.get(0).start(), head.get(i).start());
      assertThat(Micros.of(since) / 1e6).isCloseTo(2.4 * i, within(0.5));
    }
  }

  /** As ffmpeg -copyts passes on the clock of a source that is set: it says 102 seconds. */
  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PLAIN_PICTURES"})
  void aJumpOfTheTimestampsIsOneDiscontinuityAndNoLongSegment(Recipe recipe) throws Exception {
    String jump = "PTS+if(gte(T\\,6)\\,100/TB\\,0)";
    boolean withSound = recipe == Recipe.PLAIN;
    String filters = "-vf setpts=" + jump + (withSound ? " -af asetpts=" + jump : "");
    String jumping = recipe.arguments.replace("-vf null", filters).replace("-t 12 ", "-t 112 ");
    String arguments = jumping.replaceFirst("-force_key_frames [^ ]+", "-g 50");
    String playlist = make(arguments);
    assertThat(playlist).contains("#EXTINF:102");

    push(playlist);

    assertThat(script.listing()).containsOnlyOnce("|");
    assertThat(listed()).allSatisfy(each -> assertThat(each).isLessThan(3));
    assertThat(script.manifest().targetDuration().seconds()).isLessThan(4);
  }

  @Test
  void aSegmentThatIsLostWithinTheEncoderIsADiscontinuity() throws Exception {
    String playlist = make(Recipe.PLAIN.arguments);
    push(playlist.replaceFirst("#EXTINF:[0-9.]+,\ns2.ts\n", ""));

    assertThat(script.listing()).isEqualTo("0 1 | 2 3 4");
  }

  @Test
  void tablesThatStandBehindOtherPacketsBreakNothing() throws Exception {
    String playlist = make(Recipe.PLAIN.arguments);
    for (int i = 0; i < 6; i++) {
      Path segment = folder.resolve("s" + i + ".ts");
      Files.write(segment, withTablesBehind(Files.readAllBytes(segment)));
    }
    push(playlist);

    assertThat(script.listing()).isEqualTo("0 1 2 3 4 5");
    assertThat(script.manifest().tail().media().startsWithKeyFrame()).isTrue();
  }

  private static byte[] withTablesBehind(byte[] segment) {
    int length = TransportStreamProbe.PACKET_LENGTH;
    var tables = new ByteArrayOutputStream();
    var media = new ByteArrayOutputStream();
    for (int at = 0; at < segment.length; at += length) {
      int pid = (segment[at + 1] & 0x1f) << 8 | segment[at + 2] & 0xff;
      (pid == 0 || pid == 0x11 || pid == 0x1000 ? tables : media).write(segment, at, length);
    }
    byte[] all = media.toByteArray();
    var out = new ByteArrayOutputStream();
    out.write(all, 0, 20 * length);
    out.writeBytes(tables.toByteArray());
    out.write(all, 20 * length, all.length - 20 * length);
    return out.toByteArray();
  }
}
