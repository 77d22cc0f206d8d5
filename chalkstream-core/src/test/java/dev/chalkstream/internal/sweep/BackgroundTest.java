package dev.chalkstream.internal.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.internal.sweep.Background.ScanTimes;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration RARELY = Duration.ofDays(1);

  private @Nullable Background background;

  @AfterEach
  void stop() {
    Objects.requireNonNull(background).close();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void whateverATickMeetsTheNextOneComes() {
    var calls = new AtomicInteger();
    var third = new CountDownLatch(3);
    Runnable tick =
        () -> {
          third.countDown();
          switch (calls.getAndIncrement()) {
            case 0 -> throw new OutOfMemoryError("scripted");
            case 1 -> throw new IllegalStateException("scripted");
            default -> {}
          }
        };
    background = new Background(tick, () -> {}, ScanTimes.every(Duration.ofHours(1)));
    assertThat(await(third)).isTrue();
  }

  @Test
  void whateverAScanMeetsItIsTriedAgainSoon() {
    var calls = new AtomicInteger();
    var third = new CountDownLatch(3);
    Background.Task scan =
        () -> {
          third.countDown();
          switch (calls.getAndIncrement()) {
            case 0 -> throw new StackOverflowError("scripted");
            case 1 -> throw new IOException("scripted");
            default -> {}
          }
        };
    background = new Background(() -> {}, scan, new ScanTimes(RARELY, SOON));
    assertThat(await(third)).isTrue();
  }

  @Test
  void aScanThatTakesLongHoldsUpNoTick() {
    var scanning = new CountDownLatch(1);
    var ticks = new CountDownLatch(2);
    var done = new CountDownLatch(1);
    Background.Task scan =
        () -> {
          scanning.countDown();
          if (await(ticks)) {
            done.countDown();
          }
        };
    Runnable tick =
        () -> {
          if (scanning.getCount() == 0) {
            ticks.countDown();
          }
        };
    background = new Background(tick, scan, ScanTimes.every(SOON));
    assertThat(await(done)).as("two ticks within one scan").isTrue();
  }

  @Test
  void aScanThatHasSucceededIsFollowedByAnotherAfterTheInterval() {
    var second = new CountDownLatch(2);
    background = new Background(() -> {}, second::countDown, new ScanTimes(SOON, SOON));
    assertThat(await(second)).isTrue();
  }

  @Test
  void theFirstScanComesSoonerThanTheIntervalIfThatIsLong() {
    assertThat(ScanTimes.every(Duration.ofHours(6)).retry()).hasMinutes(5);
    assertThat(ScanTimes.every(Duration.ofMinutes(1)).retry()).hasMinutes(1);
    background = new Background(() -> {}, () -> {}, ScanTimes.every(RARELY));
  }
}
