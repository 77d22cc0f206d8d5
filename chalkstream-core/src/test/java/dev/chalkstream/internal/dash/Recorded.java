package dev.chalkstream.internal.dash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Bodies as ffmpeg 5.1 and GStreamer 1.22 send them, for 6 s of 5 pictures a second with a key
 * frame every 2 s. They were recorded by an HTTP server from {@code -f mp4 -method POST} to {@code
 * Streams(video.cmfv)} with {@code -movflags +empty_moov+default_base_moof+cmaf+delay_moov} and
 * what is said below; from {@code -f hls -hls_segment_type fmp4 -hls_flags single_file}; and from
 * {@code -f dash -streaming 1 -ldash 1 -write_prft 1}, whose header and first segment are joined;
 * and from {@code mp4mux fragment-duration=2000 streamable=true ! curlhttpsink
 * use-content-length=false}.
 */
enum Recorded {
  /** {@code frag_keyframe}, with reordered pictures and an {@code mfra}. */
  GROUPS("ffmpeg-groups.cmfv", 3, 6),
  /** {@code frag_every_frame}, without an end. */
  FRAMES("ffmpeg-frames.cmfv", 3, 6),
  /** {@code frag_keyframe}, with sound. */
  MUXED("ffmpeg-muxed.mp4", 3, 6),
  /** The same, with {@code separate_moof} and without {@code cmaf}. */
  SEPARATE("ffmpeg-separate.mp4", 3, 6),
  /** {@code -frag_duration 500000} of sound alone. */
  SOUND("ffmpeg-sound.cmfa", 3, 6),
  SINGLE_FILE("ffmpeg-single-file.m4s", 3, 6),
  LOW_LATENCY("ffmpeg-low-latency.m4s", 1, 2),
  /** Of GStreamer, whose fragments neither say nor need where offsets count from. */
  GSTREAMER("gstreamer-groups.cmfv", 3, 6);

  private final String file;
  private final int segments;
  private final Duration duration;

  Recorded(String file, int segments, int seconds) {
    this.file = file;
    this.segments = segments;
    this.duration = Duration.ofSeconds(seconds);
  }

  static byte[] read(String file) throws IOException {
    try (InputStream in = Recorded.class.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      return in.readAllBytes();
    }
  }

  byte[] body() throws IOException {
    return read(file);
  }

  /** How many segments of 2 s it makes. */
  int segments() {
    return segments;
  }

  Duration duration() {
    return duration;
  }

  /** All parts of a body that comes in pieces. */
  static void push(TrackSplitter splitter, byte[] body, Random random, List<TrackPart> parts)
      throws RefusedTrackException {
    int at = 0;
    while (at < body.length) {
      int most = random.nextInt(10) == 0 ? body.length : 40;
      int end = Math.min(body.length, at + 1 + random.nextInt(most));
      parts.addAll(TestTrack.push(splitter, Arrays.copyOfRange(body, at, end)));
      at = end;
    }
  }
}
