package dev.chalkstream.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.TrackTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a word of the broadcaster counts or the timestamps; times are in seconds. */
class SegmentDurationsTest {

  private static final double FRAME = 0.04;

  /** Pictures at 25 a second for a time, and sound for a time, if they are more than none. */
  private static MediaInfo media(double start, double pictures, double sound) {
    List<MediaTrack> tracks = new ArrayList<>();
    if (pictures > 0) {
      tracks.add(track(256, MediaTrack.Kind.VIDEO, start, pictures));
    }
    if (sound > 0) {
      tracks.add(track(257, MediaTrack.Kind.AUDIO, start, sound));
    }
    return new MediaInfo(tracks, true);
  }

  private static MediaTrack track(int pid, MediaTrack.Kind kind, double start, double duration) {
    long first = ticks(start) % (1L << 33);
    long frame = ticks(FRAME);
    long end = first + ticks(duration);
    var timing =
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(first, end),
            new TrackTiming.Span(first, end),
            new TrackTiming.Frames(frame, frame, frame),
            end - first);
    return new MediaTrack(pid, kind, "any", MediaTrack.Format.UNKNOWN, Optional.of(timing));
  }

  private static long ticks(double seconds) {
    return Math.round(seconds * TrackClock.MPEG_TS.timescale());
  }

  private static Duration of(double seconds) {
    return Micros.toDuration(Math.round(seconds * 1e6));
  }

  private static double seconds(Duration duration) {
    return Micros.of(duration) / 1e6;
  }

  @ParameterizedTest
  @CsvSource({
    "2.0, 2.0, 2.0, 2.0",
    "2.4, 2.0, 2.0, 2.4",
    "2.5, 2.0, 2.0, 2.5",
    "20, 2.0, 2.0, 2.0",
    ".04, 2.0, 2.0, 2.0",
    // Sound that goes on tells of pictures that stand still, and so does the word.
    "4.0, .08, 4.0, 4.0",
    "4.0, .04, 4.02, 4.0",
    "9.0, .08, 4.0, 4.0",
    // The last segment of ffmpeg, and one into which the sound of others has come.
    ".08, .08, 4.0, .08",
    "4.0, .04, 9.9, 4.0",
    // Pictures alone may be shown for longer, and not for less.
    "4.0, .04, 0, 4.0",
    "4.0, 1.2, 0, 4.0",
    ".04, 2.0, 0, 2.0",
    // Sound alone.
    "20, 0, 2.0, 2.0",
    "2.0, 0, 2.01, 2.0",
    // Nothing known.
    "4.0, 0, 0, 4.0"
  })
  void aWordCountsUnlessTheTimestampsSayOtherwise(
      double said, double pictures, double sound, double agreed) {
    MediaInfo media = media(0, pictures, sound);
    assertThat(seconds(SegmentDurations.agreed(of(said), media, of(6)))).isEqualTo(agreed);
    assertThat(seconds(settled(agreed, media, 0, 4))).isEqualTo(agreed);
  }

  @ParameterizedTest
  @CsvSource({
    "2.0, 2.0, 2.0",
    ".08, 4.0, 4.0",
    "2.0, 0, 2.0",
    // A few pictures without sound may be shown for any time: it is taken as usual.
    ".08, 0, 6.0",
    "0, 0, 6.0",
    "7.0, 0, 7.0"
  })
  void whereNothingIsSaidTheTimestampsTellOrElseWhatIsUsual(
      double pictures, double sound, double agreed) {
    MediaInfo media = media(0, pictures, sound);
    assertThat(seconds(SegmentDurations.agreed(SegmentDurations.UNKNOWN, media, of(6))))
        .isEqualTo(agreed);
  }

  private static Duration settled(double agreed, MediaInfo media, double drift, int target) {
    return SegmentDurations.settled(
        of(agreed),
        media,
        new SegmentDurations.Place(of(drift), drift > 0),
        target == 0 ? null : TargetDuration.ofSeconds(target));
  }

  @ParameterizedTest
  @CsvSource({
    // A word that is no longer than usual, or of pictures that come as they like.
    "4.0, 2.0, 4, 4.0",
    "250, .08, 4, 250",
    "250, .08, 0, 250",
    // Pictures without holes, and a word that nothing suggests.
    "250, 2.0, 4, 2.0",
    "250, 2.0, 0, 2.0",
    "4.0, 2.0, 0, 4.0",
    "3.9, 1.5, 0, 1.5"
  })
  void aWordThatPicturesCannotDisproveIsBelievedUnlessItIsAbsurd(
      double said, double pictures, int target, double listed) {
    assertThat(seconds(settled(said, media(0, pictures, 0), 0, target))).isEqualTo(listed);
  }

  /** Whatever words are said, they do not run away from the timestamps. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2.4 2 2",
        "2.4 2.4 2",
        "2.6 3 3",
        "2.6 2 2",
        "2.002 2 2",
        "1.96 2 2",
        "3 2 2",
        "3 4 4",
        "1.5 2 2",
        "4.4 4 4",
        "6.006 6 6",
        "1.2 1 1",
        "1.4 1 1",
        "2.4 3 3"
      })
  void wordsAddUpToWhatPlays(String kind) {
    String[] numbers = kind.split(" ");
    double plays = Double.parseDouble(numbers[0]);
    double said = Double.parseDouble(numbers[1]);
    for (double[] tracks : new double[][] {{plays, plays}, {plays, 0}, {0, plays}, {.08, plays}}) {
      List<Double> drifts = drifts(said, plays, tracks, Integer.parseInt(numbers[2]));
      assertThat(drifts.subList(5, drifts.size()))
          .as(kind + " of " + tracks[0] + ", " + tracks[1])
          .allSatisfy(drift -> assertThat(Math.abs(drift)).isLessThanOrEqualTo(.5));
    }
  }

  /** Slides without sound: only the word tells, and the beginning of the next. */
  @ParameterizedTest
  @ValueSource(doubles = {3.6, 3.9, 4.0, 4.1, 4.4})
  void roundedWordsOfSlidesAddUpToo(double plays) {
    assertThat(drifts(4, plays, new double[] {.08, 0}, 4))
        .allSatisfy(drift -> assertThat(Math.abs(drift)).isLessThanOrEqualTo(.65));
  }

  private static List<Double> drifts(double said, double plays, double[] tracks, int target) {
    List<Double> drifts = new ArrayList<>();
    int known = target;
    Tail tail = null;
    for (int i = 0; i < 200; i++) {
      MediaInfo media = media(i * plays, tracks[0], tracks[1]);
      var place = tail == null ? SegmentDurations.Place.FIRST : tail.placeOf(media);
      drifts.add(seconds(place.drift()));
      Duration agreed = SegmentDurations.agreed(of(said), media, of(target));
      TargetDuration now = TargetDuration.ofSeconds(known);
      Duration listed = SegmentDurations.settled(agreed, media, place, now);
      known = Math.max(known, TargetDuration.round(listed).seconds());
      tail = new Tail(media, listed, place.drift());
    }
    return drifts;
  }

  @Test
  void whateverIsSaidTheResultIsADurationThatASegmentMayHave() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double said = Math.pow(10, random.nextDouble() * 6 - 3.5);
      double pictures = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 10;
      double sound = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 10;
      MediaInfo media = media(random.nextInt(100_000), pictures, sound);
      Duration agreed = SegmentDurations.agreed(of(Math.min(said, 300)), media, of(2));
      double drift = (random.nextDouble() - .5) * 20;
      Duration listed = settled(seconds(agreed), media, drift, random.nextInt(8));
      assertThat(seconds(agreed)).isBetween(0.0000001, 300.0);
      assertThat(seconds(listed)).isBetween(0.0000001, 300.0);
      assertThat(Micros.toDuration(Micros.of(listed))).isEqualTo(listed);
    }
  }
}
