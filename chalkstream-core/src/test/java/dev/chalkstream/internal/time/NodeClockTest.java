package dev.chalkstream.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class NodeClockTest {

  private static final Duration DAY = Duration.ofHours(24);

  /** What really passes. */
  private final ManualClock truth = new ManualClock();

  private Duration wallIsOff = Duration.ZERO;
  private final InstantSource wall = () -> truth.instant().plus(wallIsOff);

  private NodeClock start(Duration off) {
    wallIsOff = off;
    return new NodeClock(
        wall, () -> Duration.between(ManualClock.START, truth.instant()).toNanos());
  }

  /** The store is asked, and answers at once. */
  private Duration ask(NodeClock clock, Instant storeTime) {
    return clock.correct(storeTime, clock.instant(), clock.instant());
  }

  private static void assertAbout(Instant actual, Instant expected) {
    assertThat(Duration.between(expected, actual).abs()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aClockThatIsSetChangesNeitherTheTimeNorTheDate() {
    NodeClock clock = start(Duration.ZERO);
    for (Duration off : new Duration[] {DAY, DAY.negated(), Duration.ofSeconds(4)}) {
      wallIsOff = off;
      truth.advance(Duration.ofSeconds(10));
      assertThat(clock.instant()).isEqualTo(truth.instant());
      assertThat(clock.date()).isEqualTo(truth.instant());
    }
  }

  @Test
  void theFirstAnswerOfTheStoreSetsTheDate() {
    for (Duration off : new Duration[] {DAY, DAY.negated(), Duration.ofSeconds(4)}) {
      NodeClock clock = start(off);
      assertThat(clock.date()).isEqualTo(truth.instant().plus(off));
      Duration wrong = ask(clock, truth.instant());
      assertThat(wrong.isNegative()).isEqualTo(off.isNegative());
      assertThat(wrong.minus(off).abs()).isLessThanOrEqualTo(Duration.ofSeconds(1));
      assertAbout(clock.date(), truth.instant());
    }
  }

  @Test
  void aSecondIsNotWorthAWordWhereTheStoreTellsNoFractions() {
    NodeClock clock = start(Duration.ofMillis(900));
    assertThat(ask(clock, truth.instant())).isZero();
    assertThat(clock.date()).isEqualTo(truth.instant().plusMillis(900));
  }

  @Test
  void fractionsOfASecondAreTakenAtTheirWord() {
    NodeClock clock = start(Duration.ofMillis(-900));
    ask(clock, truth.instant().plusMillis(1));
    assertThat(Duration.between(truth.instant(), clock.date()).abs())
        .isLessThan(Duration.ofMillis(30));
  }

  @Test
  void anAnswerThatTookLongChangesNothingThatItDoesNotDisprove() {
    NodeClock clock = start(Duration.ofSeconds(3));
    Instant asked = clock.instant();
    truth.advance(Duration.ofSeconds(8));
    assertThat(clock.correct(truth.instant().minusSeconds(2), asked, clock.instant())).isZero();
    assertThat(clock.date()).isEqualTo(truth.instant().plusSeconds(3));
  }

  @Test
  void aDateThatTurnsOutToBeLateIsSetAndOneThatIsEarlyNeverGoesBack() {
    NodeClock clock = start(Duration.ZERO);
    ask(clock, truth.instant());
    assertThat(ask(clock, truth.instant().plus(DAY))).isNegative();
    assertAbout(clock.date(), truth.instant().plus(DAY));

    Instant before = clock.date();
    assertThat(ask(clock, truth.instant().plus(DAY).minusSeconds(10))).isPositive();
    assertThat(clock.date()).isEqualTo(before);
    for (int i = 0; i < 300; i++) {
      truth.advance(Duration.ofSeconds(1));
      assertThat(clock.date()).isAfter(before);
      before = clock.date();
    }
    assertAbout(clock.date(), truth.instant().plus(DAY).minusSeconds(10));
  }

  @Test
  void whatIsBeingPutRightIsNotFoundWrongAgain() {
    NodeClock clock = start(Duration.ZERO);
    ask(clock, truth.instant());
    assertThat(ask(clock, truth.instant().minusSeconds(100))).isPositive();
    truth.advance(Duration.ofMinutes(5));
    assertThat(ask(clock, truth.instant().minusSeconds(100))).isZero();
  }

  @Test
  void withoutTheStoreTheDateFollowsTheWallClockGently() {
    NodeClock clock = start(Duration.ZERO);
    wallIsOff = Duration.ofSeconds(10);
    for (int i = 0; i < 100; i++) {
      clock.followWall();
      truth.advance(Duration.ofSeconds(1));
    }
    assertAbout(clock.date(), truth.instant().plusSeconds(5));
    ask(clock, truth.instant());
    clock.followWall();
    truth.advance(Duration.ofSeconds(100));
    assertAbout(clock.date(), truth.instant());
  }

  @Test
  void theAgeOfABlobIsToldByTheStoreAlone() {
    NodeClock clock = start(DAY);
    Instant stored = truth.instant().plus(DAY.multipliedBy(300));
    assertThat(clock.age(stored, clock.instant())).isEqualTo(NodeClock.Span.ZERO);
    ask(clock, stored.plusSeconds(60));
    truth.advance(Duration.ofSeconds(3));
    NodeClock.Span age = clock.age(stored, clock.instant());
    assertThat(age.least()).isBetween(Duration.ofSeconds(61), Duration.ofSeconds(63));
    assertThat(age.most()).isBetween(Duration.ofSeconds(63), Duration.ofSeconds(65));
    assertThat(clock.age(stored.plusSeconds(900), clock.instant()).most())
        .as("the store's clock was set back")
        .isNegative();
  }

  @Test
  void aWholeSecondIsExactWhereTheStoreTellsFractions() {
    NodeClock clock = start(Duration.ZERO);
    ask(clock, truth.instant());
    truth.advance(Duration.ofMillis(1_500));

    NodeClock.Span age = clock.age(truth.instant(), clock.instant());

    assertThat(age.least()).isBetween(Duration.ofMillis(-50), Duration.ZERO);
    assertThat(age.most()).isBetween(Duration.ZERO, Duration.ofMillis(50));
    truth.advance(Duration.ofMillis(500));
    assertThat(clock.age(truth.instant(), clock.instant()).least())
        .isGreaterThan(Duration.ofMillis(-50));
  }

  @Test
  void anInjectedClockCountsTheTimeButStandsWhileItIsTurnedBack() {
    NodeClock clock = NodeClock.of(truth);
    truth.advance(DAY);
    assertThat(clock.instant()).isEqualTo(ManualClock.START.plus(DAY));
    truth.advance(DAY.negated());
    assertThat(clock.instant()).isEqualTo(ManualClock.START.plus(DAY));
    truth.advance(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(ManualClock.START.plus(DAY).plusSeconds(1));
  }
}
