package dev.chalkstream.media.mp4.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.Ffmpeg;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.sample.AudioSampleEntry;
import dev.chalkstream.media.mp4.sample.CodecString;
import dev.chalkstream.media.mp4.sample.SampleDescriptions;
import dev.chalkstream.media.mp4.sample.SoundFormat;
import dev.chalkstream.media.mp4.sample.VisualSampleEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as ffmpeg makes them: they are written as they were read, and are what ffmpeg says. */
class RealFilesTest {

  private static final String PICTURES_IN = " -f lavfi -i testsrc=s=322x182:r=25:d=0.4";
  private static final String SOUND_IN = " -f lavfi -i sine=r=48000:d=0.4";
  private static final String VIDEO = PICTURES_IN + " -c:v ";
  private static final String SOUND = SOUND_IN + " -c:a ";
  private static final String H264 = VIDEO + "libx264 -pix_fmt yuv420p";
  private static final String BOTH =
      PICTURES_IN + SOUND_IN + " -c:v libx264 -bf 2 -pix_fmt yuv420p -c:a aac";
  private static final String HEVC =
      VIDEO + "libx265 -x265-params log-level=error -tag:v hvc1 -pix_fmt ";
  private static final String AV1 = VIDEO + "libaom-av1 -cpu-used 8 -pix_fmt ";
  private static final String HDR =
      " -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc";
  private static final String VP9 = VIDEO + "libvpx-vp9 -deadline realtime -pix_fmt ";

  /** Each codec: its string, whether ffmpeg says the same, and how ffmpeg codes it. */
  enum Recipe {
    PICTURES("avc1.64000d", true, H264),
    BASELINE("avc1.42c00d", true, H264 + " -profile:v baseline"),
    HEVC_8("hvc1.1.6.L60.90", false, HEVC + "yuv420p"),
    HEVC_10("hvc1.2.4.L60.90", false, HEVC + "yuv420p10le"),
    AV1_8("av01.0.00M.08", true, AV1 + "yuv420p"),
    AV1_10("av01.0.00M.10", true, AV1 + "yuv420p10le"),
    AV1_HDR("av01.0.00M.10.0.110.09.16.09.0", true, AV1 + "yuv420p10le" + HDR),
    AV1_444("av01.1.00M.08.0.000.02.02.02.0", false, AV1 + "yuv444p"),
    AV1_GRAY("av01.0.00M.08.1.110.02.02.02.1", false, AV1 + "gray"),
    SVT("av01.0.00M.08", true, VIDEO + "libsvtav1 -preset 12 -pix_fmt yuv420p"),
    VP9_8("vp09.00.11.08", true, VP9 + "yuv420p -dash_segment_type mp4"),
    VP9_444("vp09.03.11.10.03.02.02.02.00", false, VP9 + "yuv444p10le -dash_segment_type mp4"),
    AAC("mp4a.40.2", true, SOUND + "aac"),
    OPUS("Opus", false, SOUND + "libopus -ac 6 -dash_segment_type mp4"),
    LOSSLESS("fLaC", false, SOUND + "flac -strict -2 -ar 96000"),
    DOLBY("ac-3", true, SOUND + "ac3 -ac 6"),
    DOLBY_PLUS("ec-3", true, SOUND + "eac3 -ar 44100 -ac 2"),
    MP3("mp4a.6B", false, SOUND + "libmp3lame -ac 2");

    private final String codec;
    private final boolean agreed;
    private final String arguments;

    Recipe(String codec, boolean agreed, String arguments) {
      this.codec = codec;
      this.agreed = agreed;
      this.arguments = arguments;
    }
  }

  @TempDir private Path folder;

