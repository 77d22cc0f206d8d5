package dev.chalkstream.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

  private final BackOff backOff = new BackOff(new SplittableRandom(7));

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "8, 60", "1000, 60", "2147483647, 60"})
  void itDoublesUpToAMinuteLessAtMostAHalf(int failures, int most) {
    for (int i = 0; i < 1_000; i++) {
      assertThat(backOff.after(failures, Duration.ZERO))
          .isBetween(Duration.ofSeconds(most).dividedBy(2), Duration.ofSeconds(most));
    }
  }

  @ParameterizedTest
  @CsvSource({"PT2M, PT2M", "PT1H, PT1H", "PT200H, PT1H"})
  void aReceiverMayAskForMoreUpToAnHour(Duration asked, Duration given) {
    assertThat(backOff.after(1, asked)).isEqualTo(given);
  }
}
