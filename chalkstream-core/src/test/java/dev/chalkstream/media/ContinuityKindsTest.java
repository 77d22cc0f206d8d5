package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.MediaTrack.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of every kind, cut into segments: what goes on, and what does not. */
class ContinuityKindsTest {

  private static final long SECOND = TrackClock.MPEG_TS.timescale();
  private static final long SOUND_FRAME = 1_920;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** A stream: when its pictures are shown and its sound begins, and where it is cut. */
  private record Source(List<Long> pictures, List<Long> sound, List<Long> cuts) {

    int segments() {
      return cuts.size() - 1;
    }

    Duration duration(int segment) {
      return TrackClock.MPEG_TS.toDuration(cuts.get(segment + 1) - cuts.get(segment));
    }

    /** A segment, later by a time. */
    MediaInfo segment(int segment, long later) {
      List<MediaTrack> tracks = new ArrayList<>();
      long from = cuts.get(segment);
      long to = cuts.get(segment + 1);
      tracks.add(track(256, Kind.VIDEO, pictures, from, to, later));
      if (!sound.isEmpty()) {
        tracks.add(
            track(257, Kind.AUDIO, sound, from - SOUND_FRAME / 2, to - SOUND_FRAME / 2, later));
      }
      return new MediaInfo(tracks, true);
    }

    private static MediaTrack track(
        int pid, Kind kind, List<Long> frames, long from, long to, long later) {
      var timeline = new Timeline(TrackClock.MPEG_TS);
      for (long frame : frames) {
        if (frame >= from && frame < to) {
          timeline.add(frame + later, frame + later);
        }
      }
      long usual = kind == Kind.AUDIO ? SOUND_FRAME : 3_600;
      return new MediaTrack(pid, kind, "any", MediaTrack.Format.UNKNOWN, timeline.finish(usual));
    }
  }

