package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.MediaTrack.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes on, and what does not, of tracks with clocks of their own. */
class ContinuityClocksTest {

  private static final long WRAP = 1L << 33;
  private static final Duration MOST = Duration.ofSeconds(1 << 30);

  private static TrackTiming timing(TrackClock clock, long start, long frame, long ticks) {
    var span = new TrackTiming.Span(start, Ticks.plus(start, ticks));
    return new TrackTiming(clock, span, span, new TrackTiming.Frames(frame, frame, frame), ticks);
  }

  private static MediaTrack track(Kind kind, TrackTiming timing) {
    return new MediaTrack(
        kind.ordinal(), kind, "any", MediaTrack.Format.UNKNOWN, Optional.of(timing));
  }

  private static MediaInfo video(TrackClock clock, long start, long frame, long ticks) {
    return new MediaInfo(List.of(track(Kind.VIDEO, timing(clock, start, frame, ticks))), true);
  }

  /** Pictures of 30000/1001 Hz and sound of 48 kHz, for about two seconds. */
  private static MediaInfo muxed(long picture, long sound) {
    return new MediaInfo(
        List.of(
            track(Kind.VIDEO, timing(TrackClock.ofCmaf(30_000), picture, 1_001, 60 * 1_001)),
            track(Kind.AUDIO, timing(TrackClock.ofCmaf(48_000), sound, 1_024, 94 * 1_024))),
        true);
  }

  @ParameterizedTest
  @CsvSource({
    "48000, 1024, 0",
    "30000, 1001, 0",
    "30000, 1001, 9223372036854000000",
    "12800, 512, 8589934000",
    "1, 1, 1790000000",
    "1, 1, 9223372036854775000",
    "4294967295, 143165576, 0",
    "4294967295, 143165576, 9223372000000000000"
  })
  void picturesMayBeHalfAFrameOffByWhicheverClock(long timescale, long frame, long start) {
    TrackClock clock = TrackClock.ofCmaf(timescale);
    MediaInfo first = video(clock, start, frame, 60 * frame);
    long next = start + 60 * frame;
    for (long off : new long[] {0, frame / 2, -(frame / 2)}) {
      assertThat(video(clock, next + off, frame, 60 * frame).continues(first)).isTrue();
    }
    for (long off : new long[] {frame / 2 + 1, -(frame / 2) - 1}) {
      assertThat(video(clock, next + off, frame, 60 * frame).continues(first)).isFalse();
    }
  }

  @Test
  void timestampsOf33BitsGoOnAcrossTheirWrapAndThoseOf64BitsDoNot() {
    var short33 = new TrackClock(48_000, 33);
    MediaInfo last = video(short33, WRAP - 48_000, 1_920, 48_000);
    assertThat(video(short33, 0, 1_920, 48_000).continues(last)).isTrue();
    TrackClock long64 = TrackClock.ofCmaf(48_000);
    MediaInfo before = video(long64, WRAP - 48_000, 1_920, 48_000);
    assertThat(video(long64, 0, 1_920, 48_000).continues(before)).isFalse();
    assertThat(video(long64, WRAP, 1_920, 48_000).continues(before)).isTrue();
  }

