package dev.chalkstream.internal.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentUpload;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.TrackTiming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams whose tracks have clocks of their own. */
class MediaClocksTest {

  private static final TrackClock NTSC = TrackClock.ofCmaf(30_000);

  private final StreamScript stream = new StreamScript();

  /** Pictures of a clock, and nothing else. */
  private static MediaInfo media(TrackClock clock, long first, long frame, long ticks) {
    var span = new TrackTiming.Span(first, first + ticks);
    return media(
        new TrackTiming(clock, span, span, new TrackTiming.Frames(frame, frame, frame), ticks));
  }

  private static MediaInfo media(TrackTiming timing) {
    var track =
        new MediaTrack(
            1, MediaTrack.Kind.VIDEO, "any", MediaTrack.Format.UNKNOWN, Optional.of(timing));
    return new MediaInfo(List.of(track), true);
  }

  /** Sixty frames of 1001 ticks, which are 2.002 s. */
  private static MediaInfo ntsc(long first) {
    return media(NTSC, first, 1_001, 60_060);
  }

  @ParameterizedTest
  @CsvSource({"0", "8589934592", "9223372036854000000"})
  void segmentsGoOnByAnyClockFromAnyTime(long start) {
    for (int n = 0; n < 5; n++) {
      stream.append(n, ntsc(start + n * 60_060L));
    }
    assertThat(stream.listing()).isEqualTo("0 1 2 3 4");
  }

  @Test
  void aGapPlaysAsLongAsTheTimestampsAroundItSay() {
    stream.append(0, ntsc(0));
    stream.append(3, ntsc(3 * 60_060));
    stream.pass(Duration.ofSeconds(4)).passTime();
    assertThat(stream.listing()).isEqualTo("0 gap gap 3");
    assertThat(stream.manifest().window().head().subList(1, 3))
        .extracting(ListedSegment::duration)
        .containsOnly(Duration.ofMillis(2_002));
  }

  @Test
  void anotherClockIsADiscontinuity() {
    stream.append(0, ntsc(0));
    stream.append(1, media(TrackClock.ofCmaf(60_000), 60_060, 2_002, 120_120));
    stream.append(2, media(TrackClock.ofCmaf(60_000), 60_060 + 120_120, 2_002, 120_120));
    assertThat(stream.listing()).isEqualTo("0 | 1 2");
  }

  /** As of an encoder whose clock is set to what it is since 1970, and of one that lies. */
  @ParameterizedTest
  @CsvSource({"30000, 53700000000000", "1, 9223372036854775000", "4294967295, 9223372036854775807"})
  void aJumpOfTheClockIsADiscontinuity(long timescale, long start) {
    TrackClock clock = TrackClock.ofCmaf(timescale);
    stream.append(0, media(clock, 0, 0, 0));
    stream.append(1, media(clock, start, 0, 0));
    stream.append(3, media(clock, 0, 0, 0));
    stream.append(5, media(clock, start, 0, 0));
    stream.pass(Duration.ofSeconds(4)).passTime();
    assertThat(stream.listing()).isEqualTo("0 | 1 gap | 3");
  }

  @Test
  void whateverTimestampsSaySegmentsAreListedForAsLongAsASegmentMayPlay() {
    var random = new Random(1);
    for (int n = 0; n < 400; n++) {
      stream.append(n + n / 10, Duration.ofSeconds(2), media(hostile(random)));
      stream.pass(Duration.ofSeconds(2)).passTime();
    }
    assertThat(stream.manifest().window().head())
        .isNotEmpty()
        .extracting(ListedSegment::duration)
        .allSatisfy(
            each -> assertThat(each).isBetween(Duration.ofNanos(1), SegmentUpload.MAX_DURATION));
  }

  private static TrackTiming hostile(Random random) {
    long[] timescales = {1, 48_000, TrackClock.MAX_TIMESCALE};
    TrackClock clock = TrackClock.ofCmaf(timescales[random.nextInt(timescales.length)]);
    long most = clock.timescale() << 30;
    return new TrackTiming(
        clock,
        new TrackTiming.Span(some(random, Long.MAX_VALUE), some(random, Long.MAX_VALUE)),
        new TrackTiming.Span(some(random, Long.MAX_VALUE), some(random, Long.MAX_VALUE)),
        new TrackTiming.Frames(some(random, most), some(random, most), some(random, most)),
        some(random, most));
  }

  private static long some(Random random, long most) {
    return Math.min(random.nextLong() >>> 1 + random.nextInt(Long.SIZE - 1), most);
  }
}