  /** Pictures that come evenly, evenly with some left out, in bursts, or rarely. */
  private static Source source(Random random) {
    long segment = SECOND * (1 + random.nextInt(5));
    long frame = SECOND / new int[] {10, 25, 30, 50}[random.nextInt(4)];
    int kind = random.nextInt(5);
    long burst = (1 + random.nextInt(10)) * frame;
    int dropped = 3 + random.nextInt(8);
    List<Long> pictures = new ArrayList<>();
    List<Long> cuts = new ArrayList<>();
    long start = random.nextLong() & ((1L << 33) - 1);
    for (int i = 0; i <= 8; i++) {
      long cut = start + i * segment;
      cuts.add(cut);
      for (long at = 0, n = 0; at < segment; at += frame, n++) {
        boolean shown =
            switch (kind) {
              case 0 -> true;
              case 1 -> at + frame < segment;
              case 2 -> n == 0 || (n * n + i) % dropped != 1;
              case 3 -> at < burst;
              default -> n == 0;
            };
        if (shown) {
          pictures.add(cut + at);
        }
      }
    }
    List<Long> sound = new ArrayList<>();
    if (random.nextInt(3) > 0) {
      for (long at = start; at < start + 8 * segment; at += SOUND_FRAME) {
        sound.add(at);
      }
    }
    return new Source(pictures, sound, cuts);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsCutFromOneStreamGoesOn(long seed) {
    Source source = source(new Random(seed));
    for (int i = 1; i < source.segments(); i++) {
      MediaInfo before = source.segment(i - 1, 0);
      MediaInfo after = source.segment(i, 0);
      assertThat(after.continues(before, source.duration(i - 1))).as("segment " + i).isTrue();
      assertThat(after.timeFrom(before)).contains(source.duration(i - 1));
      if (!source.sound().isEmpty()) {
        assertThat(after.continues(before)).as("segment " + i + " without a word").isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whereASegmentIsMissingOrTheClockIsSetItDoesNot(long seed) {
    Random random = new Random(seed);
    Source source = source(random);
    MediaInfo first = source.segment(0, 0);
    Duration listed = source.duration(0);
    List<MediaInfo> others = new ArrayList<>();
    others.add(source.segment(2, 0));
    others.add(source.segment(0, 0));
    others.add(source.segment(1, -SECOND));
    others.add(source.segment(1, 3 * SECOND / 2 + random.nextInt(1_000) * SECOND));
    others.add(source.segment(1, -SECOND - random.nextInt(1_000) * SECOND));
    for (MediaInfo other : others) {
      assertThat(other.continues(first)).isFalse();
      assertThat(other.continues(first, listed)).isFalse();
    }
  }

  /** What is missing between two segments plays as long as it is missing. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsMissingPlaysAsLongAsTheTimestampsSay(long seed) {
    Source source = source(new Random(seed));
    Duration missing =
        source.segment(2, 0).timeSince(source.segment(0, 0), source.duration(0)).orElseThrow();
    assertThat(missing.minus(source.duration(1)).abs()).isLessThanOrEqualTo(Duration.ofMillis(510));
  }

  private static MediaInfo info(Optional<TrackTiming> pictures, Optional<TrackTiming> sound) {
    return new MediaInfo(
        List.of(
            new MediaTrack(256, Kind.VIDEO, "any", MediaTrack.Format.UNKNOWN, pictures),
            new MediaTrack(257, Kind.AUDIO, "any", MediaTrack.Format.UNKNOWN, sound)),
        true);
  }

  private static Optional<TrackTiming> even(double start, double seconds, long frame) {
    long first = Math.round(start * SECOND);
    long end = first + Math.round(seconds * SECOND);
    return Optional.of(
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(first, end),
            new TrackTiming.Span(first, end),
            new TrackTiming.Frames(frame, frame, frame),
            end - first));
  }

  private static Optional<TrackTiming> pictures(double start, double seconds) {
    return even(start, seconds, 3_600);
  }

  private static Optional<TrackTiming> sound(double start, double seconds) {
    return even(start, seconds, SOUND_FRAME);
  }

  /** The first segment has two seconds of pictures and of sound, from 10 s on. */
  @ParameterizedTest
  @CsvSource({
    "12, 12, true",
    // The pictures are late by a hole, and so may the sound be.
    "12.9, 12, true",
    "12, 12.9, true",
    "13, 12, true",
    // So late that it belongs to another time.
    "13.5, 12, false",
    "12, 13.5, false",
    // One of them goes back.
    "11.9, 12, false",
    "12, 11.9, false",
    "2, 12, false",
    // Both are late: something is missing.
    "12.5, 12.5, false",
    "12.1, 12.3, false"
  })
  void oneTrackGoesOnExactlyAndNoneGoesBackOrFarAhead(
      double pictures, double sound, boolean continues) {
    MediaInfo first = info(pictures(10, 2), sound(10, 2));
    MediaInfo next = info(pictures(pictures, 2), sound(sound, 2));
    assertThat(next.continues(first)).isEqualTo(continues);
    assertThat(next.continues(first, Duration.ofSeconds(2))).isEqualTo(continues);
  }

  /** The pictures of the first segment end after 80 ms, and its sound after four seconds. */
  @Test
  void picturesThatStandStillAreLateForAsLongAsTheSoundPlays() {
    MediaInfo first = info(pictures(10, .08), sound(10, 4));
    assertThat(info(pictures(14, .08), sound(14, 4)).continues(first)).isTrue();
    assertThat(info(pictures(14.9, .08), sound(14, 4)).continues(first)).isTrue();
    assertThat(info(pictures(16, .08), sound(14, 4)).continues(first)).isFalse();
    assertThat(info(Optional.empty(), sound(14, 4)).continues(first)).isTrue();
  }

  /** As ffmpeg without -re does, whose sound runs ahead of rare pictures. */
  @Test
  void whereTheNextSegmentHasNoSoundThePicturesAndTheWordTell() {
    MediaInfo first = info(pictures(10, .04), sound(10, 9.9));
    MediaInfo next = info(pictures(14, .04), Optional.empty());
    assertThat(next.continues(first, Duration.ofSeconds(4))).isTrue();
    assertThat(next.continues(first, Duration.ofSeconds(2))).isFalse();
    assertThat(next.continues(first)).isFalse();
  }

  /** A whole segment that is listed with more than it has has lost its end. */
  @Test
  void aWordDoesNotExplainWhatIsMissingOfTheSound() {
    MediaInfo first = info(pictures(10, 2), sound(10, 2));
    MediaInfo next = info(pictures(14, 2), sound(14, 2));
    assertThat(next.continues(first, Duration.ofSeconds(4))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // pictures, sound: how long it plays, whether that is certain, and likely
    "2, 2, 2000, true, true",
    "2, 2.02, 2000, true, true",
    "2, 2.4, 2000, true, true",
    "2, 2.6, 2600, true, true",
    ".08, 4, 4000, true, true",
    "2, 1.6, 2000, true, true",
    "2, 1, 2000, false, true",
    "2, 0, 2000, false, true",
    ".08, 0, 80, false, false",
    "0, 2, 2000, true, true"
  })
  void whatPlaysForLongerCounts(
      double pictures, double sound, long millis, boolean certain, boolean likely) {
    MediaInfo info =
        info(
            pictures == 0 ? Optional.empty() : pictures(0, pictures),
            sound == 0 ? Optional.empty() : sound(0, sound));
    assertThat(info.duration()).contains(Duration.ofMillis(millis));
    assertThat(info.endsWithSound()).isEqualTo(certain);
    assertThat(info.isEven()).isEqualTo(likely);
    assertThat(info.isTimed()).isTrue();
  }

  @Test
  void whereNothingHasATimestampNothingIsKnown() {
    MediaInfo info = info(Optional.empty(), Optional.empty());
    assertThat(info.duration()).isEmpty();
    assertThat(info.duration(Kind.VIDEO)).isEmpty();
    assertThat(info.isTimed()).isFalse();
    assertThat(info.isEven()).isFalse();
    assertThat(info.continues(info, Duration.ofSeconds(2))).isTrue();
    assertThat(info.timeFrom(info)).isEmpty();
  }
}
