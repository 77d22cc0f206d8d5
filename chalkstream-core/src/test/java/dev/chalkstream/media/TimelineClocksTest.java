package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Timestamps that count other ticks than those of a transport stream. */
class TimelineClocksTest {

  private static final long WRAP = 1L << 33;

  private static TrackTiming of(TrackClock clock, long... times) {
    var timeline = new Timeline(clock);
    for (long time : times) {
      timeline.add(time, time);
    }
    return timeline.finish(0).orElseThrow();
  }

  /** Of the beginning of 1970, of today, near the end of all time. */
  @ParameterizedTest
  @CsvSource({
    "48000, 1024, 94, 0",
    "48000, 1024, 94, 85000000000000",
    "44100, 1024, 87, 9223372036854680000",
    "30000, 1001, 60, 0",
    "30000, 1001, 60, 9223372036854700000",
    "24000, 1001, 48, 8589934591",
    "12800, 512, 50, 4294967295",
    "1, 1, 6, 1790000000",
    "1, 2, 3, 9223372036854775800",
    "10000000, 400000, 50, 17900000000000000",
    "4294967295, 143165576, 60, 7600000000000000000"
  })
  void evenFramesAreMeasuredExactly(long timescale, long frame, int frames, long start) {
    TrackClock clock = TrackClock.ofCmaf(timescale);
    long[] times = new long[frames];
    for (int i = 0; i < frames; i++) {
      times[i] = start + i * frame;
    }
    var span = new TrackTiming.Span(start, start + frames * frame);
    var lengths = new TrackTiming.Frames(frame, frame, frame);
    assertThat(of(clock, times))
        .isEqualTo(new TrackTiming(clock, span, span, lengths, frames * frame));
  }

  @Test
  void timestampsOf64BitsDoNotStartAgain() {
    TrackTiming timing = of(TrackClock.ofCmaf(90_000), WRAP - 3_600, WRAP, WRAP + 3_600);
    assertThat(timing.shown()).isEqualTo(new TrackTiming.Span(WRAP - 3_600, WRAP + 7_200));
    assertThat(timing.durationTicks()).isEqualTo(10_800);
    TrackTiming jumped = of(TrackClock.ofCmaf(90_000), WRAP - 3_600, 0, 3_600);
    assertThat(jumped.shown()).isEqualTo(new TrackTiming.Span(WRAP - 3_600, 7_200));
    assertThat(jumped.durationTicks()).isEqualTo(3_600 + 3_600);
  }

  @ParameterizedTest
  @CsvSource({"1", "25", "48000", "4294967295"})
  void timestampsThatAreMoreThanTenSecondsApartAreAJump(long timescale) {
    TrackClock clock = TrackClock.ofCmaf(timescale);
    long second = timescale;
    assertThat(of(clock, 0, second, 11 * second).durationTicks()).isEqualTo(21 * second);
    assertThat(of(clock, 0, second, 11 * second + 1).durationTicks()).isEqualTo(3 * second);
  }

  /** 30 frames a second in hundredths: 3, 3 and 4 of them. */
  @Test
  void frameTimesThatWereRoundedToATickAreAveraged() {
    TrackTiming timing = of(TrackClock.ofCmaf(100), 0, 3, 7, 10, 13, 17, 20, 23, 27);
    assertThat(timing.frameTicks()).isEqualTo(3);
    assertThat(timing.isEven()).isTrue();
    assertThat(of(TrackClock.ofCmaf(1), 0, 1, 1, 2, 2, 3).isEven()).isTrue();
  }

  /** As an edit list makes them, which takes away what an encoder begins with. */
  @Test
  void timesBeforeZeroAreMeasuredAndToldAsZero() {
    TrackTiming timing = of(TrackClock.ofCmaf(48_000), -1_024, 0, 1_024);
    assertThat(timing.shown()).isEqualTo(new TrackTiming.Span(0, 2_048));
    assertThat(timing.durationTicks()).isEqualTo(3 * 1_024);
    assertThat(timing.shortestFrameTicks()).isEqualTo(1_024);
  }

  @Test
  void theLastTimestampOfAllHasNothingBehindIt() {
    long last = Long.MAX_VALUE;
    TrackTiming timing = of(TrackClock.ofCmaf(1), last - 1, last);
    assertThat(timing.shown()).isEqualTo(new TrackTiming.Span(last - 1, last));
    assertThat(timing.frameTicks()).isEqualTo(1);
  }

  /** Whether they are shown far from where they are decoded, or stand anywhere. */
  @Test
  void whateverTimestampsAreTheTimingIsOneThatItsClockCanTell() {
    var random = new Random(1);
    long[] timescales = {1, 600, 48_000, 90_000, TrackClock.MAX_TIMESCALE};
    for (int i = 0; i < 2_000; i++) {
      int bits = random.nextBoolean() ? 33 : 64;
      var timeline = new Timeline(new TrackClock(timescales[random.nextInt(5)], bits));
      int frames = 1 + random.nextInt(9);
      for (int n = 0; n < frames; n++) {
        long decoded = random.nextLong() >> random.nextInt(Long.SIZE);
        long presented = random.nextLong() >> random.nextInt(Long.SIZE);
        timeline.add(random.nextBoolean() ? decoded : presented, decoded);
      }
      TrackTiming timing = timeline.finish(random.nextInt(2)).orElseThrow();
      assertThat(timing.duration()).isBetween(Duration.ZERO, Duration.ofSeconds(1 << 30));
    }
  }

  /** A segment of a few megabytes can claim this, by pictures that are shown hours later. */
  @Test
  void whatIsShownForCenturiesCountsAs34Years() {
    var timeline = new Timeline(TrackClock.MPEG_TS);
    for (long i = 0; i < 30_000; i++) {
      long decoded = i * 1_000_000;
      timeline.add(decoded + WRAP / 2 - 1, decoded);
      timeline.add(decoded - WRAP / 2 + 1, decoded);
    }
    assertThat(timeline.finish(0).orElseThrow().duration()).isEqualTo(Duration.ofSeconds(1 << 30));
  }
}
