package dev.chalkstream.internal.dash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.internal.dash.TrackAddress.Kind;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackAddressTest {

  @ParameterizedTest
  @CsvSource({
    "Streams(video.cmfv), video",
    "Streams(video-500k), video-500k",
    "live/Streams(audio.cmfa), audio",
    "Switching(1)/Streams(v1.cmfv), v1",
    "streams(1.mp4), 1",
    "video.cmfv, video",
    "video/video.cmfv, video",
    "v-1/v-1.cmfv, v-1",
    "subtitles.cmft, subtitles",
    "events.cmfm, events",
    "video.mp4, video",
    "initech.cmfv, initech",
  })
  void aTrackHasAnAddress(String path, String track) {
    assertThat(TrackAddress.parse(path))
        .isEqualTo(new TrackAddress(Kind.TRACK, track, OptionalLong.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "init-stream0.m4s, stream0",
    "video/init.cmfv, video",
    "live/audio/init.mp4, audio",
    "0/header.cmfa, 0",
    "video_init.mp4, video",
    "video-header.m4s, video",
    "init.mp4, ''",
    "Header.m4s, ''",
    "video/init.init, video",
    "video.header, video",
    "Streams(video)/init.mp4, video",
  })
  void aHeaderHasAnAddress(String path, String track) {
    TrackAddress address = TrackAddress.parse(path);
    assertThat(address).isEqualTo(new TrackAddress(Kind.HEADER, track, OptionalLong.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "chunk-stream0-00001.m4s, stream0, 1",
    "chunk-stream10-12345.m4s, stream10, 12345",
    "video/896605655.cmfv, video, 896605655",
    "live/audio/7.m4s, audio, 7",
    "video-1.cmfv, video, 1",
    "segment_video_77.m4s, video, 77",
    "video/seg-5.mp4, video, 5",
    "video/chunk_5.mp4, video, 5",
    "5.m4s, '', 5",
    "0/-1024.cmfa, 0, 0",
    "Streams(video)/5.cmfv, video, 5",
    "live/Streams(video.cmfv)/chunk-5.cmfv, video, 5",
  })
  void aSegmentHasAnAddress(String path, String track, long number) {
    assertThat(TrackAddress.parse(path))
        .isEqualTo(new TrackAddress(Kind.SEGMENT, track, OptionalLong.of(number)));
  }

  /** The names under which one encoder sends a header and a segment of a track. */
  @ParameterizedTest
  @CsvSource({
    "init-stream0.m4s, chunk-stream0-00001.m4s",
    "video/init.cmfv, video/896605655.cmfv",
    "0/header.cmfa, 0/95232.cmfa",
    "init.mp4, 1.m4s",
    "video_init.mp4, video_1.m4s",
    "Streams(v.cmfv), Streams(v.cmfv)",
  })
  void aHeaderAndItsSegmentsAreOfOneTrack(String header, String segment) {
    assertThat(TrackAddress.parse(header).track()).isEqualTo(TrackAddress.parse(segment).track());
  }

  @Test
  void manifestsAreNotOfATrack() {
    for (String path : new String[] {"out.mpd", "live/master.m3u8", "OUT.MPD"}) {
      assertThat(TrackAddress.parse(path))
          .isEqualTo(new TrackAddress(Kind.MANIFEST, "", OptionalLong.empty()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"out0.ts", "out0.vtt", "video", "Streams(", "Streams()", "poster.jpg"})
  void whateverElseIsOfNoTrack(String path) {
    assertThat(TrackAddress.parse(path).kind()).isEqualTo(Kind.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "Streams(video), true",
    "live/Switching(1)/Streams(v1.cmfv), true",
    "video.cmfv, true",
    "video/init.cmfv, true",
    "0/-1024.cmfa, true",
    "init-stream0.m4s, true",
    "a/chunk-stream0-00001.m4s, true",
    "init-stream0.mp4, true",
    "video.mp4, true",
    "init.mp4, false",
    "0/init_0.mp4, false",
    "out0.m4s, false",
    "out_1.m4s, false",
    "video.m4s, false",
    "out.mpd, false",
    "out.m3u8, false",
    "out0.ts, false",
  })
  void tracksAreToldFromFilesOfHls(String path, boolean track) {
    assertThat(TrackAddress.isOfTrack(path)).isEqualTo(track);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "../a.cmfv", "a/b/c/d.cmfv", "a//b.cmfv", "a\u0000.cmfv"})
  void namesThatNoUploadHasAreRefused(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> TrackAddress.parse(path));
  }

  /** Patterns that a long name could make slow would not end here. */
  @Test
  void longNamesCostNoMoreThanTheirLength() {
    for (String part : new String[] {"-", "1-", "init-", "chunk-", "Streams(", "a.", "(", "-1_"}) {
      String path = part.repeat(255 / part.length());
      assertThat(TrackAddress.parse(path)).isNotNull();
      if (path.length() < 250) {
        assertThat(TrackAddress.parse(path + ".m4s").kind()).isNotEqualTo(Kind.OTHER);
      }
    }
  }
}
