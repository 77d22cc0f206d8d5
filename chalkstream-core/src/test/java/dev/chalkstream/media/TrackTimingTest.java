package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which timestamps and durations a clock can tell. */
class TrackTimingTest {

  private static TrackTiming timing(TrackClock clock, TrackTiming.Span span, long ticks) {
    return new TrackTiming(clock, span, span, new TrackTiming.Frames(ticks, ticks, ticks), ticks);
  }

  @ParameterizedTest
  @CsvSource({
    "33, 0, 0",
    "33, 8589934591, 8589934591",
    "33, 8589934591, 17179869182",
    "64, 0, 9223372036854775807",
    "64, 9223372036854775807, 9223372036854775807",
    // The timestamps jump back.
    "64, 9223372036854775807, 0"
  })
  void timestampsOfTheClockAreTaken(int bits, long first, long end) {
    var clock = new TrackClock(90_000, bits);
    assertThat(timing(clock, new TrackTiming.Span(first, end), 0).endPts()).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "33, -1, 0",
    "33, 1, 0",
    "33, 8589934592, 8589934592",
    "33, 0, 8589934592",
    "33, 9223372036854775807, 9223372036854775807",
    "64, -1, 0",
    "64, 0, -1",
    "64, -9223372036854775808, -9223372036854775808"
  })
  void othersAreRefused(int bits, long first, long end) {
    var clock = new TrackClock(90_000, bits);
    var span = new TrackTiming.Span(first, end);
    var good = new TrackTiming.Span(0, 0);
    var frames = new TrackTiming.Frames(0, 0, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrackTiming(clock, span, good, frames, 0))
        .withMessageStartingWith("shown");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrackTiming(clock, good, span, frames, 0))
        .withMessageStartingWith("decoded");
  }

  @ParameterizedTest
  @CsvSource({"1", "48000", "90000", "4294967295"})
  void whatLastsFor34YearsIsTheLongest(long timescale) {
    TrackClock clock = TrackClock.ofCmaf(timescale);
    var good = new TrackTiming.Span(0, 0);
    long most = timescale << 30;
    assertThat(timing(clock, good, most).duration()).isEqualTo(Duration.ofSeconds(1 << 30));
    var none = new TrackTiming.Frames(0, 0, 0);
    for (long bad : new long[] {-1, Long.MIN_VALUE, most + 1, Long.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new TrackTiming(clock, good, good, none, bad));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> withFrames(clock, new TrackTiming.Frames(bad, 0, 0)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> withFrames(clock, new TrackTiming.Frames(0, bad, 0)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> withFrames(clock, new TrackTiming.Frames(0, 0, bad)));
    }
  }

  private static TrackTiming withFrames(TrackClock clock, TrackTiming.Frames frames) {
    var span = new TrackTiming.Span(0, 0);
    return new TrackTiming(clock, span, span, frames, 0);
  }
}
