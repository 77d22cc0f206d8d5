package dev.chalkstream.media.mp4.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import dev.chalkstream.media.mp4.movie.Handler;
import dev.chalkstream.media.mp4.movie.TrackHeader;
import dev.chalkstream.media.mp4.sample.CodecString;
import dev.chalkstream.media.mp4.sample.SampleDescriptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files as mediabunny makes them, with which browsers broadcast: of version 1.61.0, in its CMAF
 * format, from packets that ffmpeg had coded.
 */
class MediabunnyTest {

  /** H.264, AAC and WebVTT; 0.2 seconds of each. */
  static final String INIT = "mediabunny-h264-aac-vtt.init.mp4";

  static final String SEGMENT = "mediabunny-h264-aac-vtt.m4s";

  static byte[] file(String name) {
    try (InputStream in = MediabunnyTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> codecs(String file) {
    return BoxTrees.all(BoxTrees.read(file(file)), SampleDescriptions.class).stream()
        .flatMap(descriptions -> descriptions.children().stream())
        .map(entry -> CodecString.of(entry).orElseThrow())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        INIT,
        SEGMENT,
        "mediabunny-av1.init.mp4",
        "mediabunny-vp9.init.mp4",
        "mediabunny-opus.init.mp4"
      })
  void filesAreWrittenAsTheyWereRead(String name) {
    List<Box> boxes = BoxTrees.read(file(name));
    var written = new ByteArrayOutputStream();
    boxes.forEach(box -> written.writeBytes(box.toBytes()));
    assertThat(written.toByteArray()).isEqualTo(file(name));
    BoxTrees.all(boxes).forEach(BoxTrees::checkRoundTrip);
  }

  @Test
  void theCodecsAreThoseThatWereGivenToIt() {
    assertThat(codecs(INIT)).containsExactly("avc1.64000a", "mp4a.40.2", "wvtt");
    assertThat(codecs("mediabunny-av1.init.mp4")).containsExactly("av01.0.00M.08");
    assertThat(codecs("mediabunny-vp9.init.mp4")).containsExactly("vp09.00.11.08");
    assertThat(codecs("mediabunny-opus.init.mp4")).containsExactly("Opus");
  }

  @Test
  void tracksHaveHandlersAndSizes() {
    List<Box> boxes = BoxTrees.read(file(INIT));
    assertThat(BoxTrees.all(boxes, Handler.class))
        .extracting(Handler::handlerType)
        .containsExactly(Handler.VIDEO, Handler.AUDIO, Handler.TEXT);
    assertThat(BoxTrees.all(boxes, TrackHeader.class).get(0).width()).isEqualTo(64 << 16);
  }

  @Test
  void theSamplesOfASegmentLieWithinItsMedia() {
    List<Box> boxes = BoxTrees.read(file(SEGMENT));
    long media = BoxTrees.all(boxes, MediaData.class).stream().mapToLong(Box::size).sum();
    List<TrackRun> runs = BoxTrees.all(boxes, TrackRun.class);
    assertThat(runs).hasSize(3);
    assertThat(runs).allMatch(run -> run.count() > 0 && run.size(0, 1) > 0);
    assertThat(media).isPositive();
  }
}