  @Test
  void timestampsOf64BitsEndAtTheLargestAndDoNotStartAgain() {
    TrackClock clock = TrackClock.ofCmaf(1);
    MediaInfo last = video(clock, Long.MAX_VALUE - 10, 1, 10);
    assertThat(video(clock, Long.MAX_VALUE, 1, 10).continues(last)).isTrue();
    assertThat(video(clock, 0, 1, 10).continues(last)).isFalse();
    assertThat(video(clock, 0, 1, 10).timeSince(last, Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void aTrackWithAnotherClockDoesNotGoOn() {
    MediaInfo first = video(TrackClock.MPEG_TS, 0, 3_600, 180_000);
    for (TrackClock other : List.of(TrackClock.ofCmaf(90_000), new TrackClock(180_000, 33))) {
      MediaInfo next = video(other, 180_000, 3_600, 180_000);
      assertThat(next.continues(first)).isFalse();
      assertThat(next.continues(first, Duration.ofSeconds(2))).isFalse();
      assertThat(next.timeSince(first, Duration.ofSeconds(1))).isEmpty();
      assertThat(next.timeFrom(first)).isEmpty();
    }
  }

  @Test
  void aTrackWhoseClockIsNotKnownIsNotAnother() {
    var silent = new MediaTrack(1, Kind.AUDIO, "any", MediaTrack.Format.UNKNOWN, Optional.empty());
    TrackTiming pictures = timing(TrackClock.ofCmaf(30_000), 60_060, 1_001, 60_060);
    var next = new MediaInfo(List.of(track(Kind.VIDEO, pictures), silent), true);
    assertThat(next.continues(muxed(0, 0))).isTrue();
  }

  /** Late pictures beside sound that goes on, of which either may have begun first. */
  @ParameterizedTest
  @CsvSource({
    "60060, 96256, true",
    "90060, 96256, true",
    "90190, 96256, false",
    "60060, 144096, true",
    "60060, 144257, false",
    "59060, 96256, true",
    "59058, 96256, false"
  })
  void oneTrackMayBeASecondLateBesideAnotherOfAnotherClock(
      long picture, long sound, boolean continues) {
    assertThat(muxed(picture, sound).continues(muxed(0, 0))).isEqualTo(continues);
  }

  @Test
  void whatPlaysForLongerIsToldInTimeAndNotInTicks() {
    assertThat(muxed(0, 0).duration()).contains(Duration.ofMillis(2_002));
    assertThat(muxed(0, 0).endsWithSound()).isTrue();
    var fine = timing(TrackClock.ofCmaf(10_000_000), 0, 400_000, 10_000_000);
    var coarse = timing(TrackClock.ofCmaf(1_000), 0, 20, 3_000);
    MediaInfo mixed =
        new MediaInfo(List.of(track(Kind.VIDEO, fine), track(Kind.AUDIO, coarse)), true);
    assertThat(mixed.duration()).contains(Duration.ofSeconds(3));
    assertThat(mixed.duration(Kind.VIDEO)).contains(Duration.ofSeconds(1));
    assertThat(mixed.isEven()).isTrue();
  }

  @Test
  void nothingAddsUpOverTenThousandSegmentsOfNtsc() {
    TrackClock clock = TrackClock.ofCmaf(30_000);
    MediaInfo first = video(clock, 0, 1_001, 60_060);
    MediaInfo last = video(clock, 10_000 * 60_060L, 1_001, 60_060);
    assertThat(last.timeFrom(first)).contains(Duration.ofSeconds(20_020));
    assertThat(last.timeSince(first, Duration.ofMillis(2_002)))
        .contains(Duration.ofMillis(20_020_000 - 2_002));
  }

  @Test
  void aTimeBetweenSegmentsIsToldUpTo34Years() {
    TrackClock clock = TrackClock.ofCmaf(1);
    MediaInfo first = video(clock, 0, 1, 2);
    Duration listed = Duration.ofSeconds(2);
    for (long start : new long[] {Long.MAX_VALUE, 1L << 40, (1 << 30) + 2}) {
      MediaInfo late = video(clock, start, 1, 2);
      assertThat(late.timeSince(first, listed)).contains(MOST);
      assertThat(late.timeFrom(first)).contains(MOST);
      assertThat(first.timeSince(late, listed)).isEmpty();
      assertThat(first.timeFrom(late)).isEmpty();
    }
  }

  /** The same stream by two clocks, of which one is so many times as fast. */
  @ParameterizedTest
  @CsvSource({"1", "12", "48", "90", "10000", "4294967"})
  void aFasterClockTellsTheSame(long factor) {
    var random = new Random(factor);
    for (int i = 0; i < 2_000; i++) {
      long frame = 20 * (1 + random.nextInt(4));
      long start = random.nextInt(1_000_000);
      long hole = (random.nextInt(5) - 2) * frame / 2 + random.nextInt(2) * random.nextInt(3_000);
      long late = random.nextInt(3) * random.nextInt(1_500);
      MediaInfo[] slow = pair(1, frame, start, hole, late);
      MediaInfo[] fast = pair(factor, frame, start, hole, late);
      Duration listed = Duration.ofMillis(2_000 + random.nextInt(2) * hole);
      assertThat(fast[1].continues(fast[0])).isEqualTo(slow[1].continues(slow[0]));
      assertThat(fast[1].continues(fast[0], listed)).isEqualTo(slow[1].continues(slow[0], listed));
      assertThat(fast[1].timeSince(fast[0], listed)).isEqualTo(slow[1].timeSince(slow[0], listed));
      assertThat(fast[1].timeFrom(fast[0])).isEqualTo(slow[1].timeFrom(slow[0]));
      assertThat(fast[1].duration()).isEqualTo(slow[1].duration());
    }
  }

  /** Two segments of pictures by a clock of some kilohertz, and of sound by one of a kilohertz. */
  private static MediaInfo[] pair(long factor, long frame, long start, long hole, long late) {
    MediaInfo[] pair = new MediaInfo[2];
    TrackClock pictures = TrackClock.ofCmaf(1_000 * factor);
    TrackClock sound = TrackClock.ofCmaf(1_000);
    for (int i = 0; i < 2; i++) {
      long from = start + i * (2_000 + hole);
      pair[i] =
          new MediaInfo(
              List.of(
                  track(
                      Kind.VIDEO, timing(pictures, factor * from, factor * frame, factor * 2_000)),
                  track(Kind.AUDIO, timing(sound, from + i * late, 20, 2_000))),
              true);
    }
    return pair;
  }

  @Test
  void whateverTwoSegmentsSayTheyAreCompared() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      MediaInfo first = hostile(random);
      MediaInfo next = hostile(random);
      Duration listed = Duration.ofSeconds(random.nextLong() >> random.nextInt(Long.SIZE), 1);
      boolean without = next.continues(first);
      assertThat(next.continues(first, listed)).isIn(true, without);
      assertThat(next.timeSince(first, listed).orElse(MOST)).isBetween(Duration.ofNanos(1), MOST);
      assertThat(next.timeFrom(first).orElse(MOST)).isBetween(Duration.ofNanos(1), MOST);
      assertThat(next.duration().orElse(MOST)).isBetween(Duration.ofNanos(1), MOST);
      assertThat(next.endsWithSound()).isIn(next.isEven(), false);
    }
  }

  private static MediaInfo hostile(Random random) {
    TrackTiming one = hostileTiming(random, random.nextBoolean() ? 1 : TrackClock.MAX_TIMESCALE);
    TrackTiming other = hostileTiming(random, random.nextBoolean() ? 1 : 48_000);
    return new MediaInfo(List.of(track(Kind.VIDEO, one), track(Kind.AUDIO, other)), true);
  }

  private static TrackTiming hostileTiming(Random random, long timescale) {
    TrackClock clock = TrackClock.ofCmaf(timescale);
    return new TrackTiming(
        clock,
        new TrackTiming.Span(some(random, Long.MAX_VALUE), some(random, Long.MAX_VALUE)),
        new TrackTiming.Span(some(random, Long.MAX_VALUE), some(random, Long.MAX_VALUE)),
        new TrackTiming.Frames(
            some(random, clock.maxTicks()),
            some(random, clock.maxTicks()),
            some(random, clock.maxTicks())),
        some(random, clock.maxTicks()));
  }

  /** Nothing, the most, or anything between them of any magnitude. */
  private static long some(Random random, long most) {
    long any = random.nextLong() >>> 1 + random.nextInt(Long.SIZE - 1);
    return random.nextInt(4) == 0 ? most : Math.min(any, most);
  }
}
