package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamAudienceTest {

  private static final long WINDOW = 6_000;

  private final StreamAudience audience = new StreamAudience();
  private final Random random = new Random(1);
  private long now = 1_000_000;

  private void see(long key) {
    audience.add(new ViewerKeys.Key(key, key), now, WINDOW, StreamAudience.SAMPLE);
  }

  /** Each of so many asks once, evenly spread over a window. */
  private void round(long[] viewers) {
    long begin = now;
    for (int i = 0; i < viewers.length; i++) {
      now = begin + WINDOW * i / viewers.length;
      see(viewers[i]);
    }
    now = begin + WINDOW;
  }

  private long[] viewers(int number) {
    return random.longs(number).toArray();
  }

  @Test
  void whoAsksAgainCountsOnce() {
    see(1);
    see(2);
    see(1);

    assertThat(audience.count(now)).isEqualTo(2);
  }

  @Test
  void whoHasNotAskedForTheWindowCountsNoMore() {
    see(1);
    now += WINDOW / 2;
    see(2);
    now += WINDOW / 2 - 1;
    assertThat(audience.count(now)).isEqualTo(2);

    now += 1;
    assertThat(audience.count(now)).isEqualTo(1);
    audience.sweep(now);
    assertThat(audience.known()).isEqualTo(1);
  }

  @Test
  void whoeverWasSeenBeforeTheClockWasSetBackIsForgotten() {
    see(1);
    now -= 60_000;

    assertThat(audience.count(now)).isZero();
    see(2);
    assertThat(audience.count(now)).isEqualTo(1);
  }

  @Test
  void asManyAsAreKeptAreCountedExactly() {
    for (long viewer : viewers(StreamAudience.SAMPLE)) {
      see(viewer);
    }

    assertThat(audience.count(now)).isEqualTo(StreamAudience.SAMPLE);
  }

  @Test
  void moreAreEstimatedInTheSameMemory() {
    long[] viewers = viewers(300_000);
    for (int i = 0; i < 3; i++) {
      round(viewers);

      assertThat(audience.count(now - 1)).isCloseTo(300_000L, withinPercentage(10));
      assertThat(audience.known()).isLessThanOrEqualTo(StreamAudience.SAMPLE);
    }
  }

  @Test
  void theEstimateFollowsWhenMostOfThemLeave() {
    round(viewers(300_000));
    long[] rest = viewers(900);
    for (int i = 0; i < 40; i++) {
      round(rest);
      assertThat(audience.count(now - 1)).as("round %s", i).isBetween(450L, 1_800L);
    }

    assertThat(audience.count(now - 1)).as("exact again").isEqualTo(900);
  }

  @Test
  void aViewerWhoseNumberHasChangedOvernightCountsOnce() {
    see(1);
    audience.add(new ViewerKeys.Key(2, 1), now, WINDOW, StreamAudience.SAMPLE);

    assertThat(audience.count(now)).isEqualTo(1);
  }
}
