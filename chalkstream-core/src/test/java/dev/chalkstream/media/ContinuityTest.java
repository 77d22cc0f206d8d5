package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.MediaTrack.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an EXT-X-DISCONTINUITY must stand, and where not (sections 3 and 4.4.4.3). */
class ContinuityTest {

  private static final long WRAP = 1L << 33;
  private static final long SECOND = 90_000;

  /** Two seconds at 25 frames a second. */
  private static MediaTrack video(long start) {
    return video(start, "avc1.64001f", 1280, 720);
  }

  private static MediaTrack video(long start, String codec, int width, int height) {
    return new MediaTrack(
        0x100,
        Kind.VIDEO,
        codec,
        MediaTrack.Format.ofPicture(width, height),
        timing(start, 3_600, 3_600, 3_600));
  }

  /** Two seconds of AAC at 48 kHz, and a bit. */
  private static MediaTrack audio(long start) {
    return audio(start, 48_000, 2);
  }

  private static MediaTrack audio(long start, int sampleRate, int channels) {
    return new MediaTrack(
        0x101,
        Kind.AUDIO,
        "mp4a.40.2",
        MediaTrack.Format.ofSound(sampleRate, channels),
        timing(start, 1_920, 1_920, 1_920));
  }

  private static MediaTrack untimed(MediaTrack track) {
    return new MediaTrack(
        track.pid(),
        track.kind(),
        MediaTrack.UNKNOWN_CODEC,
        MediaTrack.Format.UNKNOWN,
        Optional.empty());
  }

