package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrackTurnsTest {

  private static final StreamId STREAM = SessionId.of("turns").streamId();

  private Instant now = Instant.EPOCH;
  private final TrackTurns turns = new TrackTurns(() -> now);
  private final CountDownLatch again = new CountDownLatch(1);

  private boolean mayTake(TrackTurns.Turn turn) {
    return turn.mayTake(again::countDown);
  }

  @Test
  void theFirstBytesTellTheOrder() throws Exception {
    TrackTurns.Turn opened = turns.begin(STREAM, "v");
    TrackTurns.Turn first = turns.begin(STREAM, "v");
    assertThat(mayTake(first)).isTrue();
    first.taken();
    assertThat(mayTake(opened)).as("the other gets on").isFalse();
    assertThat(again.await(1, TimeUnit.MINUTES)).as("it is told to try again").isTrue();
    first.end();
    assertThat(mayTake(opened)).isTrue();
    opened.end();
    assertThat(turns.size()).isZero();
  }

  @Test
  void oneThatStandsStillHoldsUpNobody() {
    TrackTurns.Turn dead = turns.begin(STREAM, "v");
    assertThat(mayTake(dead)).isTrue();
    dead.taken();
    now = now.plus(TrackTurns.STANDSTILL);
    assertThat(mayTake(turns.begin(STREAM, "v"))).isTrue();
  }

  @Test
  void onlyOneIsTakenAtATimeHoweverLongItTakes() {
    TrackTurns.Turn slow = turns.begin(STREAM, "v");
    assertThat(mayTake(slow)).isTrue();
    now = now.plus(TrackTurns.STANDSTILL.multipliedBy(10));
    assertThat(mayTake(turns.begin(STREAM, "v"))).isFalse();
    assertThat(mayTake(turns.begin(STREAM, "a"))).as("another track").isTrue();
  }

  @Test
  void whatHasEndedIsForgotten() {
    TrackTurns.Turn turn = turns.begin(STREAM, "v");
    turn.end();
    assertThat(mayTake(turn)).isTrue();
    assertThat(turns.size()).isZero();
  }
}
