package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyBufferTest {

  private static final int LIMIT = 200_000;

  private Instant now = Instant.EPOCH;
  private final UploadBudget budget = new UploadBudget(LIMIT, () -> now);
  private final UploadSlot slot = new UploadSlot(budget, taken -> {});

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, -1",
    "1, 1",
    "1, -1",
    "32767, 32767",
    "32768, 32768",
    "32769, -1",
    "100000, 100000",
    "100000, -1",
    "100000, 5",
    "200000, 200000",
    "200000, -1"
  })
  void aBodyIsCollectedWhateverWasAnnounced(int length, long announced) throws Exception {
    byte[] bytes = TestSegment.ofPackets(1_100, 1).bytes();

    BodyBuffer body = new BodyBuffer(announced, LIMIT, slot);
    readAll(body, new ByteArrayInputStream(bytes, 0, length));

    ByteBuffer collected = body.whole();
    byte[] taken = new byte[collected.remaining()];
    collected.get(taken);
    assertThat(taken).isEqualTo(Arrays.copyOf(bytes, length));
  }

  @Test
  void anAnnouncedLengthOverTheLimitIsRefusedAtOnce() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> new BodyBuffer(LIMIT + 1, LIMIT, slot))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413));
  }

  @Test
  void theFirstByteOverTheLimitIsRefused() throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(new byte[LIMIT * 2]);
    BodyBuffer body = new BodyBuffer(-1, LIMIT, slot);

    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> readAll(body, in));
    assertThat(in.available()).isGreaterThanOrEqualTo(LIMIT - 1);
  }

  @Test
  void memoryIsTakenForWhatHasArrivedOnly() throws Exception {
    BodyBuffer body = new BodyBuffer(1 << 30, 1 << 30, slot);
    readAll(body, new ByteArrayInputStream(new byte[10]));

    assertThat(body.whole().capacity()).isLessThanOrEqualTo(32 << 10);
  }

  @Test
  void memoryIsCountedUntilTheBodyIsDiscarded() throws Exception {
    BodyBuffer body = new BodyBuffer(-1, LIMIT, slot);
    readAll(body, new ByteArrayInputStream(new byte[LIMIT]));

    assertThat(budget.held()).isEqualTo(LIMIT);
    body.discard();
    body.discard();
    assertThat(budget.held()).isZero();
    assertThat(body.held()).isZero();
    assertThatIOException().isThrownBy(() -> body.readFrom(new ByteArrayInputStream(new byte[1])));
  }

  @Test
  void whereThereIsNoRoomLeftTheClientIsToldToComeAgain() throws Exception {
    filled(LIMIT - 10_000, LIMIT - 10_000);
    BodyBuffer body = new BodyBuffer(LIMIT, LIMIT, slot);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> readAll(body, new ByteArrayInputStream(new byte[LIMIT])))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(503))
        .satisfies(e -> assertThat(e.problem().headers()).containsKey("Retry-After"));
    assertThat(budget.held()).isBetween(LIMIT - 10_000L, (long) LIMIT);
  }

  @Test
  void whatStandsStillGivesWayToOthers() throws Exception {
    BodyBuffer small = filled(10_000, 10_000);
    BodyBuffer large = filled(150_000, 150_000);
    now = now.plus(UploadBudget.STANDSTILL);

    BodyBuffer body = new BodyBuffer(100_000, LIMIT, newSlot());
    readAll(body, new ByteArrayInputStream(new byte[100_000]));

    assertThat(body.whole().remaining()).isEqualTo(100_000);
    assertThat(small.whole().remaining()).as("the largest is enough").isEqualTo(10_000);
    assertThat(large.held()).isZero();
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> large.readFrom(new ByteArrayInputStream(new byte[1])))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(503));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(large::whole);
    small.discard();
    large.discard();
    body.discard();
    assertThat(budget.held()).isZero();
  }

  @Test
  void whatGetsOnDoesNotGiveWay() throws Exception {
    BodyBuffer busy = filled(LIMIT - BodyBuffer.STRIDE, LIMIT);
    now = now.plus(UploadBudget.STANDSTILL);
    busy.readFrom(new ByteArrayInputStream(new byte[BodyBuffer.STRIDE - 1]));

    assertRefused(10_000);
    now = now.plus(UploadBudget.STANDSTILL.minusMillis(1));
    assertRefused(10_000);
    assertThat(busy.held()).isPositive();
  }

  @Test
  void aByteNowAndThenIsNotGettingOn() throws Exception {
    BodyBuffer trickle = filled(LIMIT - BodyBuffer.STRIDE, LIMIT);
    now = now.plus(UploadBudget.STANDSTILL);
    trickle.readFrom(new ByteArrayInputStream(new byte[1]));

    filled(LIMIT, LIMIT);
    assertThat(trickle.held()).isZero();
  }

  @Test
  void whatIsWholeDoesNotGiveWay() throws Exception {
    BodyBuffer stored = filled(LIMIT, LIMIT);
    assertThat(stored.whole().remaining()).isEqualTo(LIMIT);
    now = now.plus(UploadBudget.STANDSTILL);

    assertRefused(1);
    assertThat(stored.held()).isPositive();
  }

  @Test
  void nobodyGivesWayWhereThatWouldNotBeEnough() throws Exception {
    BodyBuffer idle = filled(10_000, 10_000);
    now = now.plus(UploadBudget.STANDSTILL);
    filled(LIMIT - 50_000, LIMIT - 50_000);

    assertRefused(100_000);
    assertThat(idle.held()).isPositive();
  }

  private UploadSlot newSlot() {
    return new UploadSlot(budget, taken -> {});
  }

  /** A body of which so much has come, and the rest has not. */
  private BodyBuffer filled(int bytes, int announced) throws Exception {
    BodyBuffer body = new BodyBuffer(announced, LIMIT, newSlot());
    ByteArrayInputStream in = new ByteArrayInputStream(new byte[bytes]);
    while (in.available() > 0) {
      body.readFrom(in);
    }
    return body;
  }

  private void assertRefused(int bytes) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> filled(bytes, bytes))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(503));
  }

  private static void readAll(BodyBuffer body, ByteArrayInputStream in)
      throws IOException, ProblemException {
    boolean more = true;
    while (more) {
      more = body.readFrom(in);
    }
  }
}
