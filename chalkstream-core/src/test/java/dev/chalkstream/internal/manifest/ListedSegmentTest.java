package dev.chalkstream.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ListedSegmentTest {

  private static final Instant T = Instant.parse("2026-03-01T12:00:00.123456Z");

  private static ListedSegment gap(Duration duration, Instant start, Instant listedAt) {
    return new ListedSegment(null, 1, 2, 0, duration, false, start, listedAt);
  }

  private static void assertIsKept(Duration duration, Instant start, Instant listedAt) {
    ListedSegment kept = gap(duration, start, listedAt);
    assertThat(kept.duration()).isEqualTo(duration);
    assertThat(kept.start()).isEqualTo(start);
    assertThat(kept.listedAt()).isEqualTo(listedAt);
    assertThat(kept.end()).isEqualTo(start.plus(duration));
  }

  @Test
  void timesAndDurationsAreKeptToTheMicrosecond() {
    Random random = new Random(4);
    for (int i = 0; i < 1_000; i++) {
      assertIsKept(
          Duration.ofNanos(1_000L * random.nextInt(301_000_000)),
          T.plusNanos(1_000L * random.nextInt()),
          T.plusNanos(1_000L * random.nextInt()));
    }
    assertIsKept(Duration.ZERO, Instant.EPOCH, Instant.EPOCH);
    assertIsKept(Limits.ENTRY, T, Instant.ofEpochMilli(Limits.TIME_MILLIS));
    assertIsKept(Duration.ofNanos(1_000), Instant.EPOCH.minusNanos(1_000), T);
  }

  @Test
  void whatIsFinerIsCutOffAsWhereItIsStored() {
    assertThat(gap(Duration.ofNanos(1_999), T.plusNanos(999), T.plusNanos(1)))
        .isEqualTo(gap(Duration.ofNanos(1_000), T, T));
  }

  @Test
  void anEntryThatPlaysForTooLongIsRefused() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> gap(Duration.ofMinutes(36), T, T));
  }

  @Test
  void anEntryCountsForWhatItTakesUpAndItsTagsBeside() {
    ListedSegment plain = gap(Duration.ofSeconds(2), T, T);
    ListedSegment tagged =
        new ListedSegment(
            null, null, 1, 3, 0, Duration.ofSeconds(2), false, T, T, List.of("#EXT-X-CUE"));

    assertThat(ListedSegment.heldBytes(List.of(plain, plain))).isEqualTo(2 * 160);
    assertThat(ListedSegment.heldBytes(List.of(tagged))).isGreaterThan(160 + 64);
  }
}