  @BeforeAll
  static void requireTools() {
    Ffmpeg.require();
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static List<Box> checkWrittenAsRead(Path path) throws IOException {
    byte[] file = Files.readAllBytes(path);
    List<Box> boxes = BoxTrees.read(file);
    var written = new ByteArrayOutputStream();
    boxes.forEach(box -> written.writeBytes(box.toBytes()));
    assertThat(written.toByteArray()).isEqualTo(file);
    BoxTrees.all(boxes).forEach(BoxTrees::checkRoundTrip);
    return boxes;
  }

  @ParameterizedTest
  @EnumSource
  void whatAnEncoderWritesIsWrittenAsItWasReadAndNamedExactly(Recipe recipe) throws IOException {
    Ffmpeg.make(folder, recipe.arguments + " -f dash out.mpd");
    List<Path> files = files(".m4s");
    assertThat(files).hasSizeGreaterThan(1);
    for (Path file : files) {
      checkWrittenAsRead(file);
    }
    Box entry = entry(files.get(files.size() - 1));
    assertThat(CodecString.of(entry)).contains(recipe.codec);
    if (recipe.agreed) {
      assertThat(said(folder.resolve("out.mpd"), "codecs")).isEqualTo(recipe.codec);
    }
    compareFormat(entry);
  }

  private static Box entry(Path init) throws IOException {
    List<Box> boxes = BoxTrees.read(Files.readAllBytes(init));
    return BoxTrees.all(boxes, SampleDescriptions.class).get(0).children().get(0);
  }

  private void compareFormat(Box entry) throws IOException {
    Path file = folder.resolve("joined.mp4");
    Ffmpeg.make(folder, "-i out.mpd -c copy -strict -2 joined.mp4");
    var stream =
        Ffmpeg.probe(file).stream()
            .filter(found -> "stream".equals(found.get("section")))
            .findFirst()
            .orElseThrow();
    if (entry instanceof VisualSampleEntry pictures) {
      assertThat(stream.get("width")).isEqualTo("" + pictures.width());
      assertThat(stream.get("height")).isEqualTo("" + pictures.height());
    } else {
      SoundFormat format = SoundFormat.of((AudioSampleEntry) entry);
      assertThat(stream.get("sample_rate")).isEqualTo("" + format.sampleRate());
      assertThat(stream.get("channels")).isEqualTo("" + format.channels());
    }
  }

  private static String said(Path file, String attribute) throws IOException {
    Matcher found =
        Pattern.compile(attribute + "=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE)
            .matcher(Files.readString(file));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void theCodecsAreThoseOfTheMultivariantPlaylist() throws IOException {
    String hls = " -f hls -hls_segment_type fmp4 -master_pl_name all.m3u8 out.m3u8";
    Ffmpeg.make(folder, BOTH + hls);
    List<Box> boxes = BoxTrees.read(Files.readAllBytes(folder.resolve("init.mp4")));
    List<String> codecs =
        BoxTrees.all(boxes, SampleDescriptions.class).stream()
            .flatMap(descriptions -> descriptions.children().stream())
            .map(entry -> CodecString.of(entry).orElseThrow())
            .toList();
    assertThat(String.join(",", codecs)).isEqualTo(said(folder.resolve("all.m3u8"), "CODECS"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " -g 5 -movflags +cmaf+frag_keyframe+empty_moov",
        " -movflags +frag_custom+dash+global_sidx -frag_duration 100000",
        " -movflags +frag_every_frame+empty_moov+negative_cts_offsets",
        " -movflags +frag_keyframe+separate_moof+omit_tfhd_offset -write_prft wallclock",
        " -use_editlist 0 -movflags +faststart",
        " -encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb"
            + " -encryption_kid a7e61c373e219033c21091fa607bf3b8 -movflags +frag_keyframe"
      })
  void whateverTheMuxerIsToldItIsWrittenAsItWasRead(String flags) throws IOException {
    Ffmpeg.make(folder, BOTH + flags + " out.mp4");
    assertThat(checkWrittenAsRead(folder.resolve("out.mp4"))).hasSizeGreaterThan(1);
  }

  @Test
  void chunksOfAnEncoderWithLowLatencyAreWrittenAsTheyWereRead() throws IOException {
    String dash = " -f dash -ldash 1 -streaming 1 -write_prft 1 -frag_type every_frame out.mpd";
    Ffmpeg.make(folder, H264 + dash);
    assertThat(files(".m4s")).isNotEmpty();
    for (Path file : files(".m4s")) {
      checkWrittenAsRead(file);
    }
  }

  @Test
  void subtitlesAreWrittenAsTheyWereRead() throws IOException {
    Files.writeString(folder.resolve("in.vtt"), "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n");
    Ffmpeg.make(folder, "-i in.vtt -c:s ttml ttml.mp4");
    Ffmpeg.make(folder, "-i in.vtt -c:s mov_text -movflags +frag_keyframe text.mp4");
    checkWrittenAsRead(folder.resolve("ttml.mp4"));
    checkWrittenAsRead(folder.resolve("text.mp4"));
    assertThat(CodecString.of(entry(folder.resolve("ttml.mp4")))).contains("stpp");
    assertThat(CodecString.of(entry(folder.resolve("text.mp4")))).isEmpty();
  }
}
