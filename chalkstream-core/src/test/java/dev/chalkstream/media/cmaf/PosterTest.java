package dev.chalkstream.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.WaitingRoom;
import dev.chalkstream.media.Ffmpeg;
import dev.chalkstream.media.MediaTrack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The poster of CMAF streams: an initialization section and one segment. */
class PosterTest {

  private final byte[] init = resource("poster.mp4");
  private final byte[] segment = resource("poster.m4s");
  private final Presentation poster = new Presentation(init, List.of(segment));

  private static byte[] resource(String name) {
    try (InputStream in = WaitingRoom.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itIsSmallAndPlaysForTwoSecondsFromAKeyFrame() {
    FragmentInfo info = poster.info(segment);

    assertThat(init.length + segment.length).isLessThan(50_000);
    assertThat(info.keyFrames()).isOne();
    assertThat(info.media().startsWithKeyFrame()).isTrue();
    assertThat(info.media().duration()).contains(Duration.ofSeconds(2));
    assertThat(info.media().codecs()).containsExactly("avc1.42c01f", "mp4a.40.2");
  }

  /** So its media begin where each showing begins, whatever a player makes of edit lists. */
  @Test
  void pictureAndSilenceBeginAtZeroWithoutAnEditList() {
    assertThat(poster.section().tracks()).allMatch(track -> track.shift() == 0);
    assertThat(poster.info(segment).media().tracks())
        .hasSize(2)
        .extracting(MediaTrack::timing)
        .allMatch(timing -> timing.orElseThrow().firstPts() == 0);
  }

  @Test
  void ffmpegDecodesItWithoutAWarning(@TempDir Path folder) throws IOException {
    Ffmpeg.require();
    Path whole = Files.write(folder.resolve("whole.mp4"), init);
    Files.write(whole, segment, StandardOpenOption.APPEND);

    assertThat(Ffmpeg.run(folder, List.of("ffprobe", "-v", "warning", "whole.mp4"))).isEmpty();
    List<String> decode =
        List.of("ffmpeg", "-nostdin", "-v", "warning", "-i", "whole.mp4", "-f", "null", "-");
    assertThat(Ffmpeg.run(folder, decode)).isEmpty();
  }
}
