package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreThreadsTest {

  private static final Runnable NEVER =
      () -> {
        throw new AssertionError("not to be run");
      };

  private final StoreThreads threads = new StoreThreads();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void stop() {
    gate.countDown();
    threads.close();
  }

  private void hang() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aBurstIsTakenWhole() throws Exception {
    int burst = 4 * StoreThreads.MOST;
    CountDownLatch done = new CountDownLatch(burst);
    AtomicInteger turnedAway = new AtomicInteger();
    for (int i = 0; i < burst; i++) {
      threads.execute(done::countDown, turnedAway::incrementAndGet);
    }
    done.await();

    assertThat(turnedAway).hasValue(0);
  }

  @Test
  void whileTheStoreHangsSoManyWaitForItAndTheOthersAreTurnedAway() throws Exception {
    CountDownLatch begun = new CountDownLatch(StoreThreads.MOST);
    CountDownLatch turnedAway = new CountDownLatch(100);
    for (int i = 0; i < StoreThreads.MOST; i++) {
      threads.execute(
          () -> {
            begun.countDown();
            hang();
          },
          NEVER);
    }
    begun.await();
    for (int i = 0; i < 100; i++) {
      threads.execute(NEVER, turnedAway::countDown);
    }
    turnedAway.await();
    gate.countDown();
    CountDownLatch done = new CountDownLatch(1);
    threads.execute(done::countDown, NEVER);
    done.await();
  }

  @Test
  void whatComesAfterTheEndIsTurnedAway() throws Exception {
    threads.close();
    CountDownLatch turnedAway = new CountDownLatch(1);
    threads.execute(NEVER, turnedAway::countDown);

    turnedAway.await();
  }
}
