package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyBufferTest {

  private static final int LIMIT = 200_000;

  /** As much as the largest body may take up while it grows. */
  private static final long ROOM = 2L * LIMIT;

  private Instant now = Instant.EPOCH;
  private final UploadBudget budget = new UploadBudget(ROOM, () -> now);
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
    UploadSlot large = new UploadSlot(new UploadBudget(4L << 30, () -> now), taken -> {});
    BodyBuffer body = new BodyBuffer(1 << 30, 1 << 30, large);
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
    occupied(ROOM - 10_000);
    BodyBuffer body = new BodyBuffer(LIMIT, LIMIT, slot);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> readAll(body, new ByteArrayInputStream(new byte[LIMIT])))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(503))
        .satisfies(e -> assertThat(e.problem().headers()).containsKey("Retry-After"));
    assertThat(budget.held()).isBetween(ROOM - 10_000, ROOM);
  }

  @Test
  void aBufferThatGrowsTakesRoomForTheNewBesideTheOld() throws Exception {
    occupied(ROOM - 150_000);

    assertThat(filled(60_000, 60_000).held()).isEqualTo(60_001);
    assertRefused(65_536);
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT / 2 + 1, -1})
  void aBodyThatWouldNotFitAloneIsRefusedForGood(int announced) {
    UploadSlot small = new UploadSlot(new UploadBudget(LIMIT, () -> now), taken -> {});
    byte[] bytes = new byte[LIMIT / 2 + 1];

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () -> readAll(new BodyBuffer(announced, LIMIT, small), new ByteArrayInputStream(bytes)))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413))
        .satisfies(e -> assertThat(e.problem().detail()).contains(LIMIT / 2 + " bytes", "heap"));
  }

  @Test
  void theLargestBodyThatFitsAloneIsTakenAlone() throws Exception {
    UploadSlot small = new UploadSlot(new UploadBudget(LIMIT, () -> now), taken -> {});
    BodyBuffer body = new BodyBuffer(-1, LIMIT, small);
    readAll(body, new ByteArrayInputStream(new byte[LIMIT / 2]));

    assertThat(body.whole().remaining()).isEqualTo(LIMIT / 2);
  }

  @Test
  void whatStandsStillGivesWayToOthers() throws Exception {
    BodyBuffer small = filled(10_000, 10_000);
    BodyBuffer large = filled(150_000, 150_000);
    occupied(ROOM - 200_000);
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
    assertThat(budget.held()).isEqualTo(ROOM - 200_000);
  }

  @Test
  void whatGetsOnDoesNotGiveWay() throws Exception {
    BodyBuffer busy = filled(LIMIT - BodyBuffer.STRIDE, LIMIT);
    occupied(ROOM - busy.held());
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
    occupied(ROOM - trickle.held());
    now = now.plus(UploadBudget.STANDSTILL);
    trickle.readFrom(new ByteArrayInputStream(new byte[1]));

    filled(10_000, 10_000);
    assertThat(trickle.held()).isZero();
  }

  @Test
  void whatIsWholeDoesNotGiveWay() throws Exception {
    BodyBuffer stored = filled(LIMIT, LIMIT);
    occupied(ROOM - stored.held());
    assertThat(stored.whole().remaining()).isEqualTo(LIMIT);
    now = now.plus(UploadBudget.STANDSTILL);

    assertRefused(1);
    assertThat(stored.held()).isPositive();
  }

  @Test
  void nobodyGivesWayWhereThatWouldNotBeEnough() throws Exception {
    BodyBuffer idle = filled(10_000, 10_000);
    occupied(ROOM - 50_000);
    now = now.plus(UploadBudget.STANDSTILL);

    assertRefused(100_000);
    assertThat(idle.readFrom(new ByteArrayInputStream(new byte[0]))).isFalse();
    assertThat(idle.whole().remaining()).isEqualTo(10_000);
  }

  @Test
  void aBodyThatIsBeingStoredMakesNoRoomHoweverLongThatTakes() throws Exception {
    BodyBuffer phone = filled(10_000, 10_000);
    BodyBuffer stored = filled(150_000, 150_000);
    stored.whole();
    occupied(ROOM - phone.held() - stored.held());
    now = now.plus(UploadBudget.STANDSTILL);

    assertRefused(50_000);
    assertThat(phone.whole().remaining()).as("not sent away for nothing").isEqualTo(10_000);
  }

  @Test
  void aBodyThatIsBeingReadIsDiscardedByItsReaderAndNobodyWaits() throws Exception {
    BodyBuffer body = new BodyBuffer(-1, LIMIT, slot);
    InputStream in =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            Thread other = new Thread(body::discard);
            other.start();
            try {
              other.join();
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
            assertThat(budget.held()).as("in use").isPositive();
            return length;
          }
        };

    body.readFrom(in);
    assertThat(budget.held()).isZero();
    assertThatIOException().isThrownBy(() -> body.readFrom(in));
  }

  /** Room that is taken and that nobody gives back. */
  private void occupied(long bytes) {
    boolean taken =
        budget.take(
            bytes,
            bytes,
            new UploadBudget.Holder() {
              @Override
              public Instant gotOnAt() {
                return Instant.MIN;
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
            });
    assertThat(taken).isTrue();
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
