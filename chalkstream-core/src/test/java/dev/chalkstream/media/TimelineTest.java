package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final long WRAP = 1L << 33;

  private static TrackTiming of(long... pts) {
    var timeline = new Timeline(TrackClock.MPEG_TS);
    for (long time : pts) {
      timeline.add(time, time);
    }
    return timeline.finish(0).orElseThrow();
  }

  @Test
  void withoutFramesThereIsNoTiming() {
    assertThat(new Timeline(TrackClock.MPEG_TS).finish(3_600)).isEmpty();
  }

  @Test
  void theEndIsTheLargestTimestampAndAFrame() {
    assertThat(of(100, 3_103, 6_106))
        .isEqualTo(
            new TrackTiming(
                TrackClock.MPEG_TS,
                new TrackTiming.Span(100, 9_109),
                new TrackTiming.Span(100, 9_109),
                new TrackTiming.Frames(3_003, 3_003, 3_003),
                9_009));
  }

  @Test
  void reorderedFramesAreSortedByWhenTheyAreShown() {
    var timeline = new Timeline(TrackClock.MPEG_TS);
    long[] order = {2, 5, 3, 4, 8, 6, 7};
    for (int i = 0; i < order.length; i++) {
      timeline.add(order[i] * 3_600, i * 3_600);
    }
    assertThat(timeline.finish(0))
        .contains(
            new TrackTiming(
                TrackClock.MPEG_TS,
                new TrackTiming.Span(7_200, 32_400),
                new TrackTiming.Span(0, 25_200),
                new TrackTiming.Frames(3_600, 3_600, 3_600),
                25_200));
  }

  @Test
  void timestampsGoOnAcrossTheirWrap() {
    assertThat(of(WRAP - 3_600, 0, 3_600))
        .isEqualTo(
            new TrackTiming(
                TrackClock.MPEG_TS,
                new TrackTiming.Span(WRAP - 3_600, WRAP + 7_200),
                new TrackTiming.Span(WRAP - 3_600, WRAP + 7_200),
                new TrackTiming.Frames(3_600, 3_600, 3_600),
                10_800));
  }

  @Test
  void decodingMayBeginBeforeTheWrapAndShowingAfterIt() {
    var timeline = new Timeline(TrackClock.MPEG_TS);
    timeline.add(3_600, WRAP - 3_600);
    timeline.add(7_200, 0);
    assertThat(timeline.finish(0))
        .contains(
            new TrackTiming(
                TrackClock.MPEG_TS,
                new TrackTiming.Span(3_600, 10_800),
                new TrackTiming.Span(WRAP - 3_600, WRAP + 3_600),
                new TrackTiming.Frames(3_600, 3_600, 3_600),
                7_200));
  }

  @Test
  void roundedTimestampsAreAveraged() {
    TrackTiming timing = of(0, 2_970, 6_030, 9_000, 11_970, 15_030, 18_000);
    assertThat(timing.frameTicks()).isEqualTo(3_000);
    assertThat(timing.endPts()).isEqualTo(21_000);
  }

  @Test
  void aVariableFrameRateIsTypifiedByItsMedian() {
    TrackTiming timing = of(0, 3_000, 6_000, 15_000, 18_000, 20_000);
    assertThat(timing.frameTicks()).isEqualTo(3_000);
    assertThat(timing.shortestFrameTicks()).isEqualTo(2_000);
    assertThat(timing.longestFrameTicks()).isEqualTo(9_000);
    assertThat(timing.endPts()).isEqualTo(23_000);
  }

  @Test
  void aSingleFrameIsAsLongAsItSays() {
    var timeline = new Timeline(TrackClock.MPEG_TS);
    timeline.add(50, 50);
    assertThat(timeline.finish(1_500))
        .hasValueSatisfying(t -> assertThat(t.endPts()).isEqualTo(1_550));
    assertThat(of(50))
        .isEqualTo(
            new TrackTiming(
                TrackClock.MPEG_TS,
                new TrackTiming.Span(50, 50),
                new TrackTiming.Span(50, 50),
                new TrackTiming.Frames(0, 0, 0),
                0));
  }

  @Test
  void aJumpOfTheTimestampsAddsNothingToTheDuration() {
    long day = 90_000L * 3_600 * 24;
    TrackTiming ahead = of(0, 3_600, 7_200, day, day + 3_600);
    assertThat(ahead.durationTicks()).isEqualTo(18_000);
    assertThat(ahead.longestFrameTicks()).isEqualTo(3_600);
    assertThat(ahead.firstPts()).isZero();
    assertThat(ahead.endPts()).isEqualTo(day + 7_200);

    TrackTiming back = of(day, day + 3_600, 0, 3_600);
    assertThat(back.durationTicks()).isEqualTo(14_400);
    assertThat(back.endPts() % WRAP).isEqualTo(7_200);
    assertThat(back.endPts()).isGreaterThan(back.firstPts());
  }

  @Test
  void tooManyFramesForOneMeasurementAddUpAllTheSame() {
    var timeline = new Timeline(TrackClock.MPEG_TS);
    long frames = 3L * Timeline.MAX_FRAMES + 7;
    for (long i = 0; i < frames; i++) {
      timeline.add(i * 1_500, i * 1_500);
    }
    long end = frames * 1_500;
    assertThat(timeline.finish(0))
        .contains(
            new TrackTiming(
                TrackClock.MPEG_TS,
                new TrackTiming.Span(0, end),
                new TrackTiming.Span(0, end),
                new TrackTiming.Frames(1_500, 1_500, 1_500),
                end));
  }

  @Test
  void ticksAreNinetyThousandthsOfASecond() {
    assertThat(of(0, 3_003).duration()).isEqualTo(Duration.ofNanos(66_733_333));
  }

  @Test
  void aDistanceIsTheShorterWayRound() {
    assertThat(TrackClock.MPEG_TS.distance(WRAP - 1, 1)).isEqualTo(2);
    assertThat(TrackClock.MPEG_TS.distance(1, WRAP - 1)).isEqualTo(-2);
    assertThat(TrackClock.MPEG_TS.distance(3 * WRAP + 5, 5)).isZero();
  }
}