  private static Optional<TrackTiming> timing(long start, long frame, long shortest, long longest) {
    long first = Math.floorMod(start, WRAP);
    long end = first + 2 * SECOND;
    return Optional.of(
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(first, end),
            new TrackTiming.Span(first, end),
            new TrackTiming.Frames(frame, shortest, longest),
            2 * SECOND));
  }

  private static MediaInfo info(MediaTrack... tracks) {
    return new MediaInfo(List.of(tracks), true);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1800, true", "-1800, true", "1801, false", "-1801, false"})
  void videoMayBeHalfAFrameOff(long off, boolean continues) {
    assertThat(info(video(2 * SECOND + off)).continues(info(video(0)))).isEqualTo(continues);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1920, true", "-1920, true", "1921, false", "-1921, false"})
  void audioMayBeAFrameOff(long off, boolean continues) {
    assertThat(info(audio(2 * SECOND + off)).continues(info(audio(0)))).isEqualTo(continues);
  }

  @Test
  void everyTrackMustGoOn() {
    MediaInfo first = info(video(0), audio(300));
    assertThat(info(video(2 * SECOND), audio(2 * SECOND + 300)).continues(first)).isTrue();
    assertThat(info(video(2 * SECOND), audio(4 * SECOND)).continues(first)).isFalse();
    assertThat(info(video(4 * SECOND), audio(2 * SECOND + 300)).continues(first)).isFalse();
  }

  @Test
  void segmentsThatEachBeginAtZeroDoNotContinue() {
    assertThat(info(video(0), audio(0)).continues(info(video(0), audio(0)))).isFalse();
  }

  @Test
  void aMissingSegmentIsADiscontinuity() {
    assertThat(info(video(4 * SECOND)).continues(info(video(0)))).isFalse();
  }

  @Test
  void timestampsContinueAcrossTheirWrap() {
    assertThat(info(video(SECOND)).continues(info(video(WRAP - SECOND)))).isTrue();
    assertThat(info(video(0)).continues(info(video(WRAP - 2 * SECOND)))).isTrue();
    assertThat(info(video(9 * SECOND)).continues(info(video(WRAP - SECOND)))).isFalse();
  }

  @Test
  void otherTracksCodecsAndFormatsAreADiscontinuity() {
    MediaInfo first = info(video(0), audio(0));
    MediaTrack video = video(2 * SECOND);
    MediaTrack audio = audio(2 * SECOND);
    assertThat(info(video).continues(first)).isFalse();
    assertThat(first.continues(info(video(-2 * SECOND)))).isFalse();
    assertThat(info(video(2 * SECOND, "avc1.42c01f", 1280, 720), audio).continues(first)).isFalse();
    assertThat(info(video(2 * SECOND, "avc1.64001f", 640, 720), audio).continues(first)).isFalse();
    assertThat(info(video(2 * SECOND, "avc1.64001f", 1280, 360), audio).continues(first)).isFalse();
    assertThat(info(video, audio(2 * SECOND, 44_100, 2)).continues(first)).isFalse();
    assertThat(info(video, audio(2 * SECOND, 48_000, 1)).continues(first)).isFalse();
    assertThat(info(audio, video).continues(first)).isTrue();
  }

  @Test
  void aTrackThatMovesToAnotherPidIsAnother() {
    MediaTrack track = video(2 * SECOND);
    var moved =
        new MediaTrack(
            0x200,
            Kind.VIDEO,
            track.codec(),
            MediaTrack.Format.ofPicture(1280, 720),
            track.timing());
    assertThat(info(moved).continues(info(video(0)))).isFalse();
  }

  @Test
  void whatIsNotKnownIsNotHeldAgainstATrack() {
    MediaInfo first = info(video(0), audio(0));
    MediaInfo silent = info(video(2 * SECOND), untimed(audio(0)));
    MediaInfo third = info(video(4 * SECOND), audio(4 * SECOND));
    assertThat(silent.continues(first)).isTrue();
    assertThat(third.continues(silent)).isTrue();
    MediaInfo blind = info(video(2 * SECOND, MediaTrack.UNKNOWN_CODEC, 0, 0), audio(2 * SECOND));
    assertThat(blind.continues(first)).isTrue();
    assertThat(third.continues(blind)).isTrue();
  }

  @Test
  void metadataComesWhenItComes() {
    var early =
        new MediaTrack(
            0x102, Kind.OTHER, "unknown", MediaTrack.Format.UNKNOWN, timing(0, 900, 900, 900));
    var late =
        new MediaTrack(
            0x102,
            Kind.OTHER,
            "unknown",
            MediaTrack.Format.UNKNOWN,
            timing(3 * SECOND, 900, 900, 900));
    assertThat(info(video(2 * SECOND), late).continues(info(video(0), early))).isTrue();
  }

  /** A camera that skips frames within a segment skips them between two as well. */
  @ParameterizedTest
  @CsvSource({"9000, true", "9001, false", "-3400, true", "-3401, false"})
  void aVariableFrameRateMayVaryAtTheBoundaryToo(long off, boolean continues) {
    MediaTrack[] tracks =
        Arrays.stream(new long[] {0, 2 * SECOND + off})
            .mapToObj(
                start ->
                    new MediaTrack(
                        1,
                        Kind.VIDEO,
                        "x",
                        MediaTrack.Format.UNKNOWN,
                        timing(start, 3_600, 2_000, 10_800)))
            .toArray(MediaTrack[]::new);
    assertThat(info(tracks[1]).continues(info(tracks[0]))).isEqualTo(continues);
  }

  @Test
  void howeverIrregularATrackIsAHoleOfSecondsIsADiscontinuity() {
    var slow =
        new MediaTrack(
            1, Kind.VIDEO, "x", MediaTrack.Format.UNKNOWN, timing(0, 3_600, 3_600, 8 * SECOND));
    var next =
        new MediaTrack(
            1, Kind.VIDEO, "x", MediaTrack.Format.UNKNOWN, timing(5 * SECOND, 3_600, 3_600, 3_600));
    assertThat(info(next).continues(info(slow))).isFalse();
  }

  /** Cut between reordered frames, the times of showing overlap; those of decoding go on. */
  @Test
  void decodingTimestampsThatGoOnSuffice() {
    var first =
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(7_200, 187_200),
            new TrackTiming.Span(0, 180_000),
            new TrackTiming.Frames(3_600, 3_600, 3_600),
            180_000);
    var next =
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(176_400, 356_400),
            new TrackTiming.Span(180_000, 360_000),
            new TrackTiming.Frames(3_600, 3_600, 3_600),
            180_000);
    assertThat(next.continues(first, false)).isTrue();
  }

  @Test
  void aSingleFrameOfUnknownLengthMayLastASecond() {
    var single =
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(0, 0),
            new TrackTiming.Span(0, 0),
            new TrackTiming.Frames(0, 0, 0),
            0);
    var soon =
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(SECOND, SECOND),
            new TrackTiming.Span(SECOND, SECOND),
            new TrackTiming.Frames(0, 0, 0),
            0);
    var late =
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(SECOND + 1, SECOND + 1),
            new TrackTiming.Span(SECOND + 1, SECOND + 1),
            new TrackTiming.Frames(0, 0, 0),
            0);
    assertThat(soon.continues(single, false)).isTrue();
    assertThat(late.continues(single, false)).isFalse();
    assertThat(single.continues(soon, false)).isFalse();
  }
}
