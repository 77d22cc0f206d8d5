package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.servlet.SessionQueue.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UploadOrderTest {

  private static final StreamId STREAM = SessionId.of("a").streamId();
  private static final StreamId OTHER = SessionId.of("b").streamId();
  private static final long SHARE = 1_000;

  private static final Runnable NEVER =
      () -> {
        throw new AssertionError("it was told at once");
      };

  private final UploadOrder order = new UploadOrder(SHARE, () -> Instant.EPOCH);
  private final List<String> turns = new ArrayList<>();

  private UploadOrder.Place segment(StreamId stream, String name) {
    return order.begin(stream, Kind.PUSHED_SEGMENT, name);
  }

  private UploadOrder.Place whole(StreamId stream, String name, long bytes) {
    UploadOrder.Place place = segment(stream, name);
    place.arrived(bytes, null, () -> turns.add(name));
    return place;
  }

  @Test
  void oneSessionHoldsUpNoOther() {
    for (int i = 0; i < 10; i++) {
      whole(STREAM, "a" + i, 1);
    }
    whole(OTHER, "b", 1);

    assertThat(turns).containsExactly("a0", "a1", "a2", "a3", "b");
  }

  @Test
  void theTurnOfTheNextComesWithTheEndOfOne() {
    UploadOrder.Place first = whole(STREAM, "a0", 1);
    for (int i = 1; i < 6; i++) {
      whole(STREAM, "a" + i, 1);
    }
    first.end();
    first.end();

    assertThat(turns).containsExactly("a0", "a1", "a2", "a3", "a4");
  }

  @Test
  void nothingIsKeptOfASessionThatSendsNothing() {
    UploadOrder.Place arriving = segment(STREAM, "a");
    UploadOrder.Place whole = whole(OTHER, "b", 1);
    assertThat(order.size()).isEqualTo(2);
    arriving.end();
    whole.end();

    assertThat(order.size()).isZero();
  }

  @Test
  void whatWaitsMayBeWithdrawnAndWhatIsAtTheStoreMayNot() {
    UploadOrder.Place first = whole(STREAM, "a0", 1);
    for (int i = 1; i < 4; i++) {
      whole(STREAM, "a" + i, 1);
    }
    UploadOrder.Place waiting = whole(STREAM, "late", 1);

    assertThat(waiting.withdraw()).isTrue();
    assertThat(waiting.withdraw()).isFalse();
    assertThat(first.withdraw()).isFalse();
    first.end();
    assertThat(turns).doesNotContain("late");
  }

  @Test
  void whatEndedBeforeItWasWholeHasNoTurn() {
    UploadOrder.Place place = segment(STREAM, "a");
    place.end();
    place.arrived(1, null, () -> turns.add("a"));

    assertThat(turns).isEmpty();
  }

  @Test
  void aSessionWithMoreThanItsShareIsReadAgainWhenSomeOfItIsStored() throws Exception {
    UploadOrder.Place stored = whole(STREAM, "a", SHARE);
    UploadOrder.Place next = segment(STREAM, "b");
    CountDownLatch readOn = new CountDownLatch(1);

    assertThat(next.mayTake(1, 0, readOn::countDown)).isFalse();
    assertThat(next.isBehind()).isTrue();
    assertThat(segment(OTHER, "c").mayTake(1, 0, NEVER)).isTrue();
    stored.end();
    readOn.await();
    assertThat(next.mayTake(1, 0, NEVER)).isTrue();
    assertThat(next.isBehind()).isFalse();
  }

  @Test
  void theOldestTakesWhatItNeedsAndTheOthersLeaveItRoom() throws Exception {
    UploadOrder.Place oldest = segment(STREAM, "a");
    UploadOrder.Place second = segment(STREAM, "b");
    UploadOrder.Place third = segment(STREAM, "c");
    CountDownLatch secondReadsOn = new CountDownLatch(1);
    CountDownLatch thirdReadsOn = new CountDownLatch(1);

    assertThat(second.mayTake(SHARE / 2, 0, NEVER)).isTrue();
    assertThat(third.mayTake(1, SHARE / 2, thirdReadsOn::countDown)).isFalse();
    assertThat(second.mayTake(1, SHARE / 2, secondReadsOn::countDown)).isFalse();
    assertThat(oldest.mayTake(10 * SHARE, 0, NEVER)).isTrue();
    oldest.arrived(1, null, () -> turns.add("a"));
    secondReadsOn.await();
    second.end();
    thirdReadsOn.await();
  }

  @Test
  void thoseWhoAskBeforeTheOthersHaveTakenWhatTheyMayGetNoMoreTogether() {
    segment(STREAM, "a");
    long allowed =
        IntStream.range(0, 20)
            .mapToObj(i -> segment(STREAM, "b" + i))
            .filter(place -> place.mayTake(SHARE / 4, 0, NEVER))
            .count();

    assertThat(allowed).isEqualTo(2);
  }

  @Test
  void whenNothingIsStoredAllAreReadAgainForWhomThereIsRoom() throws Exception {
    UploadOrder.Place stored = whole(STREAM, "a", 2 * SHARE);
    Semaphore readOn = new Semaphore(0);
    for (int i = 0; i < 10; i++) {
      assertThat(segment(STREAM, "b" + i).mayTake(SHARE / 20, 0, readOn::release)).isFalse();
    }
    stored.end();

    readOn.acquire(10);
  }
}
