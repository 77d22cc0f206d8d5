package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.UploadBudget.Outcome.LATER;
import static dev.chalkstream.servlet.UploadBudget.Outcome.NEVER;
import static dev.chalkstream.servlet.UploadBudget.Outcome.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for room, and for whom nobody waits. */
@Timeout(60)
class UploadBudgetTest {

  private static final long LIMIT = 100;

  private final UploadBudget budget = new UploadBudget(LIMIT, () -> Instant.EPOCH);
  private final Semaphore woken = new Semaphore(0);

  /** An upload that gives way to nobody. */
  private record Upload(boolean endsByItself) implements UploadBudget.Holder {

    @Override
    public Instant gotOnAt() {
      return Instant.EPOCH;
    }

    @Override
    public boolean seize() {
      return false;
    }

    @Override
    public void giveWay() {
      throw new AssertionError("it was not seized");
    }

    @Override
    public void goOn() {
      throw new AssertionError("it was not seized");
    }
  }

  private Upload taken(long bytes, boolean endsByItself) {
    Upload upload = new Upload(endsByItself);
    assertThat(budget.take(bytes, bytes, upload)).isTrue();
    return upload;
  }

  private UploadBudget.Outcome take(long bytes) {
    return budget.take(bytes, bytes, new Upload(false), woken::release);
  }

  @Test
  void whereThereIsRoomNobodyWaits() {
    taken(60, true);
    assertThat(take(40)).isEqualTo(TAKEN);
    assertThat(woken.availablePermits()).isZero();
  }

  @Test
  void whatIsBeingStoredIsWaitedFor() throws Exception {
    Upload stored = taken(60, true);
    taken(40, false);
    assertThat(take(50)).isEqualTo(LATER);
    budget.giveBackAll(stored);

    woken.acquire();
    assertThat(take(50)).isEqualTo(TAKEN);
  }

  @Test
  void whatIsOnItsWayIsNotWaitedFor() {
    taken(100, false);
    assertThat(take(1)).isEqualTo(NEVER);
  }

  @Test
  void nobodyWaitsForLessThanIsNeeded() {
    taken(50, false);
    taken(50, true);
    assertThat(take(51)).isEqualTo(NEVER);
    assertThat(take(50)).isEqualTo(LATER);
  }

  @Test
  void whoCannotWaitIsToldAtOnce() {
    taken(100, true);
    assertThat(budget.take(1, 1, new Upload(false), null)).isEqualTo(NEVER);
  }

  @Test
  void asManyAreWokenAsFindRoom() throws Exception {
    Upload stored = taken(60, true);
    taken(40, true);
    for (int i = 0; i < 5; i++) {
      assertThat(take(30)).isEqualTo(LATER);
    }
    budget.giveBackAll(stored);

    woken.acquire(2);
    assertThat(take(30)).isEqualTo(TAKEN);
    assertThat(take(30)).isEqualTo(TAKEN);
    assertThat(woken.availablePermits()).isZero();
  }

  @Test
  void whoseHopeIsGoneIsWokenToo() throws Exception {
    Upload stored = taken(60, true);
    taken(40, false);
    assertThat(take(50)).isEqualTo(LATER);
    assertThat(take(30)).isEqualTo(LATER);
    budget.giveBack(20, stored);
    // Another takes it first, and what is stored has been given back.
    taken(20, false);
    budget.giveBackAll(stored);

    woken.acquire(2);
  }

  @Test
  void whatIsGivenBackTwiceCountsOnce() {
    Upload stored = taken(60, true);
    taken(40, false);
    budget.giveBackAll(stored);
    budget.giveBackAll(stored);

    assertThat(budget.held()).isEqualTo(40);
  }
}
