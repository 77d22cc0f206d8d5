package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackClockTest {

  private static final long WRAP = 1L << 33;

  @ParameterizedTest
  @CsvSource({
    "90000, 3003, PT0.033366666S",
    "90000, 8589934592, PT26H30M43.717688888S",
    "48000, 1024, PT0.021333333S",
    "30000, 30030, PT1.001S",
    "12800, 512, PT0.04S",
    "1, 1, PT1S",
    "1, 9223372036854775807, PT2562047788015215H30M7S",
    "4294967295, 4294967295, PT1S",
    "4294967295, 4294967294, PT0.999999999S",
    "4294967295, 9223372036854775807, PT596523H14M8.499999999S",
    "48000, -24000, PT-0.5S"
  })
  void ticksAreToldToTheNanosecondBelow(long timescale, long ticks, Duration duration) {
    assertThat(TrackClock.ofCmaf(timescale).toDuration(ticks)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "90000, PT0.033367S, 3003",
    "30000, PT1.001S, 30030",
    "30000, PT0.033366666S, 1001",
    "48000, PT0.021333333S, 1024",
    "1, PT0.499999999S, 0",
    "1, PT0.5S, 1",
    "4294967295, PT0.999999999S, 4294967291",
    "4294967295, PT300S, 1288490188500",
    "4294967295, PT1000000H, 9223372036854775807",
    "48000, PT-0.5S, -24000"
  })
  void aDurationIsToldToTheNearestTick(long timescale, Duration duration, long ticks) {
    assertThat(TrackClock.ofCmaf(timescale).toTicks(duration)).isEqualTo(ticks);
  }

  @Test
  void timestampsOf33BitsGoTheShorterWayRound() {
    for (long timescale : new long[] {90_000, 1, TrackClock.MAX_TIMESCALE}) {
      var clock = new TrackClock(timescale, 33);
      assertThat(clock.distance(WRAP - 1, 1)).isEqualTo(2);
      assertThat(clock.distance(1, WRAP - 1)).isEqualTo(-2);
      assertThat(clock.distance(3 * WRAP + 5, 5)).isZero();
      assertThat(clock.distance(0, WRAP / 2 - 1)).isEqualTo(WRAP / 2 - 1);
      assertThat(clock.distance(0, WRAP / 2)).isEqualTo(-WRAP / 2);
    }
  }

  @Test
  void timestampsOf64BitsHaveOneWay() {
    TrackClock clock = TrackClock.ofCmaf(90_000);
    assertThat(clock.distance(WRAP - 1, 1)).isEqualTo(2 - WRAP);
    assertThat(clock.distance(0, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(clock.distance(Long.MAX_VALUE, 0)).isEqualTo(-Long.MAX_VALUE);
    assertThat(clock.distance(-1, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"90000, 180", "48000, 96", "1000, 2", "600, 1", "1, 1", "4294967295, 8589934"})
  void roundingIsTwoMillisecondsAndATickAtLeast(long timescale, long ticks) {
    assertThat(TrackClock.ofCmaf(timescale).rounding()).isEqualTo(ticks);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1L << 32, Long.MAX_VALUE})
  void aTimescaleHas32BitsAndIsNotZero(long timescale) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrackClock.ofCmaf(timescale))
        .withMessageContaining(String.valueOf(timescale));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 1, 32, 34, 63, 65})
  void timestampsHave33BitsOr64(int bits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrackClock(90_000, bits))
        .withMessageContaining(bits + " bits");
  }
}
